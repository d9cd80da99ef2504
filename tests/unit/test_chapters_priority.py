"""The chapter of one priority: what its parts show on data that tell much, little or nothing."""

import re

import numpy as np
import pandas as pd
import pytest
from held import AREA, Held, calls, monthly, opened, rows, small_town, text_of, together, year_of

from assessment.chapters.crime import control, standing_rates
from assessment.chapters.crime import subjects as s
from assessment.chapters.patterns import behind, people, where
from assessment.chapters.patterns.hot_spots import HotSpots
from assessment.measures.rates import funnel_limits
from assessment.periods import FinancialYear
from assessment.present.parts import Heading, Notice
from assessment.present.pictures import Picture

NAMES = ["violence", "sexual_offences", "domestic_abuse", "antisocial_behaviour", "exploitation"]
TOWN = small_town("2013/14", "2014/15")
FAULT = re.compile(r"\b(nan|None|NaT|inf)\b|<NA>")
MONTHS = [month for year in ("2011/12", "2012/13", "2013/14", "2014/15") for month in FinancialYear.parse(year).months]


def town_with(**changes: object) -> Held:
    return TOWN.but(**changes)


WARDS = rows("lsoa_wards", lsoa=[f"E0100{n:04d}" for n in range(12)], ward=[f"W{n // 4}" for n in range(12)],
             ward_name=[f"Ward {'ABC'[n // 4]}" for n in range(12)], lsoa_name=[f"Sandmouth {n}" for n in range(12)],
             authority="E06000999", authority_name="Sandmouth")  # fmt: skip


def squares(layer: str, codes: list[str]) -> pd.DataFrame:
    from shapely import box, to_wkb

    shapes = [to_wkb(box(-3 + n * 0.01, 53.8, -2.99 + n * 0.01, 53.81)) for n in range(len(codes))]
    return rows("boundaries", layer=layer, code=codes, name=codes, authority="E06000999", geometry=shapes)


SCENES = {
    "everything": TOWN,
    "wards and outlines": town_with(
        lsoa_wards=WARDS,
        boundaries=together(squares("lsoa", list(WARDS["lsoa"])), squares("ward", sorted(WARDS["ward"].unique()))),
    ),
    "crime alone": TOWN.only("crime"),
    "asb alone beside one crime": TOWN.but(crime=lambda table: table.head(1)),
    "one year": small_town("2014/15"),
    "nine crimes": TOWN.but(crime=lambda table: table.sample(9, random_state=1), asb=lambda table: table.head(3)),
    "no markers": TOWN.but(crime=lambda table: table.assign(domestic_abuse=None, cse=None, alcohol=None)),
}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_on_what_there_is_and_no_heading_stands_alone(undrawn, name, scene):
    chapter = opened(name, SCENES[scene])
    for call in calls(name):
        parts = list(eval(call, {"chapter": chapter}))
        assert not any(FAULT.search(text_of(part)) for part in parts), call
        headed = [at for at, part in enumerate(parts) if isinstance(part, Heading)]
        assert headed in ([], [0]) and (not headed or len(parts) > 1), call
    assert len(chapter.sentences) <= 5


@pytest.mark.parametrize("name", ["sexual_offences", "exploitation"])
def test_what_harms_children_and_victims_of_rape_is_never_shown_below_a_ward(undrawn, name):
    chapter = opened(name, TOWN)
    parts = list(chapter.where())
    assert not any(isinstance(part, Picture) for part in parts)
    assert [part.kind for part in parts if isinstance(part, Notice)] == ["missing"]
    warded = opened(name, SCENES["wards and outlines"])
    told = " ".join(text_of(part) for part in warded.where())
    assert "Ward A" in told and not re.search(r"E0100\d|Sandmouth \d", told)


def test_a_priority_that_no_source_tells_is_one_notice_and_nothing_under_empty_headings(undrawn):
    chapter = opened("domestic_abuse", SCENES["no markers"])
    shown = {call: list(eval(call, {"chapter": chapter})) for call in calls("domestic_abuse")}
    heading, notice = shown["chapter.rising()"]
    assert (heading.text, notice.kind) == ("What is missing, and who has it?", "missing")
    assert "risk assessment conference" in notice.to_text() and "Ask the force's analysts" in notice.mend
    assert len([part for parts in shown.values() for part in parts if isinstance(part, Notice)]) == 1
    assert not chapter.care, "nothing is shown that could be read with care"
    assert chapter.findings().to_text().startswith("These files cannot tell domestic abuse apart.")
    assert all(not shown[f"chapter.{name}()"] for name in ("own", "months", "season", "behind", "people", "where"))


def test_sexual_offences_that_stand_in_one_category_with_violence_are_told_so(undrawn):
    crime = monthly("crime", year_of("2013/14", 20) | year_of("2014/15", 30), category="Violence and sexual offences")
    chapter = opened("sexual_offences", Held(crime=crime))
    (sentence,) = chapter.key_sentences()
    assert "from 240 to 360" in sentence
    assert sentence.endswith("Nothing in these files tells the two apart.")


# Control chart


def test_limits_begin_anew_at_a_change_of_recording_with_a_year_on_either_side():
    ends = control.stretches(MONTHS, {"2012-10", "2014-11"})
    assert [(one[0], one[-1]) for one in ends] == [("2011-04", "2012-09"), ("2012-10", "2015-03")]


def test_a_gap_ends_a_stretch_and_no_month_is_lost():
    months = [month for month in MONTHS if month not in ("2012-06", "2012-07")]
    ends = control.stretches(months, set())
    assert [len(one) for one in ends] == [14, 32] and [month for one in ends for month in one] == months


def test_each_stretch_has_its_own_limits():
    values = pd.Series(np.where(np.array(MONTHS) < "2013-04", 100, 200) + np.tile([-5, 5], 24), index=MONTHS)
    frame = control.controlled(values, {"2013-04"})
    assert frame.groupby(frame["month"] < "2013-04")["mean"].first().to_dict() == {True: 100, False: 200}
    assert set(frame["special_cause"]) == {""}
    assert (control.controlled(values, set())["special_cause"] != "").all(), "one base takes both for special causes"


def test_a_month_far_out_is_named_with_its_rule(undrawn):
    months = {month: 18 + 4 * (n % 2) for n, month in enumerate(MONTHS)} | {"2014-08": 60}
    crime = together(monthly("crime", months, category="Violence against the person"))
    chapter = opened("violence", Held(crime=crime))
    told = " ".join(text_of(part) for part in chapter.months())
    assert "one of the 12 months of 2014/15 stands out" in told
    assert "August 2014 lies above the mean, outside the limits." in told
    assert chapter.ledger.get("crime.violence_against_the_person.months_unusual", "2014/15").value == 1


def test_the_season_needs_three_years_without_a_gap(undrawn):
    high = {month: 40 if month.endswith("-08") else 20 + n % 3 for n, month in enumerate(MONTHS)}
    crime = monthly("crime", high, category="Violence against the person")
    peak = "crime.violence_against_the_person.season_peak"
    whole = opened("violence", Held(crime=crime))
    whole.season()
    assert whole.ledger.get(peak, "2014/15").value == "August"
    short = opened("violence", Held(crime=crime[crime["month"] != "2012-12"]))
    assert "no three years" in " ".join(text_of(part) for part in short.season())
    assert peak not in {figure.id for figure in short.ledger}


# What lies behind it


def test_the_kinds_and_the_residual_add_up_to_the_change(undrawn):
    def violence(code: str, sub: str, before: int, after: int) -> pd.DataFrame:
        counts = year_of("2013/14", before) | year_of("2014/15", after)
        told = {"category": "Violence against the person", "subcategory": sub, "offence_code": code}
        return monthly("crime", counts, **told)

    crime = together(violence("5D", "Violence with injury", 10, 12), violence("8N", "Violence with injury", 20, 15),
                     violence("1", "Homicide", 1, 8))  # fmt: skip
    chapter = opened("violence", Held(crime=crime))
    parts = list(chapter.behind())
    figures = {figure.id.rsplit(".", 1)[1]: figure.value for figure in chapter.ledger if ".kinds_" in figure.id}
    assert figures == {"kinds_change": -36, "kinds_residual": 84}
    assert next(part.title for part in parts if isinstance(part, Picture)).startswith(
        "All other kinds changed most: +84"
    )
    assert "The change of +48 offences is −36 in the kinds shown and +84 outside them." in text_of(parts[-1])


def test_alcohol_in_few_offences_is_hidden_so_that_the_whole_does_not_tell_it():
    public, restricted = (opened("violence", TOWN, restricted=one) for one in (False, True))
    assert behind._hidden(public, [34, 31, 3]) == [False, True, True], (
        "the rest is none, so one hidden kind would be told"
    )
    assert behind._hidden(public, [60, 31, 20]) == [False, False, False]
    assert behind._hidden(restricted, [34, 31, 3]) == [False, False, False]


# People


def aged(victims: dict[str, int]) -> Held:
    ages = [age for age, count in victims.items() for _ in range(count)]
    crime = rows("crime", len(ages), month="2014-05", category="Violence against the person", victim_age=ages)
    return Held(crime=crime, population=POPULATION)


POPULATION = rows("population", authority="E06000999", name="Sandmouth", year=2014, residents=1000, age_0_15=200,
                  age_16_64=600, age_65_plus=200, basis="mid-year estimate")  # fmt: skip


def test_risk_is_the_share_of_the_victims_over_that_of_the_residents(undrawn):
    chapter = opened("violence", aged({"10-14": 10, "25-29": 80, "65+": 10}))
    chapter.people()
    found = {figure.id.split(".")[-2]: figure for figure in chapter.ledger if figure.id.endswith("risk_ratio")}
    assert {name: round(one.value, 4) for name, one in found.items()} == {
        "under_16": 0.5, "16_64": 1.3333, "65_plus": 0.5}  # fmt: skip
    assert (found["under_16"].numerator, found["under_16"].denominator) == (10, 20)
    assert found["under_16"].low == pytest.approx(0.2394, abs=2e-4), "Byar's limits of 10 are 4.79 and 18.39"
    assert found["under_16"].high == pytest.approx(0.9195, abs=2e-4)


def test_without_residents_by_age_there_are_shares_and_no_risk(undrawn):
    chapter = opened("violence", aged({"10-14": 10, "25-29": 80}).but(population=None))
    told = " ".join(text_of(part) for part in chapter.people())
    assert "not risks" in told and not any("risk" in figure.id for figure in chapter.ledger)


def test_no_sum_tells_a_hidden_band(undrawn):
    ages = {"10-14": 9, "15": 7, "16-19": 14, "20-24": 14, "25-29": 54, "65+": 3}
    chapter = opened("violence", aged(ages))
    parts = list(chapter.people())
    table = next(part.frame for part in parts if hasattr(part, "frame")).set_index("Age")
    hidden = [band for band, value in table["Victims"].items() if value == "[c]"]
    assert "65 or over" in hidden and len(hidden) > 1
    kept = {figure.id.split(".")[-2]: figure.numerator for figure in chapter.ledger if "victims." in figure.id}
    assert "65_plus" not in kept
    for name, bands in (("aged_15_24", {"15", "16 to 19", "20 to 24"}), ("aged_under_16", {"10 to 14", "15"})):
        assert (name in kept) == (not bands & set(hidden)), "a group with a hidden band would tell it"


def test_fewer_than_twenty_ages_say_nothing_of_people(undrawn):
    assert people.ages_of(opened("violence", aged({"25-29": 19})), s.VIOLENCE) == []
    assert len(people.ages_of(opened("violence", aged({"25-29": 20})), s.VIOLENCE)) == 1


def test_repeat_victims_are_counted_where_the_records_have_keys(undrawn):
    keys = [*"aaabb", *[f"v{n}" for n in range(20)]]
    crime = rows("crime", len(keys), month="2014-05", category="Violence against the person", victim_key=keys)
    public = " ".join(people.repeat_sentences(opened("violence", Held(crime=crime)), s.VIOLENCE))
    assert "2 of 22" not in public
    assert "20.0% (5 of 25) of the records" in public
    chapter = opened("violence", Held(crime=crime), restricted=True)
    told = " ".join(people.repeat_sentences(chapter, s.VIOLENCE))
    assert "9.1% (2 of 22) of the victims had more than one record" in told
    assert "20.0% (5 of 25) of the records with a victim's key were theirs" in told
    assert list(people.repeat_sentences(opened("violence", TOWN), s.VIOLENCE)) == []


# Places


def test_wards_are_the_sums_of_their_lsoas():
    chapter = opened("violence", SCENES["wards and outlines"])
    lsoas, wards = (where.places_of(chapter, s.VIOLENCE, level) for level in ("lsoa", "ward"))
    sums = lsoas.rows.groupby(lsoas.rows.index.map(WARDS.set_index("lsoa")["ward"]))[
        ["before", "after", "residents"]
    ].sum()
    pd.testing.assert_frame_equal(
        wards.rows[["before", "after", "residents"]], sums, check_names=False, check_dtype=False
    )
    assert wards.values.to_list() == pytest.approx((1000 * sums["after"] / 6000).to_list())


def test_a_place_with_few_is_hidden_and_so_is_another():
    places = rows("crime", month="2014-05", category="Violence against the person",
                  lsoa=["E01000000"] * 3 + ["E01000001"] * 40 + ["E01000002"] * 9)  # fmt: skip
    held = Held(crime=places, lsoa_wards=WARDS)
    found = where.places_of(opened("violence", held), s.VIOLENCE, "lsoa")
    shown = found.shown()
    assert shown["E01000000"] == "[c]" and (shown == "[c]").sum() == 2, "the total would tell a single hidden one"
    assert shown["E01000003"] == 0


def test_wards_with_an_lsoa_in_the_national_top_hundred_are_named(undrawn):
    held = SCENES["wards and outlines"]
    ranks = held.table("deprivation")["rank"].to_list()
    held = held.but(deprivation=lambda table: table.assign(rank=[100, 101, *ranks[2:11], 7]))
    chapter = opened("violence", held)
    told = " ".join(text_of(part) for part in chapter.where())
    assert "Ward A and Ward C have an LSOA in the national top 100 of deprivation (IoD2015)" in told
    assert where.deprived_wards(chapter)[1].to_dict() == {"Ward A": 1, "Ward C": 1}


def test_hot_spots_of_two_years_are_four_states_and_of_one_year_two():
    now, before = np.array([True, True, False, False]), np.array([True, False, True, False])
    assert HotSpots(now, before, None).states.tolist() == [1, 2, 3, 4]
    assert HotSpots(now, None, None).states.tolist() == [1, 1, 2, 2]
    assert len(HotSpots(now, None, None).words) == 2


# Among the districts


def test_rate_rank_and_funnel_are_of_one_years_residents():
    residents = rows("population", authority=["E06000999", "E07000998", "E06000999"], name="x", year=[2011, 2011, 2014],
                     residents=[10000, 40000, 90000], basis=["Census 2011"] * 2 + ["mid-year estimate"])  # fmt: skip
    returns = rows("returns", measure="district.crime.all", area=["Sandmouth", "Dunely"] * 2, value=[90, 100, 100, 200],
                   period_start=["2013-04-01"] * 2 + ["2014-04-01"] * 2,
                   period_end=["2014-03-31"] * 2 + ["2015-03-31"] * 2)  # fmt: skip
    chapter = opened("violence", TOWN.but(population=residents, returns=returns))
    standing_rates.among_districts(chapter, s.ALL_CRIME, "crime")
    kept = {figure.id.removeprefix("crime.all."): figure for figure in chapter.ledger}
    assert (kept["district_rate"].value, kept["county_rate"].value) == (10, 6)
    assert (kept["district_rate_rank"].value, kept["district_rate_rank"].low, kept["district_rate_rank"].high) == (
        1,
        1,
        1,
    )
    limits = funnel_limits(10000, 6, confidence=0.998)
    assert (kept["funnel_low"].value, kept["funnel_high"].value) == pytest.approx((limits.low, limits.high))
    both = [(10.0, limits), (5.0, funnel_limits(40000, 6, confidence=0.998))]
    assert kept["funnel_outside"].value == sum(not one.low <= value <= one.high for value, one in both) == 1


# What each has of its own


def test_referrals_of_part_of_a_year_are_annualised_and_flagged(undrawn):
    returned = rows("returns", measure="cse.referrals", area="Sandmouth", value=[243, 192], unit="count",
                    period_start=["2013-04-01", "2014-04-01"], period_end=["2014-03-31", "2014-11-30"])  # fmt: skip
    chapter = opened("exploitation", TOWN.but(returns=returned))
    told = " ".join(text_of(part) for part in chapter.own())
    assert "192 in eight months of the year, 288 a year at the same pace (annualised)" in told
    assert chapter.ledger.get("cse.referrals.annualised", "2014-04 to 2014-11").value == 288


def test_antisocial_behaviour_is_an_incident_and_its_chapter_counts_no_crime(undrawn):
    chapter = opened("antisocial_behaviour", TOWN)
    told = " ".join(text_of(part) for call in calls("antisocial_behaviour") if "sources" not in call
                    for part in eval(call, {"chapter": chapter}))  # fmt: skip
    assert "incidents" in told and not re.search(r"\boffences?\b", told)
    assert all(figure.id.startswith("asb.") for figure in chapter.ledger)


def test_an_area_without_districts_is_told_why_it_has_no_rank(undrawn):
    chapter = opened("violence", TOWN, area=AREA.model_copy(update={"districts": ()}))
    assert "no districts of the force are named" in " ".join(text_of(part) for part in chapter.districts())
