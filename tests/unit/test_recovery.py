"""The last look at a public edition: what it hides and can be worked out is found, and stops the build."""

import json

import pytest

from assessment.errors import AssessmentError
from assessment.figures import Figure, write_figures
from assessment.publish.recovery import public_editions, refuse_what_tells


def count(id, value, period="2014/15"):
    hidden = value is None
    return Figure(f"crime.{id}.count", id, value, "count", period, suppressed=hidden)


def change(id, value):
    return Figure(f"crime.{id}.change", id, value, "count", "2014/15")


def table(columns, *rows, levels=()):
    return {"caption": "A table", "columns": columns, "rows": list(rows), "levels": list(levels)}


def kinds(*parts, every=False):
    named = [f"crime.{part}.count" for part in parts]
    return {"whole": "crime.all.count", "parts": named, "period": "2014/15", "all": every}


def look(figures=(), tables=(), sums=(), beside=()):
    refuse_what_tells(list(figures), list(tables), list(sums), list(beside))


WHOLE = [count("all", 100), count("a", 60), count("b", None), count("c", None)]
YEARS = ["Recorded", "2013/14", "2014/15", "Change"]


@pytest.mark.parametrize(
    "scene",
    [
        {"figures": WHOLE, "sums": [kinds("a", "b", "c", every=True)]},
        {"figures": WHOLE[:3], "sums": [kinds("a", "b")]},
        {"figures": [count("a", None), count("a", None, "2013/14"), change("a", 30)]},
        {"tables": [table(YEARS, ["A", "[c]", "[c]", "[c]"], ["B", 4, 8, 4])]},
        {"tables": [table(YEARS, ["All", 50, 60, 10], ["A", 20, 20, 0], ["B", 30, "[c]", "[c]"], levels=(0, 1, 1))]},
        {"tables": [table(["Age", "Victims", "Victims, %"], ["15", "[c]", "[c]"])]},
    ],
    ids=["two kinds", "a kind and the rest", "two years", "a row", "a kind below its whole", "a share"],
)
def test_what_is_safe_passes(scene):
    look(**scene)


@pytest.mark.parametrize(
    ("scene", "told"),
    [
        ({"figures": WHOLE[:3], "sums": [kinds("a", "b", every=True)]}, "crime.b.count (2014/15) follows"),
        ({"figures": [count("all", 63), *WHOLE[1:]], "sums": [kinds("a", "b", "c", every=True)]}, "crime.b.count"),
        (
            {"figures": [count("a", None), count("a", 20, "2013/14"), change("a", -17)]},
            "crime.a.count (2014/15) follows",
        ),
        ({"figures": [count("a", None), Figure("crime.a.rate", "a", 0.1, "per 1,000", "2014/15")]}, "crime.a.rate"),
        ({"tables": [table(YEARS, ["A", 20, "[c]", -17])]}, "A: the other two"),
        ({"tables": [table(["Age", "Victims", "Victims, %"], ["15", "[c]", 3.2])]}, "15: Victims, % tells"),
        ({"tables": [table(["Ward", "2014/15"], ["A", 20], ["B", "[c]"], ["Total", 23])]}, "follows from Total"),
    ],
    ids=["one kind alone", "two too small", "the year before", "a rate", "a row", "a share", "a total"],
)
def test_what_can_be_worked_out_is_refused_with_what_where_and_mend(scene, told):
    with pytest.raises(AssessmentError, match="would tell") as refused:
        look(**scene)
    assert told in str(refused.value)
    assert "--restricted" in str(refused.value)


def edition(folder, **told):
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    write_figures([count("a", 3, "2013/14")], folder / "figures.json")


def test_another_public_edition_that_shows_what_this_one_hides_is_found(tmp_path):
    edition(tmp_path / "2013-14", year="2013/14", restricted=False)
    with pytest.raises(AssessmentError, match="stands in another edition"):
        look(figures=[count("a", None, "2013/14")], beside=public_editions(tmp_path, but="2014/15"))
    look(figures=[count("a", None, "2013/14")], beside=public_editions(tmp_path, but="2013/14"))


@pytest.mark.parametrize("told", [{"restricted": True}, {}], ids=["restricted", "of before small counts were hidden"])
def test_editions_that_are_not_for_publication_count_for_nothing(told, tmp_path):
    edition(tmp_path / "2013-14", year="2013/14", **told)
    assert list(public_editions(tmp_path, but="2014/15")) == []
