"""What lies ahead: entries of the right editions, forecasts only where recording stayed the same, honest back-tests."""

import re
from html import unescape

import numpy as np
import pandas as pd
import pytest
from held import AREA, Held, monthly, opened, shown, text_of
from sentences import lacking

from assessment import project
from assessment.areas import Area, Outlook
from assessment.chapters import outlook
from assessment.chapters.crime import subjects
from assessment.periods import FinancialYear
from assessment.present import charts
from assessment.present.parts import Prose

YEARS = ["2011/12", "2012/13", "2013/14", "2014/15"]
MONTHS = [month for year in YEARS for month in FinancialYear.parse(year).months]
WAVE = [30 + 10 * (n % 12 in (3, 4)) + 3 * (n % 5) + n // 12 for n in range(len(MONTHS))]


def ahead(*, asb=WAVE, crime=None, months=MONTHS, year="2014/15", **settings):
    tables = {
        name: monthly(name, dict(zip(months, counts, strict=True)), category="Theft offences")
        if name == "crime"
        else monthly(name, dict(zip(months, counts, strict=True)))
        for name, counts in (("asb", asb), ("crime", crime))
        if counts is not None
    }
    return opened("horizon", Held(**tables), year, AREA.model_copy(update=settings))


def text(section):
    return " ".join(unescape(text_of(part)) for part in section)


def entry(**more):
    return Outlook(**{"kind": "legal", "what": "A new law", "source": "An act", **more})


def test_incidents_are_forecast_and_crime_is_not_across_a_change_of_recording():
    chapter = ahead(crime=WAVE)
    told = {one.subject: one for one in chapter.expected}
    assert told[subjects.ASB].found is not None
    assert told[subjects.ALL_CRIME].found is None
    assert "5 months are known since recording last changed, in November 2014, and 27 are needed" in text(
        chapter.forecasts()
    )


def test_the_twelve_months_after_the_year_are_expected_each_with_its_interval():
    chapter = ahead()
    chapter.key_sentences()
    found = {figure.id: figure for figure in chapter.ledger}
    first = found["horizon.asb_all.expected_2015_04"]
    assert first.low < first.value < first.high
    assert first.period == "2014/15"
    assert sum(".expected_" in id for id in found) == 12
    assert "horizon.asb_all.expected_2016_03" in found


def test_months_that_end_before_march_give_no_forecast():
    (one,) = ahead(asb=WAVE[:-2], months=MONTHS[:-2]).expected
    assert one.why_not == "the months end in January 2015"


def test_few_a_month_give_no_forecast():
    (one,) = ahead(asb=[n % 4 for n in range(len(MONTHS))]).expected
    assert one.why_not == "it counts fewer than 5 a month"


def test_a_constant_series_says_so_in_place_of_a_forecast():
    (one,) = ahead(asb=[9] * len(MONTHS)).expected
    assert "constant" in one.why_not


def test_subjects_without_a_forecast_for_one_reason_share_a_sentence():
    made = [outlook.Expected(one, None, "2014-11", 5, "too few") for one in (subjects.RAPE, subjects.VIOLENCE)]
    assert list(outlook.none_sentences(made)) == [
        "No forecast is made of rape and violence against the person: too few."
    ]


@pytest.mark.parametrize(("mase", "word"), [(0.5, "smaller than"), (2.0, "no smaller than")])
def test_the_back_test_says_which_guide_is_better(mase, word):
    found = ahead().expected[0].found
    worse = outlook.Expected(
        subjects.ASB, type(found)(**{**vars(found), "mase": mase, "naive_mase": 1.0}), "2011-04", 48
    )
    told = outlook.back_test_sentence(worse)
    assert f"its errors were {word} those of last year's value" in told
    assert ("the better guide" in told) is (mase > 1)


def test_an_entry_is_shown_in_its_editions_alone():
    one = entry(since="2014/15", until="2015/16")
    assert [one.of(FinancialYear.parse(year)) for year in ("2013/14", "2014/15", "2015/16", "2016/17")] == [
        False,
        True,
        True,
        False,
    ]
    assert entry().of(FinancialYear.parse("1999/00"))


def test_the_grid_has_the_entries_by_kind_and_names_the_kinds_without():
    chapter = ahead(horizon=(entry(kind="legal"), entry(kind="economic", what="Prices rise", until="2013/14"),
                             entry(kind="political", what="A vote")))  # fmt: skip
    told = text(chapter.grid())
    assert told.index("A vote") < told.index("A new law")
    assert "Prices rise" not in told
    assert "Nothing is entered as economic, social, technological, environmental or organisational." in told


def test_without_an_entry_the_page_says_where_to_enter_them():
    assert "[[horizon]]" in text(ahead().grid())


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kind": "magical"}, "kind"),
        ({"effect": "worse"}, "effect"),
        ({"what": ""}, "what"),
        ({"source": ""}, "source"),
        ({"since": "2014"}, "since"),
        ({"priorities": ("violence", "violence")}, "priorities"),
        ({"priorities": ("burglary",)}, "priorities"),
        ({"who": "someone"}, "who"),
    ],
)
def test_what_an_entry_may_not_say(more, told):
    with pytest.raises(ValueError, match=told):
        Area(slug="x", name="X", authorities=("E06000009",), year="2014/15",
             horizon=({"kind": "legal", "what": "A law", "source": "An act", **more},))  # fmt: skip


def test_the_worked_example_has_entries_for_each_of_its_editions():
    area = project.area(project.DEMONSTRATION)
    for year in ("2014/15", "2016/17", "2021/22"):
        assert sum(one.of(FinancialYear.parse(year)) for one in area.horizon) >= 5


def test_the_picture_holds_the_months_expected_and_says_the_interval():
    months = pd.period_range("2016-04", "2017-03", freq="M").astype(str)
    wide = np.arange(1, 13)
    table = pd.DataFrame({"month": months, "value": 100.0, "low": 100.0 - wide, "high": 100.0 + wide})
    seen = pd.Series([90.0, 95.0, 99.0], index=["2015-12", "2016-01", "2016-03"])
    made = charts.forecast_line(seen, table, title="A title", subtitle="A subtitle", source="A source")
    assert list(made.data["Month"])[::11] == ["April 2016", "March 2017"]
    assert "interval at the end 88 to 112" in made.alt


@pytest.mark.parametrize("year", ["2014/15", "2016/17"])
def test_every_number_of_the_page_is_a_figure(demonstration, undrawn, year):
    chapter = opened("horizon", demonstration, year, project.area(project.DEMONSTRATION))
    cells = [(call, part) for call, part in shown(chapter) if isinstance(part, Prose)]
    parts = [unescape(text_of(part)) for call, part in cells if call != "chapter.sources()"]
    assert lacking(parts, [vars(figure) for figure in chapter.ledger]) == []
    assert 2 <= len(chapter.sentences) <= 5
    assert not any(re.search(r"\b(nan|None)\b", one) for one in parts)
