"""What the months and rows of the records make doubtful, a sentence each."""

from collections.abc import Collection, Iterator

from assessment import project
from assessment.chapters.counts import Counts
from assessment.chapters.subjects import ALL_CRIME, ASB, Subject
from assessment.periods import month_name
from assessment.present import wording

NOUNS = ((ALL_CRIME, "Recorded crime"), (ASB, "Antisocial behaviour"))


def cautions_of(counts: Counts, kinds: Collection[str]) -> Iterator[str]:
    """The sentences for those kinds of records, "crime" and "asb"."""
    for subject, noun in NOUNS:
        if subject.kind in kinds and counts.has(subject.kind):
            yield from _gaps(counts, subject, noun)
    if "crime" in kinds and counts.has("crime"):
        yield from _without_place(counts)
        yield from _recording(counts)


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
            yield f"{noun} of {year} lacks {wording.months_listed(lacking)}: {consequence}."


def _without_place(counts: Counts) -> Iterator[str]:
    """How many crimes of the force no area can be given."""
    shares = counts.blank_share(counts.year)["share"]
    if not shares.empty:
        worst = f"{wording.percent(100 * shares.max())} (in {month_name(shares.idxmax())})"
        yield (
            f"Between {wording.percent(100 * shares.min())} and {worst} of the force's crimes a month have no place and "
            "cannot be given to an area: the area is undercounted, and a change in that share looks like a change in crime."
        )


def _recording(counts: Counts) -> Iterator[str]:
    """What changed between the first month of the year before and the last of this one, other than crime itself."""
    changes = project.recording_changes(counts.area.force)
    first, last = counts.year.before.first_month, counts.year.last_month
    inside = [f"{changes[month]} ({month_name(month)})" for month in sorted(changes) if first <= month <= last]
    if inside:
        told = wording.listed(inside)
        yield f"Between the two years compared: {told}. A step in a series there may be that, and not crime."
