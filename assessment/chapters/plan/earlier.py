"""The edition of the year before, where it stands beside this one: what it said, and what was revised since."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime import kinds
from assessment.chapters.crime.hidden import hides
from assessment.chapters.plan.judged import subject_of
from assessment.comparison import MOVED, REVISED, Difference, compare, of_kind
from assessment.errors import AssessmentError
from assessment.figures import Figure
from assessment.periods import FinancialYear, months_in_words
from assessment.present import wording
from assessment.present.tables import Table
from assessment.published import Published, read, year_before

MOST = 15  # rows of a table
SOURCE = {"source": "figures.json of the two editions"}
KINDS = {f"{part.id}.count": part for _, parts in kinds.FAMILIES for part in parts}


@dataclass(frozen=True)
class Earlier:
    """The edition of the year before with what differs from this one; or why there is none, and the mend."""

    year: str
    published: Published | None = None
    now: tuple[Figure, ...] = ()
    differences: tuple[Difference, ...] = ()
    lacking: str = ""
    mend: str = ""

    @property
    def compared(self) -> int:
        """How many figures both editions give for the same period."""
        return sum(one.old is not None and one.new is not None and one.kind != MOVED for one in self.differences)

    @property
    def revised(self) -> list[Difference]:
        """The figures that are another number now for the same period, the largest first."""
        return of_kind(self.differences, REVISED)

    def moved(self, period: str) -> list[Difference]:
        """The counts that the earlier edition gives for its year and this one for `period`, the largest first."""
        then = (
            {} if self.published is None else {one.id: one for one in self.published.figures if one.period == self.year}
        )
        pairs = [(then[one.id], one) for one in self.now if one.period == period and one.id in then]
        found = [Difference(MOVED, *pair) for pair in pairs if all(map(_is_count, pair))]
        return sorted(found, key=lambda one: -(one.size or 0))


def _is_count(figure: Figure) -> bool:
    plain = figure.unit == "count" and figure.id.startswith(("crime.", "asb.")) and figure.id.endswith(".count")
    return plain and figure.value is not None


def earlier_edition(chapter: Chapter, figures: Iterable[Figure]) -> Earlier:
    """The edition of the year before beside this one; `figures` are those of this edition's other chapters.

    What the earlier edition counted is counted again from the records of today, so that a revision shows.
    """
    year = chapter.year.full.before
    if chapter.edition is None:
        why = f"Opened by itself, this chapter has no other figures to compare with those of the edition of {year}."
        return Earlier(str(year), lacking=why, mend="Build the edition: assessment build.")
    folder = year_before(chapter.edition, chapter.year, restricted=chapter.disclosure.restricted)
    if not folder.is_dir():
        mend = f"Build it, then this one again: assessment build {chapter.area.slug} --year {year}."
        return Earlier(str(year), lacking=f"No edition of {year} stands beside this one.", mend=mend)
    try:
        return _compared(chapter, year, folder, figures)
    except AssessmentError as error:
        told = f"The edition of {year} cannot be read: {wording.sentence(error.what)}"
        return Earlier(str(year), lacking=told, mend="Build it again, then this one.")


def _compared(chapter: Chapter, year: FinancialYear, folder: Path, figures: Iterable[Figure]) -> Earlier:
    found = read(folder)
    again = {(one.id, one.period): one for one in [*figures, *recounted(chapter, found, year)]}
    now = {file.file: file.sha256 for file in chapter.prepared.files}
    differences = compare(found.figures, again.values(), (found.files, now))
    return Earlier(str(year), found, tuple(again.values()), tuple(differences))


def recounted(chapter: Chapter, found: Published, year: FinancialYear) -> list[Figure]:
    """The counts of the earlier edition's year, from the records as they are now."""
    told = []
    for old in found.figures:
        subject = subject_of(chapter, old.id) if old.id.endswith(".count") and old.period == str(year) else None
        if subject is not None and chapter.counts.complete(subject, year) and not hides(chapter, subject, year):
            about = {"of": subject.kind, "period": old.period, "method": "count"}
            told.append(chapter.figure(old.id, old.label, chapter.counts.total(subject, year), "count", **about))
    return told


def revised_sentence(found: Earlier) -> str:
    """How many of the figures that both editions give for the same period were revised."""
    if not found.compared:
        return f"This edition and that of {found.year} give no figure for the same period."
    if found.compared == 1:
        was = "was" if found.revised else "was not"
        return (
            f"The one figure that this edition and that of {found.year} give for the same period {was} revised since."
        )
    number = wording.counted(found.compared, "figure")
    of = f"{number} that this edition and that of {found.year} give for the same period"
    if not found.revised:
        return f"None of the {of} was revised since."
    number = len(found.revised)
    return f"Of the {of}, {wording.small(number)} {'was' if number == 1 else 'were'} revised since."


def revised_table(chapter: Chapter, found: Earlier) -> Table | None:
    """The revised figures, the largest first; None where there is none."""
    if not found.revised:
        return None
    shown = found.revised[:MOST]
    rows = [
        (f"{one.new.label}, {months_in_words(one.new.period)}", one.old.value, one.new.value, one.new.unit)
        for one in shown
    ]
    frame = pd.DataFrame(rows, columns=["Figure", f"In the edition of {found.year}", "Now", "Unit"])
    more = len(found.revised) - len(shown)
    notes = (f"{more} more were revised: assessment compare lists them all.",) if more else ()
    places = tuple(0 if all(float(n).is_integer() for n in _numbers(one)) else 3 for one in shown)
    caption = f"Figures revised since the edition of {found.year}, {chapter.area.name}"
    told = {"of": (), "notes": notes, "decimals": places, **SOURCE}
    return chapter.table(frame, caption, "given in each row", "last_plan_revised", **told)


def _numbers(found: Difference) -> list[float]:
    return [value for value in (found.old.value, found.new.value) if isinstance(value, (int, float))]


def _hides(chapter: Chapter, id: str, year: FinancialYear) -> bool:
    """Whether this edition hides a count of an earlier year, whatever the edition of that year told."""
    subject = subject_of(chapter, id) or KINDS.get(id)
    return subject is not None and chapter.counts.known(subject) and hides(chapter, subject, year)


def moved_table(chapter: Chapter, found: Earlier) -> Table | None:
    """The counts of the two editions' years that moved most, with those revised since marked; None without any."""
    marked = {one.new.id for one in found.revised if one.new.period == found.year}
    year = chapter.year.full.before
    told = [one for one in found.moved(chapter.year.period) if not _hides(chapter, one.old.id, year)]
    rows = [
        (
            one.new.label,
            one.old.value,
            one.new.value,
            one.new.value - one.old.value,
            "yes" if one.new.id in marked else "no",
        )
        for one in told[:MOST]
    ]
    if not rows:
        return None
    columns = ["Counted", f"{found.year}, as published then", str(chapter.year), "Difference", "Revised since?"]
    caption = f"What moved most since the edition of {found.year}, {chapter.area.name}"
    told = {
        "of": (),
        "notes": ("Whether a change is more than chance would explain is said in the chapters.",),
        **SOURCE,
    }
    return chapter.table(
        pd.DataFrame(rows, columns=columns), caption, "offences or incidents", "last_plan_moved", **told
    )
