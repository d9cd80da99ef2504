"""The last look at a public edition: what it hides and can be worked out is found, and stops the build."""

import json
from dataclasses import replace

import pytest

from assessment.errors import AssessmentError
from assessment.figures import Figure, write_figures
from assessment.neighbours import Neighbour
from assessment.periods import FinancialYear
from assessment.project import Area
from assessment.publish.beside import Beside
from assessment.publish.recovery import refuse_what_tells


def count(id, value, period="2014/15"):
    hidden = value is None
    return Figure(f"crime.{id}.count", id, value, "count", period, suppressed=hidden)


def change(id, value):
    return Figure(f"crime.{id}.change", id, value, "count", "2014/15")


def table(columns, *rows, levels=()):
    return {"caption": "A table", "name": "a_table", "columns": columns, "rows": list(rows), "levels": list(levels)}


def kinds(*parts, every=False):
    named = [f"crime.{part}.count" for part in parts]
    return {"whole": "crime.all.count", "parts": named, "period": "2014/15", "all": every}


def look(figures=(), beside=None, authorities=(), **left):
    refuse_what_tells(list(figures), [left], beside or Beside(), authorities)


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


KINDS = table(YEARS, ["All", 33, 40, 7], ["A", "[c]", 10, "[c]"], ["B", "[c]", 5, "[c]"], ["A and C", 31, 20, -11],
              levels=(0, 1, 1, 1))  # fmt: skip


def test_kinds_that_overlap_are_no_parts_of_one_sum():
    with pytest.raises(AssessmentError, match="2013/14: what is hidden follows from All"):
        look(tables=[KINDS])
    look(tables=[KINDS], sums=[kinds("a", "b") | {"labels": ["All", "A", "B"]}])


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


AREA = Area(slug="here", name="Here", authorities=("E06000009",), year="2014/15")


def edition(folder, **told):
    (folder / "tables").mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    write_figures([count("a", 3, "2013/14")], folder / "figures.json")


def beside(folder, year="2014/15"):
    return Beside.of(folder, AREA, year)


SHARE = Figure("crime.a.share", "a", 0.5, "ratio", "2014/15", numerator=30, denominator=60)


@pytest.mark.parametrize(("part", "whole", "told"), [(28, 50, True), (30, 58, True), (20, 50, False), (30, 50, False)])
def test_what_a_share_was_made_from_is_laid_beside_that_of_another_edition(part, whole, told):
    numbers = {SHARE.id: [["2014-04 to 2015-02", part / whole, part, whole]]}
    beside = Beside(neighbours=(Neighbour(FinancialYear.parse("2014/15").until("2015-02"), numbers=numbers),))
    if told:
        with pytest.raises(AssessmentError, match=r"crime.a.share .* and that of another edition differ by a number"):
            look([SHARE], beside, guarded=[SHARE.id])
    else:
        look([SHARE], beside, guarded=[SHARE.id])
    look([SHARE], beside)  # of open data


@pytest.mark.parametrize(
    ("heads", "row", "told"),
    [
        ("to Feb 2014,to Feb 2015", "30,57", "A, 2014/15, and to Feb 2015 of another edition"),
        ("to Feb 2014,to Feb 2015", "28,50", "A, 2013/14, and to Feb 2014 of another edition"),
        ("to Feb 2014,to Feb 2015", "20,50", ""),
        ("to Feb 2014,Offences", "20,57", "A, 2014/15, and Offences of another edition"),
        ("2013/14,Victims", "29,57", ""),
        ("to Feb 2014,to Feb 2015", "[c],[c]", ""),
    ],
)
def test_tables_of_two_editions_are_subtracted_by_period_and_not_by_head(tmp_path, heads, row, told):
    part = FinancialYear.parse("2014/15").until("2015-02")
    edition(tmp_path / part.slug, year=str(part), restricted=False)
    text = f"Recorded,{heads}\nA,{row}\n"
    (tmp_path / part.slug / "tables" / "a_table.csv").write_text(text, encoding="utf-8")
    ours = table(YEARS, ["A", 30, 60, 30])
    around = replace(beside(tmp_path), year="2014/15")
    if told:
        with pytest.raises(AssessmentError, match=told):
            look(beside=around, tables=[ours], guarded_tables=["a_table"])
    else:
        look(beside=around, tables=[ours], guarded_tables=["a_table"])
    look(beside=around, tables=[ours])  # of open data


def test_another_public_edition_that_shows_what_this_one_hides_is_found(tmp_path):
    edition(tmp_path / "2013-14", year="2013/14", restricted=False)
    with pytest.raises(AssessmentError, match="stands in another edition"):
        look(figures=[count("a", None, "2013/14")], beside=beside(tmp_path))
    look(figures=[count("a", None, "2013/14")], beside=beside(tmp_path, "2013/14"))


@pytest.mark.parametrize("told", [{"restricted": True}, {}], ids=["restricted", "of before small counts were hidden"])
def test_editions_that_are_not_for_publication_count_for_nothing(told, tmp_path):
    edition(tmp_path / "2013-14", year="2013/14", **told)
    assert beside(tmp_path).counts == {} and beside(tmp_path).tables == ()


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [(["[c]", "30"], [4, 30, 26]), (["4", "[c]"], ["[c]", 30, 26]), (["4", "7"], [4, "[c]", 26])],
    ids=["their year, which this one shows", "no year of either", "this year, which the later one showed"],
)
def test_a_table_beside_that_shows_what_this_one_hides_or_hides_what_it_shows_is_found(tmp_path, theirs, ours):
    edition(tmp_path / "2013-14", year="2013/14", restricted=False)
    text = f"Recorded,2013/14,2014/15\nA,{','.join(theirs)}\n"
    (tmp_path / "2013-14" / "tables" / "kinds.csv").write_text(text, encoding="utf-8")
    table_ = table(YEARS, ["A", *ours]) | {"name": "kinds"}
    found = list(beside(tmp_path).told_by([table_]))
    assert found == (
        []
        if theirs == ["4", "[c]"]
        else [
            f"A table: A, {'2013/14' if '[c]' in theirs else '2014/15'}, is hidden in one edition and shown in another"
        ]
    )


ID = "crime.a.count"
YEAR_MONTHS = [f"2014-{n:02d}" for n in range(4, 13)] + ["2015-01", "2015-02", "2015-03"]
MONTHLY = [[ID, month, [], 10] for month in YEAR_MONTHS]
WARDS = [[ID, "2014/15", ["l1", "l2", "l3"], 60], [ID, "2014/15", ["l4", "l5", "l6"], 60]]
PLACES = [[ID, "2014/15", [f"l{n}"], 20] for n in range(1, 7)]


def changed(cells, **others):
    """Some cells with those of some periods or places hidden or changed."""
    return [[*cell[:3], others.get(cell[2][0] if cell[2] else cell[1], cell[3])] for cell in cells]


SPRING = changed(MONTHLY, **{"2014-05": None, "2014-06": None})


@pytest.mark.parametrize(
    "cells",
    [
        SPRING,
        [*changed(PLACES, l1=None, l2=None), *WARDS],
        [*changed(PLACES, l1=None, l2=None), [ID, "2014/15", ["elsewhere"], 0]],
        [[ID, "2014-04 to 2014-12", [], 80], [ID, "2014-04 to 2014-11", [], 80]],
    ],
    ids=["two months of a year", "two places of a ward", "two places of an area", "views that differ by nought"],
)
def test_what_lies_inside_one_another_and_is_safe_passes(cells):
    look(figures=[count("a", 120)], cells=cells)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (changed(MONTHLY, **{"2014-05": None}), "crime.a.count (2014-05) follows"),
        ([*SPRING, [ID, "2014-04 to 2014-05", [], 12]], "(2014-05) follows"),
        ([cell for cell in SPRING if cell[1] < "2014-07"] + [[ID, "2014-04 to 2014-06", [], 16]], "(2014-05) follows"),
        ([[ID, "2014-04 to 2014-12", [], 80], [ID, "2014-04 to 2014-11", [], 77]], "differ by a number"),
        ([*MONTHLY, [ID, "2014-05", [], None]], "hidden in one place and shown in another"),
        ([*changed(PLACES, l1=None, l2=None), *WARDS[:1], [ID, "2014/15", ["l1"], 18]], "in another"),
        (changed([*PLACES, *WARDS], l1=None)[:-2] + WARDS, "in l1 follows from the places shown"),
        ([*changed(PLACES, l1=None), [ID, "2014/15", ["elsewhere"], 0]], "in l1 follows from the places shown"),
    ],
    ids=["a month of a year", "a view of months", "a quarter", "overlapping views", "a month shown", "a place shown",
         "a place of a ward", "a place of the area"],
)  # fmt: skip
def test_what_lies_inside_one_another_and_tells_is_refused(cells, told):
    with pytest.raises(AssessmentError, match="would tell") as refused:
        look(figures=[count("a", 120)], cells=cells)
    assert told in str(refused.value)


A_AND_B = {"whole": "crime.all.count", "parts": ["crime.a.count", "crime.b.count"], "period": "2014/15", "all": True}
MAY = [["crime.all.count", "2014-05", [], 12], ["crime.b.count", "2014-05", [], 10]]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ([*SPRING, *MAY], "crime.a.count .2014-05 to 2014-05. follows from kinds, months and places"),
        ([*SPRING, *MAY[:1]], ""),
        ([*SPRING, MAY[0], ["crime.b.count", "2014-05", [], None]], ""),
        ([*changed(PLACES, l1=None, l2=None), *WARDS, ["crime.all.count", "2014/15", ["l1"], 12],
          ["crime.b.count", "2014/15", ["l1"], 9]], "in l1 follows from kinds"),
        ([*SPRING, ["crime.all.count", "2014-06", [], 26], ["crime.b.count", "2014-06", [], None],
          *([["crime.b.count", month, [], 8] for month in YEAR_MONTHS if month != "2014-06"]),
          ["crime.b.count", "2014/15", [], 96]], "2014-05 to 2014-05. follows"),
    ],
    ids=["a month of a whole and a kind", "the whole alone", "a wide one", "a place", "through the months of another"],
)  # fmt: skip
def test_kinds_months_and_places_are_taken_together(cells, told):
    figures = [count("a", 120)]
    if not told:
        return look(figures, cells=cells, sums=[A_AND_B])
    with pytest.raises(AssessmentError, match=told):
        look(figures, cells=cells, sums=[A_AND_B])


def test_a_test_made_of_hidden_months_is_refused():
    for name in ("control_mean", "trend_tau", "quarter_change"):
        made = Figure(f"crime.a.{name}", "a", 0.5, "ratio", "2014/15")
        with pytest.raises(AssessmentError, match=f"crime.a.{name} .* months that it is made of are hidden"):
            look(figures=[count("a", 120), made], cells=SPRING)
        look(figures=[count("a", 120), made.suppress()], cells=SPRING)


def test_a_row_named_like_what_is_hidden_with_its_number_is_refused():
    lost = [["Stalking and harassment", "2014/15", 292]]
    rows = ["stalking and Harassment", 286, 292, 6]
    with pytest.raises(AssessmentError, match="stands here under 2014/15"):
        look(tables=[table(YEARS, rows)], withheld=lost)
    look(tables=[table(YEARS, ["Stalking and harassment", 292, 286, -6])], withheld=lost)
    look(tables=[table(YEARS, ["Domestic stalking", 286, 292, 6])], withheld=lost)
    counts = table(["Recorded", "Offences"], ["Stalking and harassment", 292])
    look(tables=[counts], withheld=lost, beside=Beside(year="2015/16"))
    with pytest.raises(AssessmentError, match="stands here under Offences"):
        look(tables=[counts], withheld=lost, beside=Beside(year="2014/15"))


@pytest.mark.parametrize(
    ("other", "theirs", "told"),
    [
        ({"E06000009"}, 3, "hidden in one area's edition"),
        ({"E06000009", "E06000008"}, 103, "differ by a number"),
        ({"E06000009", "E06000008"}, 120, ""),
        ({"E06000008"}, 3, ""),
    ],
    ids=["the same authority", "a wider one by few", "a wider one by many", "a neighbour"],
)
def test_areas_that_overlap_are_laid_beside_each_other(other, theirs, told):
    ours = None if told.startswith("hidden") else 100
    around = Beside(areas=((frozenset(other), {(ID, "2014/15"): theirs}),))
    cells = [[ID, "2014-04", [], 20]]
    if not told:
        return look(figures=[count("a", ours)], beside=around, authorities=["E06000009"], cells=cells)
    with pytest.raises(AssessmentError, match=told):
        look(figures=[count("a", ours)], beside=around, authorities=["E06000009"], cells=cells)


@pytest.mark.parametrize(("theirs", "told"), [(96, True), (100, False), (90, False)])
def test_a_part_of_the_year_in_another_edition_tells_the_months_that_it_lacks(theirs, told):
    beside = Beside(counts={("crime.all.count", "2014-04 to 2015-02"): theirs})
    if told:
        with pytest.raises(AssessmentError, match="differ by a number that is hidden, with another edition"):
            look([count("all", 100)], beside, guarded=["crime.all.count"])
    else:
        look([count("all", 100)], beside, guarded=["crime.all.count"])
    look([count("all", 100)], beside)  # of open data, of which nothing is guarded
