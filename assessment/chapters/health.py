"""What partners' returns and published tables tell of drugs and alcohol: use, treatment, admissions and deaths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.figures import snake
from assessment.periods import FinancialYear
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


@dataclass(frozen=True)
class Indicator:
    """One published or returned number, with England beside it where the source has it."""

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

    @property
    def told_of_england(self) -> str:
        """England's value; `[x]` where the source has none."""
        return "[x]" if self.comparator is None else _digits(self.comparator)

    def sentence(self) -> str:
        """The number beside England's."""
        words = wording.ratio_words(self.value, self.comparator)
        told = words if words.endswith("as") else f"{words} the rate of"
        return f"{self.label}: {self.told} {self.unit} in {self.period}, {told} England ({self.told_of_england})."


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
            _period(row.period_start, row.period_end),
            "returns",
            numerator=_or_none(row.numerator),
            denominator=_or_none(row.denominator),
            note=_text(row.note),
        )


def _label(topic: str, name: str) -> str:
    words = name.replace("_", " ")
    return words.capitalize() if topic in ("substance", "drugs") or topic in words else f"{topic.capitalize()}: {words}"


def _period(start: object, end: object) -> str:
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    if (first.month, first.day, last.month, last.day) == (4, 1, 3, 31) and last.year - first.year == 1:
        return str(FinancialYear(first.year))
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return f"{first:%Y-%m} to {last:%Y-%m}"


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
        )


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
