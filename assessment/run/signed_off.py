"""A final edition is what was signed off: built again it says the same, or its configuration says why not.

The Code of Practice for Statistics has revisions and corrections explained with the statistics: their cause and size.
"""

from collections.abc import Iterable
from pathlib import Path

from assessment.comparison import MOVED, REVISED, VANISHED, WITHHELD, compare
from assessment.editions import Standing
from assessment.errors import AssessmentError
from assessment.figures import Figure
from assessment.periods import months_in_words
from assessment.published import FIGURES, read
from assessment.run.record import told_by

CHANGED = frozenset({REVISED, WITHHELD, MOVED, VANISHED})  # a figure that is only new takes nothing back
OF_FILES = ("quality.", "last_plan.earlier.")  # what lies beside the edition, and no statistic of its year
SHOWN = 3
WHY = (
    "Say why in the area's configuration, under the [[edition]] of that year, with the state final: "
    'revision = [{{ on = 2016-01-12, why = "…", figures = ["{id}"] }}]. '
    "A revision that names figures explains those alone, one that names none all of them. "
    "Without a reason the edition stays as it is."
)


def refuse_unexplained(earlier: Path, standing: Standing, figures: Iterable[Figure]) -> None:
    """Raise AssessmentError where an edition that was signed off would say other figures, and no new revision why.

    `earlier` is the folder of the edition in the place, `standing` what the configuration says of it now. One that is
    being withdrawn is let through: it says on every page that it is not to be used.
    """
    was = (told_by(earlier) or {}).get("standing") or {}
    withdrawing = standing.state == "withdrawn" and was.get("state") != "withdrawn"
    new = [one for one in standing.revision if one.model_dump(mode="json") not in was.get("revision", [])]
    if was.get("state") not in ("final", "withdrawn") or withdrawing or any(not one.figures for one in new):
        return
    named = {id for one in new for id in one.figures}
    moved = [one for one in compare(_of_year(read(earlier).figures), _of_year(figures)) if one.kind in CHANGED]
    found = [one for one in moved if one.figure.id not in named]
    if not found:
        return
    told = "; ".join(f"{one.figure.label}, {months_in_words(one.figure.period)}" for one in found[:SHOWN])
    number = "one of its figures" if len(found) == 1 else f"{len(found)} of its figures"
    what = f"The edition of {standing.year} is {was['state']}, and {number} would change without a reason: {told}"
    raise AssessmentError(what, str(earlier / FIGURES), WHY.format(id=found[0].figure.id))


def _of_year(figures: Iterable[Figure]) -> list[Figure]:
    return [one for one in figures if not one.id.startswith(OF_FILES)]
