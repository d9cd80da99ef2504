"""What the months and rows of the records make doubtful, a sentence each."""

from collections.abc import Collection, Iterable, Iterator

from assessment import project
from assessment.chapters.crime.counts import Counts
from assessment.chapters.crime.subjects import ALL_CRIME, ASB, Subject
from assessment.periods import FinancialYear, month_name, months_in_words
from assessment.present import wording
from assessment.store import Problem

# Findings that chapters tell in their own words, beside the figure.
TOLD = {"missing-months", "blank-lsoa", "different-years", "carried-forward", "part-year"}
NOUNS = ((ALL_CRIME, "Recorded crime"), (ASB, "Antisocial behaviour"))


def cautions_of(counts: Counts, kinds: Collection[str]) -> Iterator[str]:
    """The sentences for those kinds of records, "crime" and "asb"."""
    for subject, noun in NOUNS:
        if subject.kind in kinds and counts.has(subject.kind):
            yield from _gaps(counts, subject, noun)
    if "crime" in kinds and counts.has("crime"):
        yield from _without_place(counts)
    for subject, _ in NOUNS:
        if subject.kind in kinds:
            yield from recording_of(counts, subject)


def _gaps(counts: Counts, subject: Subject, noun: str) -> Iterator[str]:
    """Months that lack a file, of the year and of the one before."""
    part_year = "this is a part year and is not to be read as a whole one"
    like_for_like = "changes compare only the months that both years have"
    for year, consequence in ((counts.year, part_year), (counts.year.before, like_for_like)):
        present = counts.present(subject, year)
        lacking = [month for month in year.months if month not in present]
        if not present:
            lost = "nothing can be said of it" if year == counts.year else "no change on the year before can be given"
            yield f"{noun} of {year} is not in the files: {lost}."
        elif lacking:
            few = f"lacks {wording.months_listed(lacking)}" if len(lacking) <= len(present) else ""
            yield f"{noun} of {year} {few or f'is there for {wording.months_listed(present)} only'}: {consequence}."


def _without_place(counts: Counts) -> Iterator[str]:
    """How many crimes of the force no area can be given."""
    shares = counts.blank_share(counts.year)["share"]
    if shares.max() > 0:
        worst = f"{wording.percent(100 * shares.max())} (in {month_name(shares.idxmax())})"
        yield (
            f"Between {wording.percent(100 * shares.min())} and {worst} of the force's crimes a month have no place "
            "and cannot be given to an area: the area is undercounted, and a change in that share looks like a change "
            "in crime."
        )


def recording_of(counts: Counts, subject: Subject) -> Iterator[str]:
    """What changed between the first month of the year before and the last of this one, other than what happened."""
    if not counts.has(subject.kind) or not counts.present(subject, counts.year.before):
        return
    changes = project.recording_changes(counts.area.force, subject.kind)
    first, last = counts.year.before.first_month, counts.year.last_month
    inside = [f"{changes[month]} ({month_name(month)})" for month in sorted(changes) if first <= month <= last]
    if inside:
        lead = "Between" if subject.kind == "crime" else "Antisocial behaviour, between"
        told = f"{lead} the two years compared: {wording.listed(inside)}"
        yield f"{told}. A step in a series at that point may come of how it is recorded, and not of what happened."


def noted_of(problems: Iterable[Problem], year: FinancialYear) -> Iterator[str]:
    """The findings to read with care on a chapter's tables, without those of months that it never uses."""
    first, last = year.before.first_month, year.last_month
    for problem in problems:
        beside = problem.severity == "warning" and problem.check not in TOLD
        if beside and (not problem.months or (problem.months[0] <= last and problem.months[-1] >= first)):
            yield in_words(problem)


def in_words(problem: Problem) -> str:
    """A finding as a sentence, its months and dates in words."""
    return wording.sentence(months_in_words(problem.message))
