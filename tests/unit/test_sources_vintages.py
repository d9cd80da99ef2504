"""Records given the LSOA codes of 2021: none lost, none doubled, and a split as even as its residents."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.sources.vintages import became, begun, converted, ended, residents_of_today

CHANGES = pl.DataFrame(
    [
        ("U1", "U1", "U"),
        ("M1", "N1", "M"),
        ("M2", "N1", "M"),
        ("S1", "N2", "S"),
        ("S1", "N3", "S"),
    ],
    schema=["lsoa11", "lsoa21", "change"],
    orient="row",
)
TODAY = pl.Series(["U1", "N1", "N2", "N3"])
RESIDENTS = pl.DataFrame({"lsoa": ["N2", "N3"], "lsoa_vintage": 2021, "year": 2021, "residents": [1000, 3000]})


def rows(*codes: str | None) -> pl.DataFrame:
    return pl.DataFrame({"record": range(len(codes)), "lsoa": pl.Series(codes, dtype=pl.String)})


def test_what_ended_and_what_began():
    assert ended(CHANGES).rows() == [("M1", "N1"), ("M2", "N1"), ("S1", "N2"), ("S1", "N3")]
    assert set(begun(CHANGES)["lsoa21"]) == {"N1", "N2", "N3"}


def test_merged_codes_are_exact_and_unchanged_ones_stay():
    found = converted(rows("U1", "M1", None, "M2", "elsewhere"), became(CHANGES, None, TODAY))
    assert found.rows["lsoa"].to_list() == ["U1", "N1", None, "N1", "elsewhere"]
    assert (found.exact, found.divided) == (2, 0)
    assert "2 rows of crime" in found.told("crime")[0].message


@pytest.mark.parametrize(("residents", "share"), [(RESIDENTS, 0.25), (None, 0.5)], ids=["by residents", "equally"])
def test_a_split_is_divided_by_residents_in_every_stretch_of_rows(residents, share):
    found = converted(rows(*["S1"] * 400), became(CHANGES, residents, TODAY))
    codes = found.rows["lsoa"]
    assert (codes == "N2").sum() == pytest.approx(400 * share, abs=2)
    for start in range(0, 400, 40):
        assert (codes[start : start + 40] == "N2").sum() == pytest.approx(40 * share, abs=3)
    assert found.divided == 400


@given(st.lists(st.sampled_from(["U1", "M1", "M2", "S1", "N2", None, "elsewhere"]), max_size=60))
def test_totals_are_conserved(codes):
    before = rows(*codes)
    found = converted(before, became(CHANGES, RESIDENTS, TODAY))
    assert found.rows["record"].to_list() == before["record"].to_list()
    assert found.rows["lsoa"].null_count() == before["lsoa"].null_count()
    assert not found.rows["lsoa"].is_in(["M1", "M2", "S1"]).any()
    merged = before["lsoa"].is_in(["M1", "M2"]).sum()
    assert (found.rows["lsoa"] == "N1").sum() == merged
    assert found.rows["lsoa"].is_in(["N2", "N3"]).sum() == before["lsoa"].is_in(["S1", "N2"]).sum()


def test_no_record_leaves_the_area():
    found = converted(rows(*["S1"] * 10), became(CHANGES, RESIDENTS, pl.Series(["U1", "N2"])))
    assert found.rows["lsoa"].unique().to_list() == ["N2"]


def test_an_area_that_goes_by_the_codes_of_2011_keeps_them():
    found = converted(rows("M1", "S1"), became(CHANGES, RESIDENTS, pl.Series(["U1", "M1", "S1"])))
    assert found.rows["lsoa"].to_list() == ["M1", "S1"]
    assert found.told("crime") == []


def estimates(**residents: int) -> pl.DataFrame:
    told = {"lsoa": [*residents], "lsoa_vintage": 2011, "year": 2019, "residents": [*residents.values()]}
    return pl.DataFrame(told, schema_overrides={"lsoa_vintage": pl.Int64}).with_columns(basis=pl.lit("mid-year"))


@given(st.tuples(*[st.integers(0, 5000)] * 4), st.sampled_from([RESIDENTS, None]))
def test_residents_of_2011_are_given_to_todays_lsoas_and_no_one_is_lost(people, counted):
    told = estimates(**dict(zip(("U1", "M1", "M2", "S1"), people, strict=True)))
    made, (problem,) = residents_of_today(told, became(CHANGES, counted, TODAY))
    found = dict(made.select("lsoa", "residents").iter_rows())
    assert found["N1"] == people[1] + people[2]
    assert found["N2"] + found["N3"] == people[3]
    assert found["N2"] == pytest.approx(people[3] * (0.25 if counted is not None else 0.5), abs=0.5)
    assert set(made["lsoa_vintage"]) == {2021}
    assert "residents of 3 LSOAs in 2019" in problem.message


def test_residents_are_not_made_of_a_part_of_an_lsoa_nor_twice():
    after = became(CHANGES, RESIDENTS, TODAY)
    made, _ = residents_of_today(estimates(M1=5, S1=8), after)
    assert made["lsoa"].to_list() == ["N2", "N3"]
    there = pl.concat([estimates(S1=8), made.select(estimates().columns)])
    assert residents_of_today(there, after)[1] == []
    assert residents_of_today(estimates(U1=9), after)[1] == []
