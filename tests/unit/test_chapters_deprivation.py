"""Deprivation: ranks published before worked out, releases under later codes, crime by decile, what is absent."""

import pandas as pd
import pytest
from held import AREA, Held, opened, rows, small_town, together

from assessment.chapters.indices.gradient import gradient_of
from assessment.chapters.indices.releases import Rank, Release, ranks_of_authorities, releases_of
from assessment.chapters.indices.words import rank_sentences, worst_lsoa
from assessment.periods import FinancialYear

OURS = AREA.authorities
YEAR = FinancialYear.parse("2014/15")


def lsoas(release="IoD2019", authority="E06000999", codes=("E01000001", "E01000002"), ranks=(10, 20), **more):
    told = {"lsoa_vintage": 2011, "lsoas_in_england": 32844, "decile": 1, "score": 50.0, "population": 1000.0} | more
    return rows("deprivation", release=release, authority=authority, lsoa=list(codes), rank=list(ranks), **told)


def test_a_release_under_old_codes_of_authorities_is_found_by_its_lsoas():
    old = lsoas("IoD2004", authority="00EY", population=None)
    found = releases_of(together(lsoas(), old, lsoas("IoD2019", "E09000001", ["E01000077"], [5])), OURS)
    assert [(release.name, len(release.lsoas), release.year) for release in found] == [
        ("IoD2004", 2, 2004),
        ("IoD2019", 2, 2019),
    ]
    assert found[0].residents is None and found[1].residents == 2000
    assert releases_of(None, OURS) == [] == releases_of(lsoas(authority="E09000001"), OURS)


def test_a_release_without_residents_gives_the_summaries_that_need_none():
    release = Release("IoD2004", lsoas(population=None), 32844)
    assert set(release.summaries()) == {"proportion_decile_1"}
    assert set(Release("x 2019", lsoas(score=[50.0, None]), 32844).summaries()) >= {"average_rank", "extent"}
    assert "average_score" not in Release("x 2019", lsoas(score=[50.0, None]), 32844).summaries()


def test_deciles_top_ranks_and_domains_are_counted():
    release = Release(
        "IoD2019", lsoas(ranks=(100, 101), decile=[1, 2], income_decile=[1, 1], health_decile=[1, None]), 32844
    )
    assert (release.in_deciles(1), release.in_deciles(2), release.in_top(100)) == (1, 2, 1)
    assert release.domain_shares().to_dict() == {"income": 1}, "a domain with gaps is not shown"


def england(scores: dict[str, float], release="IoD2019", **more):
    """A release of as many LSOAs as authorities, each with one score."""
    codes = [f"E010000{n:02d}" for n in range(len(scores))]
    frame = lsoas(release, list(scores), codes, range(1, len(scores) + 1), score=list(scores.values()), **more)
    return frame.assign(lsoas_in_england=len(scores))


SCORES = {"E06000999": 30.0, "E06000001": 50.0, "E06000002": 10.0}


def test_a_rank_is_worked_out_where_the_file_is_whole():
    (rank,) = ranks_of_authorities(england(SCORES), None, OURS)
    assert (rank.place, rank.of, rank.source) == (2, 3, "deprivation")
    assert ranks_of_authorities(england(SCORES).assign(lsoas_in_england=9), None, OURS) == [], "a part of England"
    assert ranks_of_authorities(england(SCORES, population=[1.0, None, 1.0]), None, OURS) == []
    assert ranks_of_authorities(england(SCORES), None, ("E06000001", "E06000002")) == [], "nobody ranks two together"


def printed(number=1, ours=7.0, measure="rank_of_average_score", release="IoD2019"):
    codes = ["E06000999", *(f"E0700{n:04d}" for n in range(number - 1))]
    values = [ours, *(float(n) for n in range(1, number))]
    return rows("deprivation_published", release=release, authority=codes, measure=measure, value=values)


def test_a_published_rank_goes_before_one_worked_out():
    (rank,) = ranks_of_authorities(england(SCORES), printed(317), OURS)
    assert (rank.place, rank.of, rank.basis) == (7, 317, "as published")
    (rank,) = ranks_of_authorities(england(SCORES), printed(), OURS)
    assert (rank.place, rank.of) == (7, None), "out of how many is not known from one row"
    both = together(printed(ours=9.0), printed(measure="rank"))
    assert ranks_of_authorities(None, both, OURS)[0].place == 7, "the measure called rank goes first"


def test_ranks_of_which_some_know_out_of_how_many_and_some_do_not_stand_together(undrawn):
    held = Held(deprivation=england(SCORES), deprivation_published=printed(release="IoD2010", ours=9.0))
    chapter = opened("deprivation", held)
    assert [(rank.release, rank.place, rank.of) for rank in chapter.ranks] == [("IoD2010", 9, None), ("IoD2019", 2, 3)]
    assert chapter.ledger.get("deprivation.rank", "IoD2010").denominator is None
    assert "became more deprived (9th in IoD2010, 2nd in IoD2019" in chapter.rank_over_releases().to_text()


@pytest.mark.parametrize(
    ("ranks", "told"),
    [
        ([(1, None)], ["Blackpool is the most deprived local authority in England (IoD2015)."]),
        ([(6, None)], ["Blackpool is the 6th most deprived local authority in England (IoD2015)."]),
        ([(1, 296)], ["Blackpool is the most deprived of 296 authorities in England (IoD2015)."]),
        ([], []),
    ],
)
def test_the_rank_in_words(ranks, told):
    found = [Rank(f"IoD201{n}", place, of, "", "") for n, (place, of) in enumerate(ranks, 5)]
    assert list(rank_sentences("Blackpool", found)) == told


def test_a_move_of_rank_is_told_after_the_rank():
    _, move = rank_sentences("Blackpool", [Rank("IoD2015", 1, 317, "", ""), Rank("IoD2016", 6, 296, "", "")])
    ends = "1st in IoD2015, 6th in IoD2016; 1st is the most deprived"
    assert move == f"Relative to the others, Blackpool became less deprived ({ends})."


def test_the_most_deprived_lsoa_has_its_name_or_its_code():
    named, bare = (Release("IoD2019", lsoas(lsoa_name=name), 32844) for name in (["Ours 001A", "Ours 002B"], None))
    assert worst_lsoa(named, "Ours") == "Ours 001A is the most deprived LSOA of Ours, 10th of 32,844 in England"
    assert worst_lsoa(bare, "Ours").startswith("E01000001 is the most deprived")


CODES = [f"E0100000{n}" for n in range(6)]


def release_of(deciles=(1, 1, 2, 2, 3, 3)) -> Release:
    return Release("IoD2019", lsoas(codes=CODES, ranks=range(1, 7), decile=list(deciles)), 32844)


def crimes(*counts: int) -> pd.Series:
    return pd.Series(counts, index=CODES[: len(counts)])


PEOPLE = pd.Series(1000, index=CODES)


def test_crime_by_decile_and_the_slope_between_the_ends():
    found = gradient_of(release_of(), crimes(60, 60, 40, 40, 20, 20), PEOPLE, "Census 2021")
    assert found.rates["rate"].to_list() == [60, 40, 20] and found.ends_ratio == 3
    assert found.slope.slope == pytest.approx(-60), "from 70 at the most deprived end to 10 at the other"
    assert found.sentence(YEAR) == (
        "Recorded crime per resident in decile 1, the most deprived, was three times the rate in decile 3 (the least "
        "deprived with an LSOA here, 2 LSOAs) in 2014/15 (60.0 against 20.0 per 1,000)."
    )
    assert "60.0 more crimes per 1,000 residents" in found.reading(YEAR, release_of())[0]


def test_a_reversed_gradient_is_said_to_be_one():
    found = gradient_of(release_of(), crimes(20, 21, 30, 30, 60, 60), PEOPLE, "Census 2021")
    assert "fewer crimes per 1,000 residents than the least deprived end" in found.reading(YEAR, release_of())[0]
    assert found.correlation.value < 0


def test_a_line_that_would_fall_below_zero_is_not_drawn_and_not_read():
    steep = gradient_of(release_of(), crimes(200, 200, 20, 20, 1, 1), PEOPLE, "Census 2021")
    assert steep.slope.intercept + steep.slope.slope < 0
    assert "fitted" not in steep.drawn
    gentle = gradient_of(release_of(), crimes(60, 60, 40, 40, 20, 20), PEOPLE, "Census 2021")
    assert gentle.drawn["fitted"].notna().all()
    told = steep.reading(YEAR, release_of())[0]
    assert "would fall below zero" in told and "more crimes per 1,000" not in told


def test_another_release_than_the_map_shows_is_explained():
    latest = Release("IoD2025", lsoas(codes=CODES, ranks=range(1, 7), lsoa_vintage=2021), 33755)
    found = gradient_of(release_of(), crimes(60, 60, 40, 40, 20, 20), PEOPLE, "Census 2021")
    why = found.reading(YEAR, latest)[0]
    assert "beside IoD2019 (LSOAs of 2011), the release nearest in time" in why and "IoD2025 (LSOAs of 2021)" in why
    assert "nearest in time" not in " ".join(found.reading(YEAR, release_of()))


def test_no_crime_at_the_least_deprived_end_makes_no_ratio():
    found = gradient_of(release_of(), crimes(60, 50, 40, 30), PEOPLE, "Census 2021")
    assert found.ends_ratio is None and "was more than the rate in decile 3" in found.sentence(YEAR)


@pytest.mark.parametrize(
    ("release", "counts", "people"),
    [
        (release_of((1, 1, 1, 2, 2, 2)), crimes(6, 5, 4, 3, 2, 1), PEOPLE),  # two deciles
        (release_of(), crimes(6, 5, 4, 3, 2, 1), PEOPLE.iloc[:5]),  # an LSOA without residents
        (release_of(), crimes(6, 5, 4, 3, 2, 1), PEOPLE * 0),
        (release_of(), crimes(5, 5, 5, 5, 5, 5), PEOPLE),  # the same everywhere
        (release_of(), crimes(), PEOPLE),
    ],
    ids=["two deciles", "no residents", "zero residents", "alike", "no crime"],
)
def test_no_gradient_where_there_is_none(release, counts, people):
    assert gradient_of(release, counts.astype(float), people, "Census 2021") is None


def few_in(crime, lsoa):
    """Crimes of which two alone are in an LSOA, the only one of its decile."""
    return crime[(crime["lsoa"] != lsoa) | (crime["lsoa"] == lsoa).cumsum().le(2)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"deprivation": None}, "no file of the kind 'Indices of Deprivation by LSOA"),
        ({"population_lsoa": None}, "no file of the kind 'Residents by LSOA"),
        ({"crime": None}, "needs the crimes of all twelve months of 2014/15"),
        ({"crime": lambda crime: crime.assign(lsoa=None)}, "crime that differs between them"),
        ({"crime": lambda crime: few_in(crime, "E01000003")}, "so little that a person could be known"),
    ],
)
def test_crime_by_deprivation_says_what_it_lacks(undrawn, changes, told):
    chapter = opened("deprivation", small_town("2014/15").but(coverage=None, **changes))
    assert told in chapter.crime_gradient().to_text()


@pytest.mark.parametrize("call", ["release_table", "deciles", "map", "domains"])
def test_without_a_release_every_part_says_how_to_get_one(undrawn, call):
    (notice,) = getattr(opened("deprivation", Held()), call)().parts
    assert notice.kind == "missing" and "File 7" in notice.mend


def test_invented_ranks_are_said_to_be(undrawn):
    from held import source

    illustrative = source(
        "d.csv", "deprivation", "deprivation", illustrative=True, release="IoD2019", note="Ranks are invented."
    )
    chapter = opened("deprivation", Held({"deprivation": [illustrative]}, deprivation=lsoas()))
    assert "Illustrative data, IoD2019. Ranks are invented." in chapter.check().to_text()
    assert chapter.deciles().parts[0].illustrative
    assert chapter.ledger.get("deprivation.lsoas.count", "IoD2019").illustrative


def test_published_ranks_beside_invented_lsoas_are_not_illustrative(demonstration, undrawn):
    from assessment import project

    chapter = opened("deprivation", demonstration, "2014/15", project.area("blackpool"))
    (picture,) = chapter.rank_over_releases().parts
    assert not picture.illustrative
    assert not chapter.ledger.get("deprivation.rank", "IoD2015").illustrative
    assert chapter.deciles().parts[0].illustrative


def test_a_figure_of_a_release_names_the_files_of_that_release_alone():
    from held import source

    old, new = (source(f"{name}.csv", "deprivation", "deprivation", release=name) for name in ("IoD2015", "IoD2019"))
    both = together(lsoas(release="IoD2015"), lsoas())
    chapter = opened("deprivation", Held({"deprivation": [old, new]}, deprivation=both))
    assert [one.name for one in chapter.releases] == ["IoD2015", "IoD2019"]
    assert chapter.ledger.get("deprivation.lsoas.count", "IoD2015").sources == ("IoD2015.csv",)
