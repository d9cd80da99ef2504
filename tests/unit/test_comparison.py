"""Comparing editions: every figure in one class, either way round, revisions found, the largest first."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.comparison import KINDS, compare, months_long, of_kind
from assessment.figures import Figure

SWAPPED = {"appeared": "vanished", "vanished": "appeared"}
UNITS = st.sampled_from(["count", "ratio", "percent", "per 1,000", "rank"])
VALUES = st.one_of(st.none(), st.integers(-50, 50), st.floats(-1, 1), st.sampled_from(["quarter 3", "static"]))
PERIODS = st.sampled_from(
    ["2014/15", "2015/16", "2014-12", "2016-12", "2015-10 to 2015-12", "2016-10 to 2016-12", "IoD2019"]
)


def figure(id="crime.all.count", value=100, period="2014/15", **more):
    told = {"label": "All recorded crime", "unit": "count", "method": "count", "sources": ("crime.csv",), **more}
    return Figure(id, value=value, period=period, **told)


@st.composite
def figures(draw):
    keys = draw(st.lists(st.tuples(st.sampled_from(["a.b", "c.d", "e.f"]), PERIODS), max_size=12, unique=True))
    made = [
        figure(id, draw(VALUES), period, unit=draw(UNITS), sources=tuple(draw(st.sets(st.sampled_from("xyz")))),
               method=draw(st.sampled_from(["count", "share of 12", "share of 9"])))
        for id, period in keys
    ]  # fmt: skip
    return [one.suppress() if draw(st.booleans()) else one for one in made]


@given(figures())
def test_an_edition_beside_itself_differs_in_nothing(one):
    assert {found.kind for found in compare(one, one)} <= {"same"}
    assert len(compare(one, one)) == len(one)


@given(figures(), figures())
def test_every_figure_of_either_is_in_exactly_one_class(old, new):
    found = compare(old, new)
    for side, given_ in (("old", old), ("new", new)):
        placed = Counter((one.id, one.period) for one in (getattr(each, side) for each in found) if one is not None)
        assert placed == Counter((one.id, one.period) for one in given_)
    assert all(one.kind in KINDS for one in found)


@given(figures(), figures())
def test_the_other_way_round_what_appeared_vanished_and_all_else_stays(old, new):
    def told(found, way):
        return Counter((way.get(one.kind, one.kind), one.figure.id) for one in found)

    assert told(compare(new, old), SWAPPED) == told(compare(old, new), {})


@given(figures(), figures())
def test_a_pair_of_one_period_is_never_moved_and_of_two_always(old, new):
    for one in compare(old, new):
        if one.old and one.new:
            assert (one.kind == "moved") == (one.old.period != one.new.period)


@pytest.mark.parametrize(
    ("change", "kind", "also"),
    [
        ({}, "same", ()),
        ({"value": 101}, "revised", ()),
        ({"value": 100.00000000001}, "same", ()),
        ({"value": None}, "revised", ()),
        ({"low": 90.0, "high": 111.0}, "revised", ("interval",)),
        ({"denominator": 2000}, "revised", ("counts",)),
        ({"unit": "per 1,000"}, "revised", ("unit",)),
        ({"method": "recount"}, "method", ("method",)),
        ({"value": 101, "method": "recount"}, "revised", ("method",)),
        ({"sources": ("other.csv",)}, "method", ("sources",)),
        ({"sources": ("crime.csv", "crime_2016.csv")}, "same", ()),
        ({"label": "Crime"}, "same", ()),
    ],
)
def test_what_is_other_in_the_same_period_says_its_class(change, kind, also):
    (found,) = compare([figure()], [figure(**change)])
    assert (found.kind, found.also) == (kind, also)


def test_what_one_edition_suppresses_is_no_revision():
    for pair in ([figure()], [figure().suppress()]), ([figure().suppress()], [figure()]):
        (found,) = compare(*pair)
        assert (found.kind, found.size) == ("withheld", None)


def test_the_same_file_with_other_content_is_another_source():
    (found,) = compare([figure()], [figure()], ({"crime.csv": "aa"}, {"crime.csv": "bb"}))
    assert (found.kind, found.also) == ("method", ("sources",))
    (found,) = compare([figure()], [figure(sources=("renamed.csv",))], ({"crime.csv": "aa"}, {"renamed.csv": "aa"}))
    assert found.kind == "same"


def test_months_are_paired_with_the_same_months_of_other_years():
    quarters = [f"2014-{month:02d} to 2014-{month + 2:02d}" for month in (4, 7, 10)]
    old = [figure(period=period) for period in quarters]
    new = [replace(one, period=one.period.replace("2014", "2016")) for one in old[1:]]
    found = compare(old, new)
    assert [(one.old.period, one.new.period) for one in of_kind(found, "moved")] == [
        (period, period.replace("2014", "2016")) for period in quarters[1:]
    ]
    assert [one.old.period for one in of_kind(found, "vanished")] == quarters[:1]


@pytest.mark.parametrize(
    ("period", "months"),
    [("2014/15", 12), ("2014-12", 1), ("2016-04 to 2016-12", 9), ("2014-10-01 to 2015-03-31", 6), ("2012", 12),
     ("2011/12 to 2014/15", 48), ("2013/14 to 2015/16", 36), ("IoD2019", 0), ("Census 2011", 0)],
)  # fmt: skip
def test_how_long_a_period_is(period, months):
    assert months_long(period) == months


@pytest.mark.parametrize("period", ["2016-04 to 2016-12", "2017-01 to 2017-03", "2016-12"])
def test_part_of_a_year_is_never_set_beside_a_whole_one_or_another_part(period):
    found = compare([figure()], [figure(value=75, period=period)])
    assert sorted(one.kind for one in found) == ["appeared", "vanished"]


def test_a_series_that_went_on_by_two_years_shows_its_last_ones_once():
    years = [f"20{n}/{n + 1}" for n in range(11, 17)]
    old, new = ([figure(period=year) for year in part] for part in (years[:4], years[2:]))
    shown = [tuple(one.period for one in found.pair) for found in of_kind(compare(old, new), "moved")]
    assert sorted(shown) == [("2011/12", "2015/16"), ("2014/15", "2016/17")]


def test_the_numbers_in_a_method_are_of_its_period():
    old, new = (
        figure(method="like for like over 12 months"),
        figure(period="2015/16", method="like for like over 9 months"),
    )
    assert compare([old], [new])[0].also == ()
    assert compare([old], [replace(new, method="count")])[0].also == ("method",)


@pytest.mark.parametrize(
    ("unit", "old", "new", "size"),
    [
        ("count", 1000, 1100, 1 / 11),
        ("count", 1, 2, 0.05),  # over 20 at least
        ("count", 0, 0, 0),
        ("ratio", 0.01, 0.02, 0.01),  # one percentage point
        ("ratio", 1.0, 2.0, 0.05),  # both whole and no share
        ("percent", 5.0, 10.0, 0.05),
        ("per 1,000", 50.5, 101.0, 0.5),
        ("count", "weak", "static", None),
        ("count", None, 4, None),
    ],
)
def test_size_weighs_counts_and_shares_alike(unit, old, new, size):
    for pair in (old, new), (new, old):
        (found,) = compare([figure(value=pair[0], unit=unit)], [figure(value=pair[1], unit=unit)])
        assert found.size == (None if size is None else pytest.approx(size))


def test_the_largest_stands_first_and_a_change_of_a_change_after_what_was_counted():
    values = {"crime.theft.count": (100, 150), "crime.theft.change": (5, 500), "crime.theft.share": (0.2, 0.3),
              "asb.all.count": (1000, 1010), "summary.changes.clear": (5, 50)}  # fmt: skip
    sides = [
        [figure(id, pair[side], unit="ratio" if "share" in id else "count") for id, pair in values.items()]
        for side in (0, 1)
    ]
    assert [one.figure.id for one in compare(*sides)] == [
        "crime.theft.count",
        "crime.theft.share",
        "asb.all.count",
        "crime.theft.change",
        "summary.changes.clear",
    ]
