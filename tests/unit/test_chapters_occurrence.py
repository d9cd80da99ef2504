"""When crimes were committed: over twelve months before they were recorded, and in the year itself."""

import pandas as pd
import pytest
from held import rows

from assessment.chapters.crime.occurrence import Occurrence, occurrence_of
from assessment.periods import FinancialYear

YEAR = FinancialYear.parse("2014/15")


def crimes(*pairs: tuple[str, str | None], **more) -> pd.DataFrame:
    recorded, committed = ([pair[side] for pair in pairs] for side in (0, 1))
    return rows("crime", recorded=recorded, committed_to=committed, month="2014-12", **more)


@pytest.mark.parametrize(
    ("recorded", "committed", "non_recent", "in_year"),
    [
        ("2014-12-10", "2013-12-09", 1, 0),  # a day more than twelve months before
        ("2014-12-10", "2013-12-10", 0, 0),  # twelve months to the day
        ("2014-12-10", "2014-04-01", 0, 1),  # the year's first day
        ("2014-12-10", "2014-03-31", 0, 0),  # the day before it
        ("2015-03-31", "2015-03-31", 0, 1),
        ("2015-03-31", "1980-01-01", 1, 0),
        ("2014-12-10", None, 0, 0),  # not known
    ],
)
def test_twelve_months_before_the_recording_and_the_year_itself(recorded, committed, non_recent, in_year):
    known = ("2014-12-10", "2014-03-01")  # neither, and makes the dates known
    assert occurrence_of(crimes((recorded, committed), known), YEAR) == Occurrence(2, non_recent, in_year)


def test_the_last_day_on_which_it_may_have_happened_counts_and_the_first_where_it_is_all_there_is():
    frame = crimes(("2014-12-10", "2014-05-01"), ("2014-12-10", None), committed_from=["1999-01-01", "1999-01-01"])
    assert occurrence_of(frame, YEAR) == Occurrence(2, 1, 1)


def test_records_without_committed_dates_tell_nothing():
    assert occurrence_of(crimes(("2014-12-10", None)), YEAR) is None
    assert occurrence_of(crimes(("2014-12-10", "2014-12-10")).iloc[:0], YEAR) is None
    assert occurrence_of(pd.DataFrame({"month": ["2014-12"]}), YEAR) is None
