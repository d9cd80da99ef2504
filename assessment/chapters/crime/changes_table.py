"""The changes of several subjects as a table, and how its tests allow for the scatter of the months."""

from collections.abc import Iterable, Sequence

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.disclosed import SYMBOL
from assessment.periods import FinancialYear
from assessment.present import wording
from assessment.present.tables import Table
from assessment.present.wording.numbers import SMALL_BASE

INTERVAL = ("95% interval from, %", "to, %")


def dispersion_sentences(whole: YearChange, parts: Sequence[YearChange]) -> tuple[str, ...]:
    """How p and the intervals allow for the scatter of the months, and by how much."""
    sizes = sorted(one.like.change.dispersion for one in parts)
    ends = " to ".join(dict.fromkeys(wording.number(size, 1) for size in (sizes[0], sizes[-1])))
    of_all = wording.number(whole.like.change.dispersion, 1)
    return (
        "The tests and intervals allow for months that scatter more than chance would explain. The dispersion is how "
        "many times as much they scatter, once the season and the change itself are taken out (Pearson's "
        "chi-squared over its degrees of freedom, never less than one); intervals widen by its square root, and "
        "further by Student's t, because it is an estimate from few months.",
        f"The dispersion is {of_all} for {inside(whole.subject.label)} and {ends} for the categories; the tables have "
        "it where it is more than one.",
    )


def changes_table(
    chapter: Chapter, found: Iterable[YearChange | None], caption: str, name: str, *, parts: bool = True
) -> Table | None:
    """The changes of some subjects as a table, in the order given; what cannot be compared is left out.

    `parts`: the first is a whole of which the others are parts, and they are set in under it.
    """
    given = [one for one in found if one is not None]
    known = [one for one in given if one.like is not None or one.withheld]
    compared = [one for one in known if one.like is not None]
    if not compared:
        return None
    overs = list(dict.fromkeys(one.over for one in compared))
    columns = list(_row(compared[0], chapter.year))
    rows = [_row(one, chapter.year) if one.like else _withheld(one, columns, counts=overs == [""]) for one in known]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    if (frame["Dispersion"] == 1).all():
        frame = frame.drop(columns="Dispersion")
    levels = _levels([one.subject for one in known]) if parts and known[0] is given[0] else ()
    over = overs[0] if len(overs) == 1 else " over the months that both years have"
    told = f"{caption}, {chapter.area.name}, {chapter.year} and the year before{over}"
    nouns, kinds = (tuple(dict.fromkeys(getattr(one.subject, what) for one in known)) for what in ("noun", "kind"))
    decimals = dict.fromkeys(("Change, %", *INTERVAL, "Dispersion"), 1)
    return chapter.table(frame, told, wording.listed(nouns), name, of=kinds, decimals=decimals, levels=levels)


def _levels(subjects: Sequence[Subject]) -> tuple[int, ...]:
    """0 for the whole, which is the first; 1 for its parts; 2 for a part that is inside another part."""
    asked = [set(subject.where) for subject in subjects]
    return (0, *(1 + any(asked[other] < asked[at] for other in range(1, at)) for at in range(1, len(asked))))


def _withheld(found: YearChange, columns: Sequence[str], *, counts: bool) -> dict:
    """A row whose change is not told; its count of the year is where it may be and `counts` are of whole years."""
    row = {**dict.fromkeys(columns, SYMBOL), "Recorded": found.subject.label}
    return row | {found.year.head: found.count} if counts and found.count is not None else row


def _row(found: YearChange, year: FinancialYear) -> dict:
    """A row of the table; of too few before there is no percentage."""
    like, (low, high) = found.like, found.ends
    enough = like.before >= SMALL_BASE and high is not None
    return {
        "Recorded": found.subject.label,
        year.before.head: int(like.before),
        year.head: int(like.after),
        "Change": int(like.change.difference),
        "Change, %": round(like.change.percent, 1) if enough else None,
        **dict(zip(INTERVAL, (low, high) if enough else (None, None), strict=True)),
        wording.SIGNIFICANT: "no" if found.unclear else "yes",
        "Dispersion": round(like.change.dispersion, 1),
    }
