"""Hate crime by strand: an offence may bear several strands, so that they do not add up to the offences."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange, count_sentence, year_change
from assessment.chapters.crime.coded import Coded
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.disclosed import SYMBOL, THRESHOLD
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section

STRANDS = tuple(
    Subject(f"hate.{name}", label, where=((f"hate_{name}", (True,)),))
    for name, label in (
        ("race", "Race"),
        ("religion", "Religion"),
        ("sexual_orientation", "Sexual orientation"),
        ("transgender", "Transgender identity"),
        ("disability", "Disability"),
    )
)
RECORDED = (
    "Recorded hate crime also rises where victims trust that a report is worth making and officers ask: more recorded "
    "is not always more done."
)
HIDDEN = (
    "Strands overlap, so they do not add up to the offences; by how much is not told, for that would give a hidden "
    "strand away."
)


@dataclass(frozen=True)
class AnyStrand(Subject):
    """Offences that bear at least one of the strands."""

    def rows(self, records: Coded) -> np.ndarray:
        """Which of the records hold one of the values in any of the columns."""
        return np.logical_or.reduce([records.holding(column, values) for column, values in self.where])


class HateCrime:
    """The strands of one year, counted, and how far they overlap."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter

    @cached_property
    def strands(self) -> list[Subject]:
        """The strands that the sources mark in this year."""
        counts, year = self.chapter.counts, self.chapter.year
        return [one for one in STRANDS if counts.known(one) and counts.present(one, year)]

    @cached_property
    def whole(self) -> YearChange | None:
        """All offences that bear a strand."""
        if not self.strands:
            return None
        where = tuple(strand.where[0] for strand in self.strands)
        return year_change(self.chapter, AnyStrand("hate.all", "Hate crime", where=where))

    @cached_property
    def parts(self) -> list[YearChange]:
        """The strands as figures; of one with too few offences the count or the change is withheld."""
        return [year_change(self.chapter, one) for one in self.strands]

    @cached_property
    def marks(self) -> int | None:
        """How many strands the offences bear in all; None where that would tell a strand that is not shown."""
        if self.whole is None or any(one.count is None for one in (self.whole, *self.parts)):
            return None
        marks = sum(one.count for one in self.parts)
        several = self._several()
        told = {"period": self.whole.period, "method": "count"}
        self.chapter.figure("hate.marks.count", "Strands that hate crimes bear", marks, "count", **told)
        self.chapter.figure("hate.several.count", "Hate crimes that bear several strands", several, "count", **told)
        return marks

    def _several(self) -> int:
        records = self.chapter.counts.records(self.whole.subject, self.chapter.year)
        held = pd.concat([records[strand.where[0][0]].isin([True]) for strand in self.strands], axis=1)
        return int((held.sum(axis=1) > 1).sum())

    # In words and pictures

    def sentence(self) -> str:
        """The change of all hate crime."""
        return count_sentence(self.whole)

    def overlap(self) -> str:
        """How far the strands overlap, or why that is not told."""
        if self.marks is None:
            return HIDDEN
        offences = wording.counted(self.whole.count, "offence")
        if self.marks == self.whole.count:
            return f"Each of the {offences} bears one strand."
        marks = wording.counted(self.marks, "strand")
        return f"The {offences} bear {marks} between them: strands overlap and do not add up."

    def strand_sentences(self) -> Iterator[str]:
        """Which strands changed by more than chance, and which are not shown."""
        compared = [one for one in self.parts if one.like is not None]
        clear = [inside(one.subject.label) for one in compared if not one.unclear]
        rest = [inside(one.subject.label) for one in compared if one.unclear]
        if clear:
            yield wording.sentence(f"by strand, the change is {wording.LARGER} in {wording.listed(clear)}")
        if rest:
            yield wording.sentence(f"no clear change in {wording.listed(rest)}, {wording.EXPLAINED}")
        withheld = [inside(one.subject.label) for one in self.parts if one.withheld]
        if withheld:
            few = f"a count of fewer than {wording.small(THRESHOLD)} offences"
            yield f"No change is shown where it would tell {few}: {wording.listed(withheld)}."

    def section(self) -> Section:
        """The strands as bars and as a table, with what they do not add up to."""
        told = Prose((self.sentence(), self.overlap(), *self.strand_sentences(), RECORDED))
        compared = [one for one in (self.whole, *self.parts) if one.like is not None]
        return Section((self._picture(compared) if compared else None, self._table(), told))

    def _picture(self, compared: list[YearChange]) -> object:
        year, over = self.chapter.year, self.whole.over
        rows = [(_named(one), one.like.before, one.like.after, *one.difference_ends) for one in compared]
        return charts.change_bars(
            pd.DataFrame(rows, columns=["category", "before", "after", "low", "high"]),
            periods=(str(year.before), str(year)),
            title=wording.change_title("hate crime", self.whole.like.before, self.whole.like.after, year=str(year),
                                       p=self.whole.tested) if self.whole.like else "Hate crime",
            subtitle=f"Change in offences by strand, which overlap, {year} against the year before{over}",
            **self.chapter.about("crime"),
        )  # fmt: skip

    def _table(self) -> object:
        """A row a strand; hidden ones with their mark."""
        rows = []
        for one in (self.whole, *self.parts):
            like = one.like
            ends = (int(like.before), int(like.after)) if like else (SYMBOL if one.withheld else None, one.count)
            sure = None if like is None else "no" if one.unclear else "yes"
            gap = SYMBOL if one.withheld else None
            ends = tuple(SYMBOL if one.withheld and end is None else end for end in ends)
            rows.append((_named(one), *ends, gap if like is None else int(like.change.difference), sure or gap))
        year = self.chapter.year
        frame = pd.DataFrame(rows, columns=["Strand", str(year.before), str(year), "Change", wording.SIGNIFICANT])
        levels = (0, *[1] * (len(rows) - 1))
        caption = f"Hate crime by strand, which overlap, {self.chapter.area.name}"
        return self.chapter.table(frame.astype(object), caption, "offences", "hate_crime_by_strand", levels=levels)


def _named(found: YearChange) -> str:
    return "Any strand" if found.subject.id == "hate.all" else found.subject.label
