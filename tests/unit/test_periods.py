import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.errors import UsageError
from assessment.periods import FinancialYear, month_name, months_between, months_in_words, shift_month


@pytest.mark.parametrize(
    "text",
    [
        "2014",
        "2014/16",
        "2014/2015",
        "14/15",
        "2014/15/16",
        "",
        "2014/15\n2",
        "２０１４/15",
        "abcd/ef",
        "9999/00",
        "1899/00",
    ],
)
def test_a_malformed_year_is_refused_with_the_mend(text):
    with pytest.raises(UsageError, match="Write it as 2014/15"):
        FinancialYear.parse(text)


@pytest.mark.parametrize(("text", "starts"), [("2014/15", 2014), ("2014-15", 2014), (" 1999/00 ", 1999)])
def test_a_year_is_read(text, starts):
    assert FinancialYear.parse(text).starts == starts


@settings(derandomize=True)
@given(st.integers(1900, 2098))
def test_a_year_survives_being_written_and_has_its_months(starts):
    year = FinancialYear(starts)
    assert FinancialYear.parse(str(year)) == FinancialYear.parse(year.slug) == year
    assert len(year.months) == 12
    assert {FinancialYear.of_month(month) for month in year.months} == {year}
    assert [month for quarter in year.quarters.values() for month in quarter] == year.months
    assert year.before.last_month < year.first_month == shift_month(year.before.last_month, 1)


def test_months_run_over_the_end_of_a_year():
    assert months_between("2014-11", "2015-02") == ["2014-11", "2014-12", "2015-01", "2015-02"]
    assert months_between("2015-02", "2014-11") == []
    assert month_name("2014-12") == "December 2014"


def test_years_back_are_oldest_first():
    assert [str(year) for year in FinancialYear(2014).back(3)] == ["2012/13", "2013/14", "2014/15"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2019-12 to 2020-05, 2020-07", "December 2019 to May 2020, July 2020"),
        ("2004-01-01 to 2017-03-31", "1 January 2004 to 31 March 2017"),
        ("2018/19-2020/21, 2014-15 and 2014/15-12", "2018/19-2020/21, 2014-15 and 2014/15-12"),
    ],
)
def test_months_and_dates_in_words(text, told):
    assert months_in_words(text) == told
