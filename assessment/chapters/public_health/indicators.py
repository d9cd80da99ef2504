"""What partners' returns and published tables tell of drugs and alcohol: use, treatment, admissions and deaths."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.figures import snake
from assessment.periods import FinancialYear, months_in_words
from assessment.present import wording
from assessment.project import Area
from assessment.store import Prepared

TOPICS = ("substance", "treatment", "alcohol", "drugs")
HEADLINES = re.compile(r"crack users|specific hospital admissions \(all", re.IGNORECASE)
LABELS = {
    "substance.opiate_crack_prevalence": "Users of opiates or crack, estimated rate",
    "substance.opiate_crack_users": "Users of opiates or crack, estimated number",
    "treatment.young_people": "Young people in treatment",
    "alcohol.working_days_lost": "Working days lost to alcohol",
    "alcohol.working_days_cost": "Cost of working days lost to alcohol",
}
YEAR = r"((?:19|20)\d\d)"
LAST_YEAR = re.compile(rf"{YEAR}(?:/(\d\d)|-(\d\d)(?!\d))?(?!.*{YEAR})")  # the last year that a period names


UNDATED = "year not printed"  # so a return says in its note that the year of its period is a guess
MADE_UP = "illustrative"  # and so that its number is
SPANS = (
    (re.compile(r"\b((?:19|20)\d\d)-(\d\d)\b(?!-)"), lambda found: f"{found[1]} to {found[1][:2]}{found[2]}"),
    (re.compile(r"(/\d\d)-((?:19|20)\d\d/)"), r"\1 to \2"),
)
UNITS = (
    (re.compile(r"(?<=\d)(?=(?:000)+\b)"), ","),
    (re.compile(r"\bpercent\b"), "per cent"),
    (re.compile(r"^DSR (per [\d,]+)$"), r"\1 residents, adjusted for age"),
    (re.compile(r"\bpopulation (\d+)-(\d+)$"), r"residents aged \1 to \2"),
    (re.compile(r"\baged (\d+)-(\d+)$"), r"aged \1 to \2"),
    (re.compile(r"^(per [\d,]+)( all ages)?$"), r"\1 residents"),
)


@dataclass(frozen=True)
class Indicator:
    """One published or returned number, with England beside it where the source has it.

    `note` is the source's own on the number, `address` where it was published.
    """

    id: str
    label: str
    value: float
    unit: str
    period: str
    table: str
    comparator: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    note: str = ""
    address: str = ""

    @property
    def illustrative(self) -> bool | None:
        """Whether a returned number is made up, which its note says; None for another table's."""
        return MADE_UP in self.note if self.table == "returns" else None

    @property
    def undated(self) -> bool:
        """Whether the source names no year for it."""
        return self.period == UNDATED

    @property
    def when(self) -> str:
        """The period in words: `2017 to 2019`."""
        return _replaced(months_in_words(self.period), SPANS)

    @property
    def unit_in_words(self) -> str:
        """The unit in plain words: `DSR per 100000` is `per 100,000 residents, adjusted for age`."""
        return _replaced(self.unit, UNITS)

    @property
    def decimals(self) -> int:
        """As many as its value or England's needs, two at most."""
        known = [value for value in (self.value, self.comparator) if value is not None]
        return next((places for places in (0, 1) if all(value == round(value, places) for value in known)), 2)

    @property
    def theme(self) -> str:
        """The part of the chapter in which it stands."""
        return "deaths" if "death" in self.label.lower() else "use and treatment"

    @property
    def headline(self) -> bool:
        """Whether it can stand among the key findings: use or admissions, with England to compare."""
        return bool(self.comparator) and HEADLINES.search(self.label) is not None

    @property
    def told(self) -> str:
        """The value with as many decimals as it needs, two at most."""
        return _digits(self.value)

    def sentence(self) -> str:
        """The number beside England's."""
        words = wording.ratio_words(self.value, self.comparator)
        told = words if words.endswith("as") else f"{words} the rate of"
        when = f" ({UNDATED})" if self.undated else f" in {self.when}"
        england = _digits(self.comparator)
        return f"{self.label}: {self.told} {self.unit_in_words}{when}, {told} England ({england})."


def indicators(prepared: Prepared, area: Area, year: FinancialYear) -> list[Indicator]:
    """The latest value of each measure whose period had ended by the edition's March; returns go before published."""
    found = [*_returned(prepared, area, year), *_published(prepared, area, year)]
    return list({(one.id, one.period): one for one in reversed(found)}.values())[::-1]


def _returned(prepared: Prepared, area: Area, year: FinancialYear) -> Iterator[Indicator]:
    table = prepared.table("returns")
    if table is None:
        return
    known = table[(table["area"] == area.name) & table["measure"].str.split(".").str[0].isin(TOPICS)]
    known = known.assign(ended=pd.to_datetime(known["period_end"]))
    known = known[(known["ended"] <= pd.Timestamp(year.last_day)) & known["value"].notna()].sort_values("ended")
    for row in known.drop_duplicates(["measure", "unit"], keep="last").itertuples():
        topic, name = row.measure.split(".", 1)
        yield Indicator(
            f"substance.{snake(name if topic == 'substance' else f'{topic}_{name}')}",
            LABELS.get(row.measure) or _label(topic, name),
            float(row.value),
            row.unit or "count",
            UNDATED if UNDATED in _text(row.note) else period_of(row.period_start, row.period_end),
            "returns",
            numerator=_or_none(row.numerator),
            denominator=_or_none(row.denominator),
            note=_text(row.note),
        )


def _label(topic: str, name: str) -> str:
    words = name.replace("_", " ")
    return words.capitalize() if topic in ("substance", "drugs") or topic in words else f"{topic.capitalize()}: {words}"


def period_of(start: object, end: object) -> str:
    """A period as figures name it: `2014/15`, `2013`, `2011 to 2013`, `2014-08`, `2015-04 to 2015-12`."""
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    if (first.month, first.day, last.month, last.day) == (4, 1, 3, 31) and last.year - first.year == 1:
        return str(FinancialYear(first.year))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return " to ".join(dict.fromkeys([f"{first:%Y-%m}", f"{last:%Y-%m}"]))


def _published(prepared: Prepared, area: Area, year: FinancialYear) -> Iterator[Indicator]:
    table = prepared.table("published")
    if table is None:
        return
    ours = table[(table["area"] == area.name) & table["topic"].isin(TOPICS) & table["value"].notna()]
    ours = ours.assign(ended=pd.Series(map(last_month_of, ours["period"]), index=ours.index, dtype="str"))
    latest = ours[ours["ended"] <= year.last_month].sort_values("ended", kind="stable")
    for row in latest.drop_duplicates("measure", keep="last").itertuples():
        yield Indicator(
            f"substance.{snake(row.measure)}",
            row.measure,
            float(row.value),
            row.unit,
            row.period,
            "published",
            _or_none(row.comparator_england),
            note=f"as published: {row.source_url}",
            address=_text(row.source_url),
        )


def _replaced(text: str, rules: Iterable[tuple[re.Pattern, object]]) -> str:
    for pattern, told in rules:
        text = pattern.sub(told, text)
    return text


def last_month_of(period: object) -> str:
    """The last month of a period written as `2016/17`, `2022`, `2018-20` or `2018/19-2020/21`.

    `9999-12` where it names no year, so that it counts as not yet known.
    """
    found = LAST_YEAR.search(str(period))
    if not found:
        return "9999-12"
    starts, financial, span = int(found[1]), found[2], found[3]
    return f"{starts + 1}-03" if financial else f"{starts // 100 * 100 + int(span) if span else starts}-12"


def _digits(value: float) -> str:
    decimals = 0 if value == round(value) else 1 if value == round(value, 1) else 2
    return wording.number(value, decimals)


def _or_none(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _text(value: object) -> str:
    return "" if value is None or pd.isna(value) else str(value)
