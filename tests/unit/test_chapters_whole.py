"""Every cell of every chapter on data that lack something: nothing fails, nothing is shown that is not a number."""

import math
import re

import pandas as pd
import pytest
from held import AREA, Held, calls, opened, small_town, text_of

from assessment.chapters.base import Chapter
from assessment.errors import Blocked
from assessment.present.parts import Notice

TOWN = small_town("2013/14", "2014/15")
FULL = ["deprivation", "substance_misuse", "priority_trends", "harm"]  # what the small town has all the sources of
NAMES = [*FULL, "priorities", "performance_report", "summary"]
FAULT = re.compile(r"\b(nan|None|NaT|inf)\b|<NA>")
MARKERS = ["alcohol", "domestic_abuse", "cse"]


def only_months(*months: str) -> Held:
    chosen = {name: lambda table: table[table["month"].isin(months)] for name in ("crime", "asb", "coverage")}
    return TOWN.but(**chosen)


def unmarked_before_october(crime: pd.DataFrame) -> pd.DataFrame:
    return crime.assign(
        **{name: crime[name].astype(object).where(crime["month"] >= "2014-10", None) for name in MARKERS}
    )


def bare(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**dict.fromkeys(set(table) - {"record", "incident", "month", "category", "source"}))


EMPTY = TOWN.but(**{name: table.iloc[:0] for name, table in TOWN.tables.items() if name != "crime"})
SCENES = {
    "everything": TOWN,
    "crime alone": TOWN.only("crime"),
    "crime and weights": TOWN.only("crime", "coverage", "harm_weights"),
    "one month": only_months("2014-07"),
    "one year": small_town("2014/15"),
    "no month in common": only_months("2013-04", "2013-05", "2014-10", "2014-11"),
    "empty optional tables": EMPTY,
    "markers from October": TOWN.but(crime=unmarked_before_october),
    "records of month and category alone": TOWN.but(crime=bare, asb=bare),
    "nine crimes": TOWN.but(crime=lambda table: table.sample(9, random_state=1), asb=lambda table: table.head(3)),
    "one crime": only_months("2014-07").but(crime=lambda table: table.head(1), asb=None, coverage=None),
    "covered and without a crime": TOWN.but(crime=lambda table: table[table["month"] < "2014-04"]),
}
AREAS = {
    "no districts, force or priorities": AREA.model_copy(update={"districts": (), "force": ""}),
    "two authorities": AREA.model_copy(update={"authorities": ("E06000999", "E07000998")}),
    "an authority that is in no table": AREA.model_copy(update={"authorities": ("E06000001",), "name": "Elsewhere"}),
}


def go_through(chapter: Chapter) -> int:
    """Make every call of the notebook's cells; how many parts they showed."""
    shown = 0
    for call in calls(chapter.entry.name):
        for part in eval(call, {"chapter": chapter}):
            shown += 1
            text = text_of(part)
            assert not FAULT.search(text), f"{call}: {text}"
            assert not (isinstance(part, Notice) and part.kind == "missing" and not part.mend), f"{call}: {text}"
    for figure in chapter.ledger:
        numbers = [figure.value, figure.low, figure.high, figure.numerator, figure.denominator]
        assert all(math.isfinite(number) for number in numbers if number is not None), figure
    return shown


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_on_what_there_is(undrawn, name, scene):
    chapter = opened(name, SCENES[scene])
    assert go_through(chapter) > 4
    assert len(chapter.sentences) <= 5


@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("name", NAMES)
def test_every_cell_runs_for_an_area_that_lacks_something(undrawn, name, area):
    assert go_through(opened(name, TOWN, area=AREAS[area])) > 4


@pytest.mark.parametrize("name", NAMES)
def test_a_year_that_is_not_there_stops_with_a_mend_or_says_what_is_missing(undrawn, name):
    chapter = opened(name, TOWN, "2016/17")
    try:
        go_through(chapter)
    except Blocked as blocked:
        assert blocked.mend and name != "deprivation"
    else:
        assert name == "deprivation", "which rests on releases and not on a year's crime"


@pytest.mark.slow
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("name", NAMES)
def test_every_picture_can_be_drawn_of_what_there_is(name, scene):
    assert go_through(opened(name, SCENES[scene])) > 4


def test_the_whole_town_lacks_nothing_but_a_map(undrawn):
    missing = []
    for name in FULL:
        chapter = opened(name, TOWN)
        for call in calls(name):
            parts = list(eval(call, {"chapter": chapter}))
            missing += [call for part in parts if isinstance(part, Notice) and part.kind == "missing"]
    assert missing == ["chapter.map()"]
