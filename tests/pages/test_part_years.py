"""A part of a year built before and after the whole: the later one hides, and no subtraction finds a small count."""

import csv
import json

import pytest
from editions import command

pytestmark = pytest.mark.slow

CHAPTERS = ("domestic_abuse",)
WHOLE, PART = (), ("--to", "2015-02")
FOLDERS = {WHOLE: "2014-15", PART: "2014-15-to-2015-02"}
MARCH = "crime.serious_domestic_assaults.count"  # two in March 2015


def build(out, asked):
    chapters = [word for name in CHAPTERS for word in ("--chapter", name)]
    done = command("build", "blackpool", "--year", "2014/15", *asked, *chapters, "--out", out)
    assert done.returncode == 0, done.stderr


def figures(out, asked):
    told = json.loads((out / "blackpool" / FOLDERS[asked] / "figures.json").read_text(encoding="utf-8"))
    return {(one["id"], one["period"]): one for one in told}


def hidden(out, asked):
    return {id for (id, _), one in figures(out, asked).items() if one["suppressed"]}


def differ_by_few(out):
    """Numbers of people in figures.json and cells of tables that differ by one to four between the two editions."""
    part, whole = (figures(out, asked) for asked in (PART, WHOLE))
    periods = {"2014-04 to 2015-02": "2014/15", "2013-04 to 2014-02": "2013/14"}
    for (id, period), one in part.items():
        other = whole.get((id, periods.get(period)))
        shares = one["unit"] == "ratio" and one["numerator"] is not None and not id.endswith(".contribution")
        people = other and (shares or id.endswith(".count"))
        for name in ("value", "numerator", "denominator") if people else ():
            if not shares or name != "value":
                yield id, name, one[name], other[name]
    heads = {"to Feb 2015": "2014/15", "to Feb 2014": "2013/14"} | {x: x for x in ("Victims", "Suspects", "Offences")}
    for path in (out / "blackpool" / FOLDERS[PART] / "tables").glob("*.csv"):
        twin = out / "blackpool" / FOLDERS[WHOLE] / "tables" / path.name
        others = rows_of(twin) if twin.exists() else {}
        for name, row in rows_of(path).items():
            for head, theirs in heads.items():
                ours, other = row.get(head, ""), others.get(name, {}).get(theirs, "")
                if ours.isdigit() and other.isdigit():
                    yield path.name, f"{name}, {head}", int(ours), int(other)


def rows_of(path):
    with path.open(encoding="utf-8") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def few(out):
    return [one for one in differ_by_few(out) if None not in one and 0 < abs(one[2] - one[3]) < 5]


@pytest.mark.parametrize("order", [(PART, WHOLE), (WHOLE, PART)], ids=["the part first", "the whole first"])
def test_the_later_edition_hides_and_the_one_that_stands_stays_as_it_is(tmp_path, order):
    first, later = order
    build(tmp_path, first)
    before, alone = figures(tmp_path, first), hidden(tmp_path, first)
    assert MARCH not in alone
    build(tmp_path, later)
    assert MARCH in hidden(tmp_path, later)
    told = list(differ_by_few(tmp_path))
    assert len(told) > 20 and few(tmp_path) == [], "some are laid side by side, and none tells"
    page = (tmp_path / "blackpool" / FOLDERS[later] / "04c_domestic_abuse.html").read_text(encoding="utf-8")
    assert "which was there before" in page
    build(tmp_path, first)
    assert figures(tmp_path, first) == before, "the later one gave way already"
    home = tmp_path / "blackpool" / FOLDERS[first]
    home.rename(tmp_path / "away")
    build(tmp_path, later)
    assert MARCH not in hidden(tmp_path, later), "nothing stands beside it any longer"
    (tmp_path / "away").rename(home)
    told = few(tmp_path)
    assert MARCH in {one[0] for one in told} and any(".csv" in one[0] for one in told), "and so they would tell"
