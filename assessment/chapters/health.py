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
DEATHS_SHOWN = 10  # years


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
        """Whether it can stand among the key findings: prevalence with a comparator."""
        return self.comparator is not None and "opiate" in self.label.lower() and "per 1" in self.unit

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
        return (
            f"{self.label}: {wording.number(self.value, 1)} {self.unit} in {self.period}, {told} England "
            f"({wording.number(self.comparator, 1)})."
        )


def indicators(prepared: Prepared, area: Area, year: FinancialYear) -> list[Indicator]:
    """The latest value of each measure that was known by the end of the year."""
    return [*_returned(prepared, area, year), *_published(prepared, area, year)]


def _returned(prepared: Prepared, area: Area, year: FinancialYear) -> Iterator[Indicator]:
    table = prepared.table("returns")
    if table is None:
        return
    known = table[(table["area"] == area.name) & table["measure"].str.split(".").str[0].isin(TOPICS)]
    ended = pd.to_datetime(known["period_end"])
    latest = (
        known[(ended <= pd.Timestamp(year.last_day)) & known["value"].notna()].assign(ended=ended).sort_values("ended")
    )
    for row in latest.drop_duplicates(["measure", "unit"], keep="last").itertuples():
        topic, name = row.measure.split(".", 1)
        id = f"substance.{snake(name if topic == 'substance' else f'{topic}_{name}')}"
        yield Indicator(
            id,
            _label(row.measure),
            float(row.value),
            row.unit or "count",
            _period(row.period_start, row.period_end),
            "returns",
            numerator=_or_none(row.numerator),
            denominator=_or_none(row.denominator),
            note=row.note or "",
        )


def _label(measure: str) -> str:
    topic, name = measure.split(".", 1)
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
    ours = ours.assign(ended=[_ends(period) for period in ours["period"]])
    latest = ours[ours["ended"] <= year.starts + 1].sort_values("ended", kind="stable")
    for row in latest.drop_duplicates("measure", keep="last").itertuples():
        id = f"substance.{snake(row.measure)}"
        yield Indicator(
            id,
            row.measure,
            float(row.value),
            row.unit,
            row.period,
            "published",
            _or_none(row.comparator_england),
            note=f"as published: {row.source_url}",
        )


def _ends(period: str) -> int:
    """The calendar year in which a period written as `2016/17`, `2018-20` or `2018/19-2020/21` ends."""
    ends = [int(match[1]) + bool(match[2]) for match in re.finditer(r"((?:19|20)\d\d)(/\d\d)?", str(period))]
    short = re.search(r"(?:19|20)\d\d-(\d\d)$", str(period))
    return max([*ends, 2000 + int(short[1]) if short else 0], default=9999)


def _digits(value: float) -> str:
    decimals = 0 if value == round(value) else 1 if value == round(value, 1) else 2
    return wording.number(value, decimals)


def _or_none(value: object) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def drug_deaths(prepared: Prepared, area: Area, year: FinancialYear) -> pd.Series | None:
    """Deaths by drug poisoning by calendar year of registration, the last ten that ended within the edition's year."""
    table = prepared.table("drug_deaths")
    if table is None:
        return None
    ours = table[table["authority"].isin(area.authorities) & (table["year"] <= year.starts)].dropna(subset=["deaths"])
    deaths = ours.drop_duplicates(["authority", "year"]).groupby("year")["deaths"].sum().astype(int).sort_index()
    return deaths.tail(DEATHS_SHOWN) if len(deaths) > 1 else None


def carried_forward(prepared: Prepared, area: Area) -> list[str]:
    """The indicators of the Health Index whose last year repeats the year before to the last digit."""
    table = prepared.table("health_index")
    if table is None:
        return []
    ours = table[table["authority"].isin(area.authorities)].sort_values("year")
    return [
        name
        for name, rows in ours.groupby("indicator")
        if len(rows) > 1 and rows["value"].iloc[-1] == rows["value"].iloc[-2]
    ]
