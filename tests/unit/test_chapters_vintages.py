"""Crime across deprivation where LSOAs changed between the release and the records: nothing is lost or doubled."""

import pandas as pd
import pytest
from held import rows

from assessment.chapters.indices.gradient import gradient_of
from assessment.chapters.indices.releases import Release
from assessment.chapters.indices.vintages import added_up, named, ranked, units_of
from assessment.periods import FinancialYear

# A stayed; B was split into B1 and B2; C and D were merged into E; F and G exchanged ground and are now H and I.
CHANGES = pd.DataFrame(
    [("A", "A", "U"), ("B", "B1", "S"), ("B", "B2", "S"), ("C", "E", "M"), ("D", "E", "M"),
     ("F", "H", "X"), ("F", "I", "X"), ("G", "I", "X")],
    columns=["lsoa11", "lsoa21", "change"],
)  # fmt: skip
OLD, NEW = list("ABCDFG"), ["A", "B1", "B2", "E", "H", "I"]
CRIMES = pd.Series([90, 10, 20, 40, 5, 6], index=NEW)
PEOPLE = pd.Series([1000, 400, 600, 2000, 900, 1100], index=NEW)


def release(population=(1000, 1000, 500, 1500, 1000, 1000)) -> Release:
    told = {"rank": [1, 4000, 8000, 12000, 20000, 24000], "decile": [1, 2, 3, 4, 7, 8], "population": list(population)}
    return Release("IoD2019", rows("deprivation", release="IoD2019", lsoa=OLD, lsoa_vintage=2011, **told), 32844)


def test_a_unit_is_what_covers_the_same_ground_in_both_vintages():
    units = units_of(CHANGES)
    assert "A" not in units.index, "what never changed is a unit by itself"
    grounds = units.groupby(units).apply(lambda one: set(one.index)).tolist()
    assert sorted(map(sorted, grounds)) == [["B", "B1", "B2"], ["C", "D", "E"], ["F", "G", "H", "I"]]
    assert units_of(None).empty and units_of(CHANGES.head(1)).empty


def test_counts_keep_their_total_in_either_vintage():
    units, old = units_of(CHANGES), pd.Series([90, 30, 15, 25, 6, 5], index=OLD)
    assert added_up(CRIMES, units).to_dict() == added_up(old, units).to_dict() == {"A": 90, "B": 30, "C": 40, "F": 11}


def test_a_split_keeps_its_rank_and_a_merged_one_has_the_mean_by_residents_and_its_decile():
    found = ranked(release().lsoas.set_index("lsoa"), 32844, units_of(CHANGES))
    assert found.loc["B"].tolist() == [4000, 2]
    assert found.loc["C"].tolist() == [11000, 4], "a quarter of 8,000 and three of 12,000, in the fourth tenth"
    alike = ranked(release([None] * 6).lsoas.set_index("lsoa"), 32844, units_of(CHANGES))
    assert alike.loc["C"].tolist() == [10000, 4]


def test_the_gradient_has_every_crime_and_every_resident_and_says_what_was_put_together():
    assert gradient_of(release(), CRIMES, PEOPLE, "Census 2021") is None, "without a look-up they cannot be joined"
    found = gradient_of(release(), CRIMES, PEOPLE, "Census 2021", CHANGES)
    assert (found.rates["crimes"].sum(), found.rates["residents"].sum()) == (CRIMES.sum(), PEOPLE.sum())
    assert found.rates.set_index("decile")["rate"].to_dict() == pytest.approx({1: 90, 2: 30, 4: 20, 7: 5.5})
    assert found.together == 5 and found.correlation.pairs == 4
    told = " ".join(found.reading(FinancialYear(2021), release()))
    assert "5 LSOAs of IoD2019 were split or merged later" in told


def test_where_the_records_go_by_the_release_nothing_is_put_together():
    crimes, people = pd.Series([90, 80, 70, 60, 50, 40], index=OLD), pd.Series(1000, index=OLD)
    found = gradient_of(release(), crimes, people, "Census 2011", CHANGES)
    assert found.together == 0 and len(found.rates) == 6
    assert "split or merged" not in " ".join(found.reading(FinancialYear(2021), release()))
    assert named(pd.Index(OLD), units_of(None)).tolist() == OLD
