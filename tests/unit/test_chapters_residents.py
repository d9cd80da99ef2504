"""How many people live there: the estimate nearest to the year, named as what it is."""

import pytest
from held import Held, rows, source, together

from assessment.chapters.residents import lsoa_residents, lsoas_of, residents_of
from assessment.periods import FinancialYear

YEAR, OURS = FinancialYear.parse("2014/15"), ("E06000999",)
LSOAS = ["E01000001", "E01000002"]


def estimates(**years: int):
    found = {int(year[1:]): number for year, number in years.items()}
    return rows("population", authority="E06000999", name="Sandmouth", year=list(found), basis="mid-year estimate",
                residents=list(found.values()))  # fmt: skip


def by_lsoa(year: int, basis: str, codes=LSOAS, residents=500):
    return rows("population_lsoa", lsoa=codes, lsoa_vintage=2011, year=year, residents=residents, basis=basis)


def look_up():
    return rows("lsoa_wards", lsoa=[*LSOAS, "E01000003"], authority=["E06000999", "E06000999", "E07000998"])


def test_the_nearest_estimate_is_taken_and_a_distant_one_comes_with_a_caution():
    held = Held(population=estimates(y2010=9000, y2013=9100, y2017=9300))
    found = residents_of(held, OURS, YEAR)
    assert (found.number, found.basis) == (9100, "mid-year estimate of 2013")
    assert found.caution(YEAR) == (
        "Rates of 2014/15 use the mid-year estimate of 2013: residents of 2014 are not in the files."
    )
    assert residents_of(held, OURS, FinancialYear(2017)).caution(FinancialYear(2017)) == ""


def test_a_number_without_a_printed_year_is_not_given_one_as_a_fact():
    about = {"release": "Mid 2014 (the year is not printed and is ours)", "period": "mid-year estimate 2014"}
    file = source("p.csv", "population_authority", "population", **about)
    found = residents_of(Held({"population": [file]}, population=estimates(y2014=9100)), OURS, YEAR)
    assert found.basis == "mid-year estimate, year not printed and taken to be 2014"
    assert "whose year is not printed" in found.caution(YEAR)


def test_of_two_equally_near_the_census_goes_first():
    lsoas = by_lsoa(2015, "Census 2015")
    found = residents_of(
        Held(population=estimates(y2013=9100), population_lsoa=lsoas, lsoa_wards=look_up()), OURS, YEAR
    )
    assert (found.number, found.basis, found.source) == (1000, "Census 2015", "population_lsoa")


def test_a_partnership_of_two_counts_only_where_both_are_known():
    other = estimates(y2014=5000).assign(authority="E07000998")
    both = ("E06000999", "E07000998")
    held = Held(population=estimates(y2012=9000, y2014=9100))
    assert residents_of(held, both, YEAR) is None
    assert residents_of(held.but(population=lambda ours: together(ours, other)), both, YEAR).number == 14100


def test_residents_by_lsoa_count_only_where_every_lsoa_is_there():
    held = Held(population_lsoa=by_lsoa(2014, "mid-year estimate", LSOAS[:1]), lsoa_wards=look_up())
    assert residents_of(held, OURS, YEAR) is None and lsoa_residents(held, OURS, YEAR) is None
    held = held.but(population_lsoa=lambda some: together(some, by_lsoa(2011, "Census 2011")))
    people, basis = lsoa_residents(held, OURS, YEAR)
    assert people.to_dict() == dict.fromkeys(LSOAS, 500) and basis == "Census 2011"


def test_without_any_file_there_is_none():
    assert residents_of(Held(), OURS, YEAR) is None and lsoa_residents(Held(), OURS, YEAR) is None
    assert lsoas_of(Held(), OURS) == []


@pytest.mark.parametrize("source", ["lsoa_wards", "boundaries", "deprivation"])
def test_the_lsoas_come_from_whichever_file_names_them(source):
    latest = rows("deprivation", release="IoD2019", lsoa=LSOAS, authority="E06000999")
    older = rows("deprivation", release="IoD2010", lsoa=["E01000099"], authority="E06000999")
    tables = {
        "lsoa_wards": look_up(),
        "boundaries": rows(
            "boundaries", layer=["lsoa", "lsoa", "ward"], code=[*LSOAS, "E05001"], authority="E06000999"
        ),
        "deprivation": together(older, latest),
    }
    assert lsoas_of(Held(**{source: tables[source]}), OURS) == LSOAS
