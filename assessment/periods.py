"""Financial years, quarters and months, as the figures name them: `2014/15`, `2016-10 to 2016-12`, `2014-12`."""

import re
from dataclasses import dataclass
from datetime import date

from assessment.errors import UsageError

MONTH = re.compile(r"(?<![\d/-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\d/-])")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def shift_month(month: str, by: int) -> str:
    """The month `by` months after `month`: `shift_month("2014-12", 1)` is `2015-01`."""
    year, number = int(month[:4]), int(month[5:7])
    index = year * 12 + number - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from `first` to `last`, both included; empty where `last` is before `first`."""
    found = []
    while first <= last:
        found.append(first)
        first = shift_month(first, 1)
    return found


def month_name(month: str) -> str:
    """The month in words: `2014-12` is `December 2014`."""
    return f"{MONTHS[int(month[5:7]) - 1]} {month[:4]}"


def months_in_words(text: str) -> str:
    """A text with its months and dates in words: `2014-12 to 2015-03-31` is `December 2014 to 31 March 2015`."""
    return MONTH.sub(lambda found: f"{int(found[3] or 0)} {month_name(found[0])}".removeprefix("0 "), text)


@dataclass(frozen=True, order=True)
class FinancialYear:
    """April of `starts` to March of the year after; written `2014/15`."""

    starts: int

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read `2014/15` or `2014-15`. Raises UsageError for anything else, `2014` and `2014/16` included."""
        match = re.fullmatch(r"((?:19|20)\d\d)[/-](\d\d)", str(text).strip(), re.ASCII)
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            what = f"'{text}' is not a financial year"
            raise UsageError(what, mend="Write it as 2014/15: April 2014 to March 2015.")
        return cls(int(match[1]))

    @classmethod
    def of_month(cls, month: str) -> "FinancialYear":
        """The financial year that holds a month such as `2014-12`."""
        return cls(int(month[:4]) - (int(month[5:7]) < 4))

    def __str__(self) -> str:
        return f"{self.starts}/{(self.starts + 1) % 100:02d}"

    @property
    def slug(self) -> str:
        """The year as a folder's name: `2014-15`."""
        return str(self).replace("/", "-")

    @property
    def first_month(self) -> str:
        """Its April, as `2014-04`."""
        return f"{self.starts}-04"

    @property
    def last_month(self) -> str:
        """Its March, as `2015-03`."""
        return f"{self.starts + 1}-03"

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.starts, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the year after."""
        return date(self.starts + 1, 3, 31)

    @property
    def months(self) -> list[str]:
        """Its twelve months, April first."""
        return months_between(self.first_month, self.last_month)

    @property
    def quarters(self) -> dict[int, list[str]]:
        """The months of quarters 1 (April to June) to 4 (January to March)."""
        return {n + 1: self.months[3 * n : 3 * n + 3] for n in range(4)}

    @property
    def before(self) -> "FinancialYear":
        """The financial year before."""
        return FinancialYear(self.starts - 1)

    def back(self, years: int) -> list["FinancialYear"]:
        """The last `years` financial years that end with this one, the oldest first."""
        return [FinancialYear(self.starts - n) for n in reversed(range(years))]
