"""The profile of an area: comparisons in the right words, shares and benefits that add up or do not, residents."""

import re
from html import unescape

import pandas as pd
import pytest
from held import AREA, Held, calls, opened, rows, shown, text_of, together
from sentences import lacking

from assessment import project
from assessment.chapters.profile import benefits, people, shares
from assessment.chapters.profile.comparisons import Compared
from assessment.chapters.returns.returned import Returned, latest, printed_decimals, returns_of
from assessment.present.parts import Prose

DATED = {"period_start": "2014-01-01", "period_end": "2014-12-31"}


def returned(measure, value, area="Sandmouth", unit="percent", **more):
    return rows("returns", measure=measure, area=area, value=float(value), unit=unit, **DATED | more)


def tenure(*shares):
    names = ("owned", "social_rented", "private_rented")
    return [returned(f"profile.tenure.{name}", one) for name, one in zip(names, shares, strict=True)]


def profile(*frames, year="2014/15", **tables):
    held = Held(returns=together(*frames), **tables) if frames else Held(**tables)
    return opened("area_profile", held, year)


def figures(chapter):
    return {figure.id: figure for figure in chapter.ledger}


def text(section):
    return " ".join(text_of(part) for part in section)


def compared(value, other, unit="percent", name="England"):
    return Compared("Measure", Returned("profile.x", "Sandmouth", value, unit, "2014", 12), other, name)


@pytest.mark.parametrize(
    ("value", "other", "words"),
    [
        (26.1, 16.8, "9.3 percentage points more, 1.6 times as much)"),  # claims.md P3: not "almost double"
        (18.7, 10.0, "8.7 percentage points more, almost twice as much)"),  # P8
        (53.2, 63.8, "10.6 percentage points less, 0.83 times as much)"),  # P12
        (21, 21, "the same"),
    ],
)
def test_the_words_follow_from_the_numbers(value, other, words):
    assert words in compared(value, other).sentence()


def test_years_of_life_have_a_gap_and_no_ratio():
    one = compared(74.3, 79.4, "years")
    assert one.sentence() == "Measure: 74.3 years, against 79.4 years in England (5.1 years less)."
    assert one.ratio is None


def test_the_ratio_has_two_decimals_in_the_table_and_all_in_its_figure():
    chapter = profile(returned("profile.child_poverty", 29.3), returned("profile.child_poverty", 18.6, "England"))
    assert "1.58" in text(chapter.work())
    found = figures(chapter)
    assert found["profile.child_poverty_percent.gap"].value == pytest.approx(10.7)
    assert found["profile.child_poverty_percent.ratio"].value == pytest.approx(29.3 / 18.6)


def test_england_goes_before_other_comparators_and_only_of_the_same_period_and_unit():
    rate = "profile.employment_rate"
    old = {"period_start": "2013-01-01", "period_end": "2013-12-31"}
    chapter = profile(
        returned(rate, 60),
        returned(rate, 70, "Great Britain"),
        returned(rate, 72, "England", **old),
        returned(rate, 99, "England", unit="count"),
    )
    (one,) = chapter.themes["work"]
    assert (one.other, one.other_name) == (70, "Great Britain")


def test_nothing_after_the_editions_march_is_told():
    chapter = profile(returned("profile.neet", 7), returned("profile.neet", 9, period_end="2015-04-01"))
    assert [one.value for one in returns_of(chapter, "profile.")] == [7]


def test_the_latest_of_a_measure_is_taken():
    chapter = profile(returned("profile.neet", 7), returned("profile.neet", 6, period_end="2013-12-31"))
    assert latest(returns_of(chapter, "profile."))["profile.neet"].value == 7


@pytest.mark.parametrize(("values", "decimals"), [((21, 9), 0), ((26.1, 62), 1), ((386.65,), 2), ((None, 3.0), 0)])
def test_decimals_are_those_printed(values, decimals):
    assert printed_decimals(*values) == decimals


# Shares that make up a whole


@pytest.mark.parametrize(
    ("percentages", "words"),
    [
        ((62, 11, 27), None),
        ((62, 11, 26), "99%, which the rounding of each explains"),
        ((62, 11, 26.1), "99.1%, which the rounding of each explains"),
        ((64, 18, 16.8), "98.8%, 1.2 percentage points short of the whole and more than rounding can explain (1.05)"),
        ((64, 20, 18), "102%, 2.0 percentage points over the whole and more than rounding can explain (1.5)"),
    ],
)
def test_shares_add_up_within_rounding_or_it_is_said(percentages, words):
    found = shares.composition(profile(*tenure(*percentages)), "tenure")
    told = list(shares.sum_sentences(found, "Sandmouth"))
    assert told == [] if words is None else words in told[0]


def test_only_what_rounding_cannot_explain_is_a_caution():
    assert any("add up" in told for told in profile(*tenure(64, 20, 18)).care)
    assert not any("add up" in told for told in profile(*tenure(62, 11, 26)).care)


def test_shares_of_different_years_are_no_whole():
    frames = tenure(62, 11, 26)
    frames[0] = returned("profile.tenure.owned", 62, period_end="2013-12-31", period_start="2013-01-01")
    assert shares.composition(profile(*frames), "tenure") is None


def test_the_title_of_shares_names_the_widest_gap(undrawn):
    england = zip(("owned", "social_rented", "private_rented"), (64, 18, 17), strict=True)
    others = [returned(f"profile.tenure.{name}", one, "England") for name, one in england]
    chapter = profile(*tenure(62, 11, 26), *others)
    assert "Private rented: 26% against 17% in England, the widest gap of the three groups" in text(chapter.tenure())


def test_the_others_are_a_range_since_the_share_is_rounded(undrawn):
    people = rows("population", authority=AREA.authorities[0], year=2014, residents=141400, basis="mid-year estimate")
    white = [
        returned("profile.ethnicity.white_british", one, area) for one, area in ((94, "Sandmouth"), (80, "England"))
    ]
    chapter = profile(*white, returned("profile.ethnicity.other", 6), population=people)
    told = text(chapter.ethnicity())
    assert "against 20% in England: about 8,484 people, and between 7,777 and 9,191" in told  # claims.md P1


# Benefits


def claims(**groups):
    frames = []
    for name, (number, rate) in groups.items():
        frames.append(returned(f"profile.benefits.{name}", number, unit="people"))
        frames.append(returned(f"profile.benefits.{name}_share", rate))
    return profile(*frames)


WHOLE = {"job_seekers": (400, 4.0), "esa": (300, 3.0), "lone_parents": (100, 1.0), "others": (50, 0.5)}
REST = {"carers": (100, 1.0), "disabled": (40, 0.4), "bereaved": (10, 0.1)}


def test_a_table_that_adds_up_raises_no_doubt():
    chapter = claims(total=(1000, 10.0), out_of_work=(850, 8.5), **WHOLE, **REST)
    assert list(benefits.doubts(chapter.benefits, "Sandmouth")) == []
    assert not any("benefits" in told for told in chapter.care)
    assert figures(chapter)["profile.benefits.total.parts_claimants.excess"].value == 0


def test_groups_over_their_total_are_told_in_claimants_and_rates():
    chapter = claims(total=(900, 9.0), out_of_work=(850, 8.5), **WHOLE, **REST)
    told = list(benefits.doubts(chapter.benefits, "Sandmouth"))
    assert "All claimants: the groups add up to 1,000 claimants, 100 more than the printed 900." in told
    assert any("add up to 10.0%, 1.0 percentage point more than the printed 9.0%" in one for one in told)
    assert any("contradicts itself in two places" in one for one in chapter.care)


def test_a_rate_that_its_number_cannot_have_is_named():
    chapter = claims(total=(20310, 23.2), lone_parents=(1720, 1.9), job_seekers=(4800, 5.5))
    assert chapter.benefits.apart() == ["lone_parents"]  # claims.md P9
    low, high = chapter.benefits.implied("lone_parents")
    assert (int(low), round(high)) == (88205, 92973)
    (told,) = benefits.doubts(chapter.benefits, "Sandmouth")
    assert "imply 88,205 to 92,973 residents of working age, all claimants together 87,355 to 87,732" in told


def test_a_source_that_contradicts_itself_in_its_note_is_told():
    chapter = profile(returned("profile.benefits.esa", 10670, unit="people", note="A plan; the text says 10880"))
    assert list(benefits.doubts(chapter.benefits, "Sandmouth")) == [
        "ESA and incapacity benefits: the source's table has 10,670 claimants, its text 10,880."
    ]


# Residents


def residents(year, number, code=AREA.authorities[0], bands=(None, None, None)):
    named = dict(zip(("age_0_15", "age_16_64", "age_65_plus"), bands, strict=True))
    return rows("population", authority=code, year=year, residents=number, basis="mid-year estimate", **named)


def test_the_change_is_over_ten_years_at_most_and_never_from_the_future():
    table = together(*(residents(year, 1000 + year) for year in range(1999, 2016)))
    chapter = profile(population=table)
    assert list(chapter.estimates.index)[-1] == 2014
    assert "between 2004 and 2014" in people.change_sentence(chapter, chapter.estimates)


def test_two_years_make_no_line_and_no_change():
    chapter = profile(population=together(residents(2013, 100), residents(2014, 120)))
    assert people.change_sentence(chapter, chapter.estimates) == ""
    assert people.years_picture(chapter, chapter.estimates) is None


@pytest.mark.parametrize(("authorities", "england"), [(20, False), (300, True)])
def test_england_is_the_sum_of_its_authorities_only_where_all_are_there(authorities, england):
    others = [residents(2014, 100, f"E07{n:06d}", (20, 60, 20)) for n in range(authorities)]
    chapter = profile(population=together(residents(2014, 100, bands=(10, 60, 30)), *others))
    assert ("England" in people.oldest(chapter.bands, "Sandmouth")) is england


def test_a_year_that_lacks_one_of_two_authorities_is_left_out():
    both = AREA.model_copy(update={"authorities": ("E06000999", "E07000998")})
    table = together(residents(2013, 100), residents(2014, 100), residents(2013, 50, "E07000998"))
    chapter = opened("area_profile", Held(population=table), area=both)
    assert dict(chapter.estimates) == {2013: 150}


# The Health Index


def test_the_index_tells_place_and_ratio_to_the_median(undrawn):
    codes = [AREA.authorities[0], *(f"E07{n:06d}" for n in range(4))]
    table = rows("health_index", authority=codes, year=2013, indicator="Child poverty", value=[30.0, 40, 20, 15, 10])
    chapter = profile(health_index=table)
    assert "2nd of 5 authorities, 1st is the worst" in chapter.key_sentences()[-1]
    assert figures(chapter)["profile.health_index_child_poverty.ratio"].value == 1.5
    assert "about one and a half times as much as in the middle authority" in text(chapter.differences())


# The whole chapter


def test_every_number_of_the_findings_and_cautions_is_a_figure(demonstration, undrawn):
    for year in ("2014/15", "2016/17"):
        chapter = opened("area_profile", demonstration, year, project.area(project.DEMONSTRATION))
        parts = [unescape(text_of(part)) for _, part in shown(chapter) if isinstance(part, Prose)]
        assert lacking([*parts, *chapter.care], [vars(figure) for figure in chapter.ledger]) == []
        assert 3 <= len(chapter.sentences) <= 5


def test_without_any_file_every_part_says_what_it_lacks(undrawn):
    chapter = profile()
    told = [text_of(part) for _, part in shown(chapter)]
    assert sum("cannot be shown" in one for one in told) == len(calls("area_profile")) - 4
    boxes = [one for one in told if "Missing" in one and "Ask each partner" in one]
    assert len(boxes) == 2, "one box for all that partners did not return, and that of the comparisons"
    assert not any(re.search(r"\b(nan|None)\b", one) for one in told)


def test_where_nothing_was_returned_the_indices_stand_in():
    deciles = {"health_decile": [1, 1, 3], "income_decile": [1, 2, 3], "employment_decile": [1, 2, 3]}
    lsoas = [f"E0100000{n}" for n in range(3)]
    about = {"release": "IoD2015", "lsoa_vintage": 2011, "authority": AREA.authorities[0], "lsoas_in_england": 32844}
    table = rows("deprivation", lsoa=lsoas, rank=[1, 2, 9000], decile=[1, 1, 3], **about)
    chapter = profile(deprivation=table.assign(**{name: pd.array(column) for name, column in deciles.items()}))
    assert "put 2 of 3 LSOAs in health and disability in the most deprived tenth" in text(chapter.health())
