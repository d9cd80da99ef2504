"""The public edition of a chapter: what is hidden and what with it, what stays, and the restricted one that has all."""

import pandas as pd
import pytest
from held import Held, monthly, opened, rows, source, text_of, together
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.chapters.crime import kinds
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.changes import count_sentence, year_change
from assessment.chapters.crime.hidden import hides, shown_months
from assessment.chapters.disclosed import Disclosure, Guarded
from assessment.chapters.harm_index.shown import as_shown
from assessment.chapters.harm_index.weights import weigh_records
from assessment.chapters.patterns import where
from assessment.figures import Figure
from assessment.measures.disclosure import audit
from assessment.periods import FinancialYear
from assessment.publish.recovery import Sum, recovered

YEAR = FinancialYear.parse("2014/15")
SHARED = Held(crime=rows("crime", month="2014-05"))


def violence(**kinds_of: int) -> pd.DataFrame:
    """Violence of the year by offence code, with homicide as its own subcategory."""
    with_injury = "Violence with injury"
    names = {"1": "Homicide", "8L": kinds.STALKING.label, "5D": with_injury, "8N": with_injury, "105A": "Other"}
    made = [
        rows(
            "crime",
            count,
            month="2014-05",
            category=s.VIOLENCE.label,
            subcategory=names[code[1:]],
            offence_code=code[1:],
        )
        for code, count in kinds_of.items()
    ]
    return together(*made)


ONE_HOMICIDE = {"_5D": 135, "_8N": 2470, "_105A": 1150, "_8L": 292, "_1": 1}


@pytest.mark.parametrize(("licence", "guarded"), [("Open Government Licence v3.0", False), ("Shared", True)])
def test_what_its_publisher_has_published_is_shown_and_what_partners_share_is_guarded(licence, guarded):
    file = source("crime.csv", "force_extract", "crime")
    held = Held({"crime": [file.__class__(**{**vars(file), "licence": licence})]}, crime=SHARED.table("crime"))
    assert Disclosure(restricted=False, prepared=held).guards("crime") is guarded
    assert not Disclosure(restricted=True, prepared=held).guards("crime")
    assert not Disclosure(restricted=False, prepared=held).guards("deprivation"), "places are nobody"


@pytest.mark.parametrize(
    ("id", "value", "unit", "more", "hidden"),
    [
        ("crime.a.count", 4, "count", {}, True),
        ("crime.a.count", 5, "count", {}, False),
        ("crime.a.count", 0, "count", {}, False),
        ("crime.a.change", 3, "count", {"numerator": 20, "denominator": 17}, False),
        ("crime.a.change", 13, "count", {"numerator": 17, "denominator": 4}, True),
        ("crime.a.change_percent", -80.0, "percent", {"numerator": 3, "denominator": 15}, True),
        ("crime.a.rate", 0.02, "per 1,000", {"numerator": 3, "denominator": 141400}, True),
        ("crime.a.months_down", 3, "months", {"denominator": 12}, False),
        ("crime.a.contribution", 0.5, "ratio", {"numerator": 2, "denominator": 4}, False),
        ("powers.injunctions.count", 4, "count", {"counted": False}, False),
    ],
)
def test_a_small_count_is_hidden_with_all_that_is_made_from_it(id, value, unit, more, hidden):
    figure = opened("violence", SHARED).figure(id, "A", value, unit, **more)
    assert figure.suppressed is hidden
    assert hidden == (figure.value is figure.numerator is figure.low is None)
    assert not opened("violence", SHARED, restricted=True).figure(id, "A", value, unit, **more).suppressed


@pytest.mark.parametrize(
    ("part", "whole", "hidden"), [(3, 50, True), (47, 50, True), (50, 50, True), (0, 50, False), (20, 50, False)]
)
def test_a_share_is_hidden_where_it_or_the_rest_is_small_or_where_it_is_all(part, whole, hidden):
    assert opened("violence", SHARED).share("crime.a.share", "A", part, whole).suppressed is hidden


def test_a_kind_that_would_be_told_by_the_whole_takes_another_with_it():
    chapter = opened("violence", Held(crime=violence(**ONE_HOMICIDE)))
    hidden = [one for one in kinds.VIOLENCE if hides(chapter, one, YEAR)]
    assert hidden == [kinds.STALKING], "the whole less the kinds shown would be the one homicide"
    found = year_change(chapter, kinds.STALKING)
    assert (found.count, found.withheld) == (None, True)
    assert "292" not in count_sentence(found)
    assert chapter.ledger.get("crime.stalking_and_harassment.count", "2014-05").suppressed
    whole = opened("violence", Held(crime=violence(**ONE_HOMICIDE)), restricted=True)
    assert year_change(whole, kinds.STALKING).count == 292


def test_no_kind_is_hidden_where_none_is_small():
    chapter = opened("violence", Held(crime=violence(**ONE_HOMICIDE | {"_1": 6})))
    assert not any(hides(chapter, one, YEAR) for one in kinds.VIOLENCE)


def test_the_last_of_the_kinds_is_hidden_first_and_a_dear_one_only_where_it_must():
    told = Disclosure(restricted=False, prepared=SHARED)
    counts = pd.Series({"dear": 40, "other": 90})
    assert list(told.hidden(counts, "crime", rest=2, dear=["dear"])) == [False, True]
    assert list(told.hidden(pd.Series({"dear": 40}), "crime", rest=2, dear=["dear"])) == [True]
    assert list(told.hidden(counts, "crime", rest=9)) == [False, False]


def test_months_do_not_follow_from_the_total_of_their_year():
    months = pd.Series(10, index=YEAR.months)
    months["2014-06"] = 3
    shown = shown_months(opened("violence", SHARED), s.VIOLENCE, months)
    lost = shown[shown == "[c]"]
    assert "2014-06" in lost
    assert len(lost) > 1
    told = pd.concat([pd.to_numeric(shown, errors="coerce"), pd.Series({"Total": float(months.sum())})])
    assert audit(told)["protected"].all()


def test_an_lsoa_does_not_follow_from_the_count_of_its_ward():
    counts = pd.Series({"A": 2, "B": 30, "C": 12, "D": 50, "E": 9})
    wards = pd.Series({"A": "W1", "B": "W1", "C": "W1", "D": "W2", "E": "W2"})
    places = where.Places("lsoa", pd.DataFrame({"after": counts, "residents": 100.0}), 0, "", ("crime",),
                          Disclosure(restricted=False, prepared=SHARED), wards)  # fmt: skip
    hidden = places.hidden
    assert hidden["A"]
    assert hidden[["B", "C"]].any(), "the ward less the others would be A"
    assert not hidden[["D", "E"]].any()


def test_the_lsoas_of_a_hidden_ward_are_hidden():
    counts = pd.Series({"A": 3, "B": 0, "C": 12, "D": 50})
    wards = pd.Series({"A": "W1", "B": "W1", "C": "W2", "D": "W3"})
    places = where.Places("lsoa", pd.DataFrame({"after": counts, "residents": 100.0}), 0, "", ("crime",),
                          Disclosure(restricted=False, prepared=SHARED), wards)  # fmt: skip
    assert list(places.hidden) == [True, False, True, False], "W2 is hidden beside W1, and so is its LSOA"


def test_harm_tells_neither_a_hidden_category_nor_its_partner_by_its_total():
    weights = rows("harm_weights", version="V", level=["offence_code"] * 5, key=["1", "8L", "5D", "8N", "105A"],
                   harm_category=["Homicide", "Other violence", "Wounding", "Less serious", "No injury"],
                   days=[5475.0, 10.0, 1460.0, 20.0, 1.0])  # fmt: skip
    totals = set()
    for homicides in (1, 2, 3, 4):
        crime = violence(**ONE_HOMICIDE | {"_1": homicides, "_8L": 293 - homicides})
        chapter = opened("violence", Held(crime=crime))
        weighed = as_shown(chapter, weigh_records(chapter.counts.records(s.ALL_CRIME, YEAR), weights, "V"))
        assert set(weighed.hidden) == {"Homicide", "Other violence"}
        totals.add((weighed.total, *weighed.categories["harm"].round(6)))
    assert len(totals) == 1, "one, two, three or four homicides: what the public edition tells is the same"


def test_a_returned_number_of_few_people_is_as_if_it_had_not_been_returned():
    told = {"area": "Sandmouth", "unit": "count", "period_start": "2014-04-01", "period_end": "2015-03-31"}
    held = Held(returns=rows("returns", measure=["marac.cases", "powers.injunctions", "avert.referrals"],
                             value=[3.0, 4.0, 5.0], **told))  # fmt: skip
    values = Guarded(held).table("returns")["value"]
    assert values.isna().tolist() == [True, False, False], "actions are not people"


@pytest.mark.parametrize("restricted", [False, True])
def test_the_page_says_which_edition_it_is_of(restricted):
    chapter = opened("violence", Held(crime=violence(**ONE_HOMICIDE)), restricted=restricted)
    chapter.load()
    assert ("This is the public edition" in text_of(chapter.sources())) is not restricted


OF_DOMESTIC = (s.DOMESTIC, s.DOMESTIC_ASSAULTS, *kinds.DOMESTIC)


def domestic(counts: list[int]) -> pd.DataFrame:
    """Domestic abuse: serious, less serious and other assaults, stalking, damage, sexual offences, others."""
    violent, injury = s.VIOLENCE.label, "Violence with injury"
    of = [(violent, injury, "5D"), (violent, injury, "8N"), (violent, "Violence without injury", "105A"),
          (violent, kinds.STALKING.label, "8L"), ("Criminal damage and arson", "Criminal damage", "58A"),
          ("Sexual offences", "Rape", "19C"), ("Theft offences", "Shoplifting", "46")]  # fmt: skip
    names = ("category", "subcategory", "offence_code")
    made = [rows("crime", count, month="2014-05", domestic_abuse=True, **dict(zip(names, told, strict=True)))
            for told, count in zip(of, counts, strict=True) if count]  # fmt: skip
    return together(
        *made, rows("crime", 900, month="2014-05", category=violent, domestic_abuse=False, offence_code="8N")
    )


def told_of_domestic(crime: pd.DataFrame) -> tuple[dict[str, bool], list[str]]:
    """What is hidden, and what the last look at the edition finds."""
    chapter = opened("domestic_abuse", Held(crime=crime))
    lost = {one.id: hides(chapter, one, YEAR) for one in OF_DOMESTIC}
    figures = [
        Figure(f"{one.id}.count", one.label, None if lost[one.id] else chapter.counts.total(one, YEAR), "count",
               "2014/15", suppressed=lost[one.id])
        for one in OF_DOMESTIC
    ]  # fmt: skip
    return lost, list(recovered(figures, [Sum.of(one) for one in chapter.told.kinds.values()], {}))


def test_kinds_that_two_sums_share_are_hidden_until_both_together_tell_none():
    lost, found = told_of_domestic(domestic([3, 9, 2, 6, 7, 0, 1]))
    assert lost[s.DOMESTIC_ASSAULT_KINDS[0].id] and lost[s.DOMESTIC_ASSAULT_KINDS[2].id]
    assert found == []


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 12), min_size=7, max_size=7).filter(sum))
def test_whatever_domestic_abuse_a_small_area_has_can_be_published(counts):
    assert told_of_domestic(domestic(counts))[1] == []


def test_the_scatter_of_the_months_is_the_same_wherever_in_the_hidden_ones_the_crimes_were():
    def told(june, july):
        counts = dict.fromkeys(YEAR.before.months, 30) | dict.fromkeys(YEAR.months, 25)
        counts |= {"2014-06": june, "2014-07": july, "2014-08": 40}
        held = Held(crime=monthly("crime", counts, category=s.VIOLENCE.label))
        chapter = opened("violence", held)
        change = year_change(chapter, s.VIOLENCE).like.change
        lost = shown_months(chapter, s.VIOLENCE, chapter.counts.months(s.VIOLENCE)).eq("[c]")
        return list(lost.index[lost]), change.dispersion, change.low, change.p

    first, second = told(4, 10), told(1, 13)
    assert first[0] == ["2014-06", "2014-07"]
    assert first == second
    assert first[1] > 1, "the other months scatter"
    whole = opened("violence", Held(crime=monthly("crime", dict.fromkeys(YEAR.before.months + YEAR.months, 30),
                                                  category=s.VIOLENCE.label)))  # fmt: skip
    assert year_change(whole, s.VIOLENCE).like.change.degrees == 11, "where none is hidden, all months count"
