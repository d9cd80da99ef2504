"""What priorities are scored on: candidates, criteria, and the evidence of each, every number a figure."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange, year_change
from assessment.chapters.crime.districts import districts_of
from assessment.chapters.crime.priority import PRIORITIES
from assessment.chapters.crime.subjects import ALL_CRIME, Subject, category, inside
from assessment.chapters.disclosed import COARSE
from assessment.chapters.harm_index.shown import ROUNDED, as_shown, harm_of
from assessment.chapters.harm_index.weights import Weighed, versions_that_fit
from assessment.chapters.residents import lsoas_and_table
from assessment.figures import snake
from assessment.measures.concentration import beyond_chance
from assessment.measures.priorities import scaled
from assessment.present import wording
from assessment.present.wording.numbers import SMALL_BASE

KNOWN_FOR = 0.5  # of the candidates: a criterion that fewer have is shown and not scored
HALF_WAY = 0.5  # the score of a candidate on a criterion that is not known of it
SURVEYED = {"antisocial_behaviour": "consultation.residents_survey_asb"}


@dataclass(frozen=True)
class Candidate:
    """What might become a priority: one that the workbook knows (`known`), or a category of recorded crime."""

    name: str
    title: str
    found: YearChange
    known: bool

    @property
    def subject(self) -> Subject:
        """What is counted."""
        return self.found.subject


@dataclass(frozen=True)
class Criterion:
    """A measure of how much something deserves to be a priority, the larger the more."""

    label: str
    what: str
    decimals: int


CRITERIA = {
    "volume": Criterion("Volume", "offences or incidents recorded in the year", 0),
    "change": Criterion("Change", "change on the year before, per cent: what rises counts for more", 1),
    "harm": Criterion(
        "Harm", "days of imprisonment by the harm weights; antisocial behaviour is no crime and has none", 0
    ),
    "county": Criterion(
        "Share of force",
        "the area's share of the count of all the force's districts, per cent; candidates come in the same order as by "
        "the area's rate over the force's",
        1,
    ),
    "concentration": Criterion(
        "Concentration",
        "how few LSOAs it is in, beyond what chance makes of so few records (Gini coefficient, nought for an even "
        "spread by chance): what is in few places can be acted on there",
        2,
    ),
    "concern": Criterion("Public concern", "residents who named it in a survey up to the edition's March, per cent", 0),
}


def candidates_of(chapter: Chapter) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates with enough of them in a year to be compared, and those with too few."""
    known = [(one.name, one.title, one.subject(chapter.counts), True) for one in PRIORITIES.values()]
    known = [one for one in known if one[2] is not None]
    taken = {subject for _, _, subject, _ in known}
    named = [category(name) for name in chapter.counts.categories(chapter.year)]
    others = [(snake(one.label), one.label, one, False) for one in named if one not in taken]
    found = [(*one, year_change(chapter, one[2])) for one in [*known, *others]]
    made = [
        Candidate(name, change.subject.label.removesuffix(" crimes") if known else title, change, known)
        for name, title, _, known, change in found
        if change is not None
    ]
    enough = [one for one in made if (one.found.count or 0) >= SMALL_BASE]
    return enough, [one for one in made if one not in enough]


class Evidence:
    """What is known of each candidate under each criterion.

    `table`: a row a candidate, by name; a column a criterion; NaN where it is not known.
    """

    def __init__(self, chapter: Chapter, candidates: list[Candidate]) -> None:
        self.chapter, self.candidates = chapter, candidates
        self.notes: list[str] = []  # what is not exact in it
        told: dict[str, Callable[[Candidate], float | None]] = {
            "volume": lambda one: one.found.count,
            "change": _change,
            "harm": self._harm,
            "county": self._county,
            "concentration": self._concentration,
            "concern": self._concern,
        }
        rows = {one.name: {name: tell(one) for name, tell in told.items()} for one in candidates}
        self.table = pd.DataFrame.from_dict(rows, orient="index", columns=list(told)).astype(float)

    @cached_property
    def weighed(self) -> Weighed | None:
        """The year's crime under the harm weights that fit it best."""
        chapter, weights = self.chapter, self.chapter.data("harm_weights")
        shipped = {f.release for f in chapter.prepared.sources_of("harm_weights") if f.file.startswith("config/")}
        found = versions_that_fit(chapter.counts.records(ALL_CRIME, chapter.year), weights, shipped)
        return as_shown(chapter, found[0]) if found else None

    @cached_property
    def scored(self) -> list[str]:
        """The criteria that enough candidates have and that set them apart."""
        known = self.table.notna().mean()
        return [
            name for name in self.table if known[name] >= KNOWN_FOR and self.table[name].max() > self.table[name].min()
        ]

    @property
    def gaps(self) -> list[Candidate]:
        """The candidates of which a scored criterion is not known."""
        return [one for one in self.candidates if self.table.loc[one.name, self.scored].isna().any()]

    def scores(self, unknown: float = HALF_WAY, of: str = "") -> pd.DataFrame:
        """Each scored criterion from 0 to 1, 1 the greatest priority; what is not known counts as half-way.

        `unknown` is what a gap counts as instead, for the candidate `of` alone.
        """
        found = {name: scaled(self.table[[name]].dropna())[name] for name in self.scored}
        table = pd.DataFrame(found, index=self.table.index)
        if of:
            table.loc[of] = table.loc[of].fillna(unknown)
        return table.fillna(HALF_WAY)

    # Each criterion

    def _figure(self, one: Candidate, measure: str, value: float, unit: str, **more: object) -> float:
        label = f"{one.title}: {more.pop('label')}"
        self.chapter.figure(f"priorities.{one.name}.{measure}", label, value, unit, **more)
        return value

    def _harm(self, one: Candidate) -> float | None:
        if one.subject.kind != "crime" or self.weighed is None:
            return None
        days, step = harm_of(self.chapter, self.weighed, one.subject)
        method = self.weighed.version
        if step:
            self.notes.append(ROUNDED.format(inside(one.title), wording.number(step)))
            method += f", rounded to {wording.number(step)} days"
        told = {"of": ("crime", "harm_weights"), "release": self.weighed.version, "method": method}
        return self._figure(one, "harm_days", days, "days", label="harm", period=one.found.period, **told)

    def _county(self, one: Candidate) -> float | None:
        chapter = self.chapter
        found = districts_of(chapter.prepared, chapter.area, one.subject, chapter.year)
        if found is None:
            return None
        ours, whole = int(found.counts.loc[chapter.area.name, "after"]), found.total[1]
        told = {"of": found.source, "numerator": ours, "denominator": whole, "method": f"over {found.months} months"}
        label = "share of the count of the force's districts"
        return 100 * self._figure(one, "share_of_force", ours / whole, "ratio", label=label, **told)

    def _concentration(self, one: Candidate) -> float | None:
        chapter = self.chapter
        codes, table = lsoas_and_table(chapter.prepared, chapter.area.authorities)
        records = chapter.counts.records(one.subject, chapter.year)
        placed = (
            records["lsoa"].value_counts().reindex(codes, fill_value=0) if "lsoa" in records else pd.Series(dtype=int)
        )
        if placed.sum() < SMALL_BASE:
            return None
        told = {"of": (one.subject.kind, table), "period": one.found.period, "denominator": len(codes)}
        method = (
            "(G - G0) / (1 - G0): Gini of the records with an LSOA beyond that of an even spread by chance, Poisson"
        )
        label, value = "Gini over LSOAs beyond chance", round(beyond_chance(placed), COARSE)
        return self._figure(one, "gini_beyond_chance", value, "ratio", label=label, method=method, **told)

    def _concern(self, one: Candidate) -> float | None:
        """The latest survey that ended by the edition's March."""
        chapter, table = self.chapter, self.chapter.prepared.table("returns")
        if table is None:
            return None
        measures = {f"consultation.concern.{one.name}", SURVEYED.get(one.name)}
        rows = table[table["measure"].isin(measures) & (table["area"] == chapter.area.name)]
        rows = rows[pd.to_datetime(rows["period_end"]) <= pd.Timestamp(chapter.year.last_day)].dropna(subset=["value"])
        if rows.empty:
            return None
        last = rows.sort_values("period_end").iloc[-1]
        told = {"of": "returns", "period": str(pd.Timestamp(last["period_end"]).year), "method": "survey of residents"}
        value = float(last["value"])
        return self._figure(one, "concern_percent", value, "percent", label="residents who named it", **told)


def _change(one: Candidate) -> float | None:
    """The change in per cent; of too few before none is given."""
    like = one.found.like
    return None if like is None or like.before < SMALL_BASE else like.change.percent
