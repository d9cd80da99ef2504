"""Findings on small tables: each is there where its quirk is, and is not there where it is not."""

from datetime import date

import polars as pl
import pytest

from assessment.project import Area, District
from assessment.sources.base import Problem
from assessment.sources.force_months import Street
from assessment.sources.quality import deprivation, records, residents, returns, streets, values
from assessment.sources.tables import conformed

HERE = "E06000009"
AREA = Area(
    slug="here", name="Here", authorities=(HERE,), year="2014/15", districts=(District(code=HERE, name="Here"),)
)
CODES = [f"E010126{number}" for number in range(62, 74)]  # twelve LSOAs
WARDS = conformed(
    pl.DataFrame({"lsoa": CODES, "lsoa_name": [f"Here {n}" for n in range(12)], "authority": HERE}), "lsoa_wards"
)


def street(*rows: tuple) -> pl.DataFrame:
    """Rows are (record, month, category, lsoa); every one is of the area unless its LSOA is null."""
    schema = dict.fromkeys(("record", "month", "category", "lsoa"), pl.String)
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    named = pl.col("record").is_not_null()
    return frame.with_columns(
        outcome=pl.lit(None, pl.String),
        force=pl.lit("Force"),
        authority=pl.when(pl.col("lsoa").is_not_null()).then(pl.lit(HERE)),
        kind=pl.when(pl.col("category") == "Anti-social behaviour").then(pl.lit("asb")).otherwise(pl.lit("crime")),
        recurs=named & pl.col("record").is_duplicated(),
    )


def seen(rows: pl.DataFrame) -> Street:
    """What is seen of a force's rows as they came."""
    counts = rows.group_by("month", "authority", "category", "kind").agg(
        rows=pl.len(), unnamed=pl.col("record").null_count()
    )
    places = rows.select("month", "lsoa", "authority").drop_nulls().unique()
    return Street(rows.filter(pl.col("authority") == HERE), rows.filter(pl.col("recurs")), counts, places)


def one(found) -> Problem:
    """The only finding."""
    (problem,) = found
    return problem


def test_repeats_of_a_month_and_of_another_are_told_apart():
    rows = street(
        ("a", "2014-01", "Burglary", CODES[0]),
        ("a", "2014-01", "Burglary", CODES[0]),
        ("a", "2014-02", "Burglary", CODES[0]),
        ("b", "2014-02", "Burglary", None),
        ("b", "2014-02", "Drugs", None),
    )
    told = one(streets.repeats(seen(rows), AREA)).message
    assert (
        "3 rows in 2 months: 1 rows repeat a Crime ID of the same month, 1 of them identical, and 1 IDs recur" in told
    )
    assert "over the force 2 rows (1 in 2014-01, 1 in 2014-02) and 1 IDs" in told


def test_without_repeats_nothing_is_said_of_them():
    rows = street(
        (None, "2014-01", "Anti-social behaviour", CODES[0]), (None, "2014-01", "Anti-social behaviour", CODES[0])
    )
    assert list(streets.repeats(seen(rows), AREA)) == []


def test_incidents_without_an_id_are_counted_apart_from_crimes():
    rows = street((None, "2014-01", "Anti-social behaviour", CODES[0]), (None, "2014-01", "Drugs", None))
    told = [problem.message for problem in streets.findings(seen(rows), AREA, {}) if problem.check == "without-id"]
    assert told[0].startswith("1 incidents of antisocial behaviour and 1 crimes have no Crime ID")


def test_months_in_which_an_lsoa_has_no_row():
    full = [(str(n), "2014-01", "Burglary", code) for n, code in enumerate(CODES)]
    tables = {"lsoa_wards": WARDS}
    assert list(streets.few_lsoas(street(*full), AREA, tables)) == []
    less = street(*full, *((f"b{n}", "2014-02", "Burglary", code) for n, code in enumerate(CODES[1:])))
    problem = one(streets.few_lsoas(less, AREA, tables))
    assert problem.message == "in 1 month only 11 of the 12 LSOAs of Here have a row: 2014-02"
    assert "zero" in problem.mend


@pytest.mark.parametrize(("many", "told"), [(10, False), (11, True)])
def test_an_lsoa_dominates_above_five_times_its_equal_part(many, told):
    codes = [CODES[0]] * many + [CODES[1 + n % 11] for n in range(14)]
    rows = street(*((None, "2014-01", "Anti-social behaviour", code) for code in codes))
    assert (many * len(CODES) / rows.height > streets.DOMINANT) == told
    found = list(streets.dominant(rows, AREA, {"lsoa_wards": WARDS}))
    assert [problem.message for problem in found] == [
        "Here 0 (E01012662) has 11 of the 25 rows of Here (44.0%), where one LSOA of 12 would have 8.3%"
    ][: len(found)]
    assert bool(found) == told


CHANGES = pl.DataFrame(
    [("E01012662", "E01012662", "U"), ("E01000001", "E01000002", "S"), ("E01000001", "E01000003", "S")],
    schema=["lsoa11", "lsoa21", "change"],
    orient="row",
)


def test_two_vintages_in_one_series():
    old, new = ("1", "2014-01", "Drugs", "E01000001"), ("2", "2024-01", "Drugs", "E01000002")
    told = one(streets.vintages(street(old, new), AREA, {"lsoa_changes": CHANGES})).message
    assert told.startswith(
        "LSOA codes are of 2011 in 2014-01 and of 2021 in 2024-01; 1 LSOAs of the force's districts became 2"
    )
    assert list(streets.vintages(street(old), AREA, {"lsoa_changes": CHANGES})) == []
    assert list(streets.vintages(street(old, new), AREA, {})) == []


def coverage(kind: str, counts: dict[str, int]) -> pl.DataFrame:
    frame = pl.DataFrame({"month": list(counts), "rows": list(counts.values())}).with_columns(
        source=pl.lit("s"), kind=pl.lit(kind), blank_lsoa=0, repeated=0, note=pl.lit("")
    )
    return conformed(frame, "coverage")


@pytest.mark.parametrize(("last", "told"), [(200, False), (201, True)])
def test_a_month_jumps_above_twice_the_median_of_those_before(last, told):
    table = coverage("asb", {"2014-01": 90, "2014-02": 100, "2014-03": 300, "2014-04": 100, "2014-05": last})
    found = list(records.findings(AREA, {"coverage": table}))
    assert bool(found) == told
    if told:
        assert found[0].check == "asb-jump"
        assert "201 of the 201 rows of 2014-05, 2.0 times the median of the months before (100)" in found[0].message


def test_two_months_are_too_few_to_call_a_jump():
    assert (
        list(records.findings(AREA, {"coverage": coverage("asb", {"2014-01": 1, "2014-02": 1, "2014-03": 99})})) == []
    )


def population(*rows: tuple) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=["year", "residents", "basis"], orient="row")
    return conformed(frame.with_columns(authority=pl.lit(HERE)), "population")


def test_an_estimate_before_the_census_that_disagrees_with_it():
    census = (2021, 141031, "Census 2021")
    known = {"population": population(census, (2020, 138381, "mid-year estimate"))}
    assert (
        "138,381 residents of Here in mid 2020 against 141,031 counted (−1.9%)"
        in one(residents.findings(AREA, known)).message
    )
    rebased = {"population": population(census, (2020, 140900, "mid-year estimate"))}
    assert list(residents.findings(AREA, rebased)) == []


def test_records_of_years_without_residents():
    tables = {
        "population": population((2014, 141400, "mid-year estimate")),
        "coverage": coverage("crime", {"2014-04": 1, "2015-03": 1}),
    }
    assert list(residents.findings(AREA, tables)) == []
    tables["coverage"] = coverage("crime", {"2014-04": 1, "2015-04": 1})
    problem = one(residents.findings(AREA, tables))
    assert problem.check == "different-years"
    assert "of the middle of 2015/16" in problem.message


def release(name: str, **columns: object) -> pl.DataFrame:
    frame = pl.DataFrame({"lsoa": CODES, "rank": list(range(1, 13)), **columns})
    return conformed(frame.with_columns(release=pl.lit(name), authority=pl.lit(HERE)), "deprivation")


def test_what_releases_leave_out():
    bare, ranks = release("IoD2015"), release("IoD2019", crime_rank=list(range(1, 13)), population=[1.0] + [None] * 11)
    whole = release("IoD2025", crime_score=[1.0] * 12, crime_rank=list(range(1, 13)), population=[1.0] * 12)
    found = {
        problem.check: problem.message
        for problem in deprivation.findings(AREA, {"deprivation": pl.concat([bare, ranks, whole])})
    }
    assert found["part-populations"] == "IoD2019: populations for 1 of 12 LSOAs only, all of them in Here"
    assert (
        found["without-domains"]
        == "IoD2019: scores of the index only, ranks of each domain; IoD2015: the index only, no domain"
    )
    assert "IoD2025 counts income after housing costs" in found["releases-differ"]
    assert list(deprivation.findings(AREA, {"deprivation": whole})) == []


def index(*rows: tuple) -> pl.DataFrame:
    return conformed(
        pl.DataFrame(rows, schema=["authority", "year", "value"], orient="row").with_columns(
            indicator=pl.lit("Drug misuse")
        ),
        "health_index",
    )


def test_a_value_carried_forward_everywhere_is_no_chance():
    everywhere = index((HERE, 2020, 4.3), (HERE, 2021, 4.3), ("E07000128", 2020, 2.0), ("E07000128", 2021, 2.0))
    assert "values of 2021 are those of 2020 for Drug misuse" in one(values.carried(AREA, everywhere)).message
    here_alone = index((HERE, 2020, 4.3), (HERE, 2021, 4.3), ("E07000128", 2020, 2.0), ("E07000128", 2021, 2.5))
    assert list(values.carried(AREA, here_alone)) == []


def test_blank_scores_are_counted_over_the_files():
    frames = [pl.DataFrame({"score": [1.0, None]}), pl.DataFrame({"score": [None, None, 2.0]})]
    assert one(values.blank_scores(frames)).message.startswith("3 of 5 rows")
    assert list(values.blank_scores([pl.DataFrame({"score": [1.0]})])) == []


def sent(*rows: tuple) -> pl.DataFrame:
    """Rows are (measure, start, end, value, unit, numerator, denominator, note)."""
    names = ["measure", "period_start", "period_end", "value", "unit", "numerator", "denominator", "note"]
    return conformed(pl.DataFrame(rows, schema=names, orient="row").with_columns(area=pl.lit("Here")), "returns")


def year(begins: int) -> tuple[date, date]:
    return date(begins, 4, 1), date(begins + 1, 3, 31)


def checks(table: pl.DataFrame) -> list[str]:
    return [problem.check for problem in returns.findings({"returns": table})]


def test_a_half_year_among_years_and_one_offered_as_a_year():
    whole = ("marac.cases", *year(2014), 520.0, "cases", None, None, None)
    assert checks(sent(whole)) == []
    half = ("marac.cases", date(2015, 4, 1), date(2015, 9, 30), 260.0, "cases", None, None, None)
    assert checks(sent(whole, half)) == ["part-year"]
    assert checks(sent(half)) == []  # a measure that is always of half a year
    assert checks(sent(whole, ("marac.cases", *year(2015), 260.0, "cases", None, None, "April to September"))) == [
        "half-year"
    ]


@pytest.mark.parametrize(("value", "wrong"), [(25.0, []), (25.4, []), (26.0, ["contradicted-value"])])
def test_a_share_that_its_numerator_contradicts(value, wrong):
    assert checks(sent(("marac.repeat_share", *year(2014), value, "percent", 130.0, 520.0, None))) == wrong


def test_a_denominator_that_never_moves():
    rows = [
        ("x.rate", *year(begins), 10.0 + begins - 2014, "per 1,000", 10.0 + begins - 2014, 1000.0, None)
        for begins in (2014, 2015, 2016)
    ]
    assert checks(sent(*rows)) == ["stale-denominator"]
    assert checks(sent(*rows[:2])) == []
    assert checks(sent(*rows[:2], (*rows[2][:6], 1010.0, None))) == []
