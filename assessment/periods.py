"""Financial years, quarters and months, as the figures name them: `2014/15`, `2016-10 to 2016-12`, `2014-12`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

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
    """April of `starts` to March of the year after, written `2014/15`; or its first `length` months, the year to date.

    The latter is written in words, `April to December 2014`, and compared with the same months of other years.
    """

    starts: int
    length: int = 12

    @classmethod
    def parse(cls, text: str) -> "FinancialYear":
        """Read `2014/15`, `2014-15` or a year to date in words. Raises UsageError for all else, `2014/16` included."""
        told = str(text).strip()
        match = re.fullmatch(r"((?:19|20)\d\d)[/-](\d\d)", told, re.ASCII)
        if match and (int(match[1]) + 1) % 100 == int(match[2]):
            return cls(int(match[1]))
        to_date = re.search(r"((?:19|20)\d\d)$", told, re.ASCII)
        for starts in (int(to_date[1]) - 1, int(to_date[1])) if to_date else ():
            found = next((cls(starts, n) for n in range(1, 12) if str(cls(starts, n)) == told), None)
            if found:
                return found
        what = f"'{text}' is not a financial year"
        raise UsageError(what, mend="Write it as 2014/15: April 2014 to March 2015.")

    def until(self, month: str) -> "FinancialYear":
        """The year up to and with a month such as `2014-12`; March gives the whole year.

        Raises UsageError for what is no month, and for a month of another year.
        """
        months = self.full.months
        if not re.fullmatch(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])", str(month), re.ASCII):
            what = f"'{month}' is not a month"
            raise UsageError(what, mend=f"Write it as {months[8]}: the year to the end of {month_name(months[8])}.")
        if month not in months:
            what = f"{month_name(month)} is not a month of {self.full}"
            raise UsageError(what, mend=f"Name one from {months[0]} to {months[-1]}, or another year with --year.")
        return FinancialYear(self.starts, months.index(month) + 1)

    @classmethod
    def of_month(cls, month: str) -> "FinancialYear":
        """The financial year that holds a month such as `2014-12`."""
        return cls(int(month[:4]) - (int(month[5:7]) < 4))

    def __str__(self) -> str:
        if self.whole:
            return f"{self.starts}/{(self.starts + 1) % 100:02d}"
        first, last = month_name(self.first_month), month_name(self.last_month)
        if self.length == 1:
            return first
        return f"{first.split()[0] if self.length < 10 else first} to {last}"

    @property
    def whole(self) -> bool:
        """Whether it is all twelve months."""
        return self.length == 12

    @property
    def full(self) -> "FinancialYear":
        """The whole year that it is, or is a part of."""
        return FinancialYear(self.starts)

    @property
    def period(self) -> str:
        """As figures name it: `2014/15`; a year to date by its months, `2014-04 to 2014-12`."""
        if self.whole:
            return str(self)
        return " to ".join(dict.fromkeys([self.first_month, self.last_month]))

    @property
    def head(self) -> str:
        """As the head of a narrow column: `2014/15`, `to Dec 2014`."""
        return str(self) if self.whole else f"to {month_name(self.last_month)[:3]} {self.last_month[:4]}"

    @property
    def slug(self) -> str:
        """The year as a folder's name: `2014-15`, `2014-15-to-2014-12`."""
        name = str(self.full).replace("/", "-")
        return name if self.whole else f"{name}-to-{self.last_month}"

    @property
    def first_month(self) -> str:
        """Its April, as `2014-04`."""
        return f"{self.starts}-04"

    @property
    def last_month(self) -> str:
        """Its March, as `2015-03`, or the month that it goes to."""
        return shift_month(self.first_month, self.length - 1)

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.starts, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the year after, or the last day of the month that it goes to."""
        after = shift_month(self.last_month, 1)
        return date(int(after[:4]), int(after[5:]), 1) - timedelta(days=1)

    @property
    def months(self) -> list[str]:
        """Its months, April first."""
        return months_between(self.first_month, self.last_month)

    @property
    def quarters(self) -> dict[int, list[str]]:
        """The months of quarters 1 (April to June) to 4 (January to March), of those that it has whole."""
        return {n + 1: self.months[3 * n : 3 * n + 3] for n in range(self.length // 3)}

    @property
    def before(self) -> "FinancialYear":
        """The financial year before, or the same months of it."""
        return FinancialYear(self.starts - 1, self.length)

    def back(self, years: int) -> list["FinancialYear"]:
        """The last `years` financial years that end with this one, the oldest first; the earlier ones are whole."""
        return [*(FinancialYear(self.starts - n) for n in range(years - 1, 0, -1)), self]

    def alike(self, years: int) -> list["FinancialYear"]:
        """The same months of the last `years` financial years, the oldest first and this one last."""
        return [FinancialYear(self.starts - n, self.length) for n in reversed(range(years))]


SPAN = re.compile(r"((?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?: to ((?:19|20)\d\d-(?:0[1-9]|1[0-2])))?")
YEAR = re.compile(r"\d{4}/\d\d")


def months_of(period: str) -> tuple[str, ...]:
    """The months of `2014/15`, `2014-12` or `2014-10 to 2014-12`; none for a period of another kind."""
    if span := SPAN.fullmatch(period):
        return tuple(months_between(span[1], span[2] or span[1]))
    return tuple(FinancialYear.parse(period).months) if YEAR.fullmatch(period) else ()
