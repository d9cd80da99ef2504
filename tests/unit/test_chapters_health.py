"""Drugs and alcohol in health data: the latest known by March, deaths year by year, no year carried forward."""

import pandas as pd
import pytest
from held import AREA, Held, monthly, opened, rows, small_town, together, year_of

from assessment.chapters.public_health import deaths, health_index, indicators
from assessment.periods import FinancialYear

YEAR = FinancialYear.parse("2014/15")


@pytest.mark.parametrize(
    ("period", "month"),
    [
        ("2016/17", "2017-03"),
        ("2022", "2022-12"),
        ("2018-20", "2020-12"),
        ("2018/19-2020/21", "2021-03"),
        ("Apr 2016-Mar 2017", "2017-12"),
        ("2009 strategic assessment", "2009-12"),
        ("not said", "9999-12"),
        (None, "9999-12"),
    ],
)
def test_when_a_published_period_ends(period, month):
    assert indicators.last_month_of(period) == month


def published(*told: tuple, area="Sandmouth", topic="drugs") -> pd.DataFrame:
    measures, periods, values, england = (list(column) for column in zip(*told, strict=True))
    return rows("published", topic=topic, area=area, measure=measures, period=periods, value=values, unit="per 1000",
                comparator_england=england, source_url="https://example.org")  # fmt: skip


def found_in(**tables) -> list[indicators.Indicator]:
    return indicators.indicators(Held(**tables), AREA, YEAR)


def test_the_latest_value_known_by_the_editions_march_is_taken():
    told = [
        ("Use", "2012/13", 20.0, 8.0),
        ("Use", "2014/15", 22.0, 9.0),
        ("Use", "2015", 30.0, 9.0),
        ("Use", "2016", 40.0, 9.0),
    ]
    (one,) = found_in(published=published(*told))
    assert (one.value, one.period, one.comparator, one.id) == (22, "2014/15", 9, "substance.use")


def test_other_areas_other_topics_and_gaps_are_left_out():
    elsewhere, crime = (
        published(("Use", "2012", 1.0, None), area="Dunely"),
        published(("Use", "2012", 1.0, None), topic="crime"),
    )
    assert found_in(published=together(elsewhere, crime, published(("Use", "2012", None, None)))) == []
    assert found_in() == [] == found_in(published=elsewhere.iloc[:0], returns=rows("returns").iloc[:0])


def returned(measure, start, end, value, unit="people"):
    return rows(
        "returns", measure=measure, area="Sandmouth", period_start=start, period_end=end, value=value, unit=unit
    )


def test_a_return_bears_its_period_and_a_plain_label():
    year = returned("substance.opiate_crack_users", "2011-04-01", "2012-03-31", 1822.0)
    calendar = returned("alcohol.working_days_lost", "2013-01-01", "2013-12-31", 9.5)
    months = returned("treatment.waiting", "2014-04-01", "2014-09-30", 0.25)
    later = returned("treatment.waiting", "2015-04-01", "2015-09-30", 7.0)
    found = found_in(returns=together(year, calendar, months, later))
    assert [(one.label, one.period, one.told) for one in found] == [
        ("Users of opiates or crack, estimated number", "2011/12", "1,822"),
        ("Working days lost to alcohol", "2013", "9.5"),
        ("Treatment: waiting", "2014-04 to 2014-09", "0.25"),
    ]


def test_the_same_measure_returned_and_published_is_told_once():
    both = returned("substance.use", "2012-04-01", "2013-03-31", 5.0), published(("Use", "2012/13", 6.0, 2.0))
    assert [one.value for one in found_in(returns=both[0], published=both[1])] == [5]


def test_a_year_that_is_a_guess_is_not_shown_as_a_fact(undrawn):
    note = "Plan; year not printed, ours is a guess"
    table = returned("substance.opiate_crack_users", "2011-04-01", "2012-03-31", 1822.0).assign(note=note)
    chapter = opened("substance_misuse", Held(returns=table))
    told = chapter.use_and_treatment().to_text()
    assert "2011/12" not in told and "1,822\tpeople\tyear not printed" in told
    assert [figure.period for figure in chapter.ledger] == ["year not printed"]


def test_a_printed_number_is_not_illustrative_and_an_invented_one_is():
    printed = returned("substance.use", "2012-04-01", "2013-03-31", 5.0).assign(note="Plan, Drugs")
    made_up = returned("substance.other", "2012-04-01", "2013-03-31", 6.0).assign(note="illustrative: made up")
    assert [one.illustrative for one in found_in(returns=together(printed, made_up))] == [False, True]


@pytest.mark.parametrize(
    ("unit", "told"),
    [
        ("per 1000 population 15-64", "per 1,000 residents aged 15 to 64"),
        ("DSR per 100000", "per 100,000 residents, adjusted for age"),
        ("per 100000 all ages", "per 100,000 residents"),
        ("per 1,000 aged 15-64", "per 1,000 aged 15 to 64"),
        ("percent", "per cent"),
        ("count", "count"),
    ],
)
def test_units_are_told_in_plain_words(unit, told):
    assert indicators.Indicator("substance.x", "Use", 5.0, unit, "2014", "published").unit_in_words == told


@pytest.mark.parametrize(
    ("period", "told"),
    [
        ("2017-19", "2017 to 2019"),
        ("2018/19-2020/21", "2018/19 to 2020/21"),
        ("2014-04 to 2014-09", "April 2014 to September 2014"),
    ],
)
def test_periods_are_told_in_words(period, told):
    assert indicators.Indicator("substance.x", "Use", 5.0, "count", period, "published").when == told


def test_addresses_of_published_figures_stand_among_the_sources(undrawn):
    chapter = opened("substance_misuse", Held(published=published(("Use", "2012/13", 6.0, 2.0))))
    told = chapter.sources().to_text()
    assert "Use\t2012/13\thttps://example.org" in told


@pytest.mark.parametrize(
    ("label", "value", "england", "told"),
    [
        (
            "Opiate and/or crack users",
            28.6,
            9.5,
            "28.6 per 1,000 residents in 2014, three times the rate of England (9.5).",
        ),
        ("Opiate and/or crack users", 9.5, 9.5, "9.5 per 1,000 residents in 2014, about the same as England (9.5)."),
        (
            "Opiate and/or crack users",
            4.75,
            9.5,
            "4.75 per 1,000 residents in 2014, 0.50 times the rate of England (9.5).",
        ),
    ],
)
def test_a_headline_stands_beside_england(label, value, england, told):
    one = indicators.Indicator("substance.x", label, value, "per 1,000", "2014", "published", england)
    assert one.headline and one.sentence() == f"{label}: {told}"


@pytest.mark.parametrize(
    ("label", "england"),
    [("Opiate and/or crack users", None), ("Opiate and/or crack users", 0.0), ("Young people", 3.0)],
)
def test_without_england_or_of_something_else_it_is_no_headline(label, england):
    assert not indicators.Indicator("substance.x", label, 5.0, "per 1,000", "2014", "published", england).headline


def registered(numbers: dict[int, int | None], authority="E06000999") -> pd.DataFrame:
    return rows("drug_deaths", authority=authority, name="x", year=list(numbers), deaths=list(numbers.values()))


def deaths_in(table, area=AREA):
    return deaths.drug_deaths(Held(drug_deaths=table), area, YEAR)


def test_deaths_of_years_that_had_ended_and_ten_of_them_at_most():
    found = deaths_in(registered({year: year - 2000 for year in range(2000, 2020)}))
    assert found.to_dict() == {year: year - 2000 for year in range(2005, 2015)}
    assert deaths_in(registered({2013: 5})) is None and deaths_in(None) is None


def test_a_year_that_one_of_two_authorities_lacks_is_left_out():
    both = AREA.model_copy(update={"authorities": ("E06000999", "E07000998")})
    table = together(registered({2011: 1, 2012: 2, 2013: 3}), registered({2011: 10, 2013: 30}, "E07000998"))
    assert deaths_in(table, both).to_dict() == {2011: 11, 2013: 33}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (18, 42, "42 in 2013 against 18 in 2004, a difference larger than chance would explain (p = 0.003)."),
        (18, 20, "20 in 2013 against 18 in 2004, a difference which chance alone could explain (p = 0.87)."),
    ],
)
def test_the_last_year_of_deaths_against_the_first(before, after, told):
    found = pd.Series({2004: before, 2013: after})
    assert deaths.deaths_sentence(found) == f"Registered deaths by drug poisoning: {told}"


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([3, 5, 1], "1 death by drug poisoning was registered in 2013, the fewest of the three years shown"),
        ([3, 5, 9], "9 deaths by drug poisoning were registered in 2013, the most of the three years shown"),
        ([3, 5, 4], "4 deaths by drug poisoning were registered in 2013, within the range of the three years shown"),
        ([4, 4], "4 deaths by drug poisoning were registered in 2013, as many as in each of the two years shown"),
        (
            [9, 3, 9],
            "9 deaths by drug poisoning were registered in 2013, as many as in 2011 and the most of the three years "
            "shown",
        ),
        (
            [5, 2, 2],
            "2 deaths by drug poisoning were registered in 2013, as many as in 2012 and the fewest of the three years "
            "shown",
        ),
    ],
)
def test_the_picture_of_deaths_says_what_happened(undrawn, numbers, told):
    chapter = opened("substance_misuse", Held(drug_deaths=registered({2013: 1})))
    years = range(2014 - len(numbers), 2014)
    assert deaths.deaths_picture(chapter, pd.Series(numbers, index=years)).title == told


def index(values: dict[int, tuple[float, ...]], indicator="Alcohol misuse") -> pd.DataFrame:
    codes = ["E06000999", "E07000998", "E07000997"]
    told = [(code, year, value) for year, column in values.items() for code, value in zip(codes, column, strict=True)]
    authority, year, value = (list(column) for column in zip(*told, strict=True))
    return rows("health_index", authority=authority, year=year, indicator=indicator, value=value)


def measured(values, area=AREA, **more):
    return health_index.measured(Held(health_index=index(values, **more)), area, YEAR)


def test_a_year_that_repeats_the_one_before_everywhere_was_carried_forward():
    (one,) = measured({2011: (5.0, 2.0, 3.0), 2012: (6.0, 2.5, 3.0), 2013: (6.0, 2.5, 3.0), 2014: (6.0, 2.5, 3.0)})
    assert (one.value, one.year, one.carried, one.median, one.authorities) == (6, 2012, (2013, 2014), 3, 3)
    told = health_index.carried_caution([one])
    assert "later years of Alcohol misuse (2013 and 2014) repeat the year before in every authority" in told


def test_a_value_that_repeats_here_alone_was_measured():
    (one,) = measured({2011: (6.0, 2.0, 3.0), 2012: (6.0, 2.5, 3.0), 2015: (9.0, 9.0, 9.0)})
    assert (one.value, one.year, one.carried) == (6, 2012, ()), "2015 comes after the edition's March"
    assert health_index.carried_caution([one]) == ""


def test_other_indicators_areas_and_partnerships_of_several_have_none():
    values = {2012: (6.0, 2.5, 3.0)}
    assert measured(values, indicator="Road safety") == []
    for codes in (("E06000001",), (*AREA.authorities, "E07000998")):
        assert measured(values, AREA.model_copy(update={"authorities": codes})) == []
    assert health_index.measured(Held(), AREA, YEAR) == []


def test_the_table_of_the_index_marks_what_was_carried_forward(undrawn):
    chapter = opened("substance_misuse", small_town("2014/15"))
    told = chapter.use_and_treatment().to_text()
    assert "Alcohol misuse\t701.5\t552\t2012\t2013" in told
    assert chapter.ledger.get("substance.health_index_alcohol_misuse", "2012").value == 701.5


def drug_town(category: str) -> Held:
    return Held(crime=monthly("crime", year_of("2014/15", 4), category=category))


@pytest.mark.parametrize("category", ["Drug offences", "Drugs"])
def test_drug_offences_are_found_under_either_publishers_name(undrawn, category):
    chapter = opened("substance_misuse", drug_town(category))
    chapter.findings()
    assert chapter.ledger.get("substance.drug_offences.count", "2014/15").value == 48


def test_what_is_absent_is_said_to_be_and_nothing_fails(undrawn):
    chapter = opened("substance_misuse", drug_town("Theft"))
    calls = (chapter.drug_offences, chapter.alcohol_in_crime, chapter.use_and_treatment, chapter.deaths)
    for call in calls:
        (notice,) = call().parts
        assert notice.kind == "missing" and notice.mend
    assert chapter.alcohol_by_type().parts == ()
    assert "allow no finding" in chapter.findings().to_text()


def test_alcohol_in_a_part_of_the_year_is_a_share_of_that_part(undrawn):
    marked = together(
        *(monthly("crime", {"2014-09": n}, category="Theft", alcohol=yes) for n, yes in ((30, True), (90, False)))
    )
    chapter = opened(
        "substance_misuse", Held(crime=together(monthly("crime", {"2014-04": 500}, category="Theft"), marked))
    )
    assert "25.0% (30 of 120) of all recorded crime was marked" in chapter.findings().to_text()
    assert chapter.ledger.get("substance.alcohol_related.share", "2014-09").value == 0.25
    assert "most often in theft: 25.0% (30 of 120)" in chapter.alcohol_by_type().to_text()
