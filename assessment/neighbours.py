"""The public editions of an area that a reader may subtract from one that is built, and which of them it gives way to.

What stands has been read and does not change: the later edition hides what the two would tell. One that was itself
built beside an edition of this year, from the same files, gave way to it already; then this one need not.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assessment import project
from assessment.errors import AssessmentError
from assessment.figures import Figure, of_people, read_figures
from assessment.periods import FinancialYear, months_of
from assessment.project import Area
from assessment.published import FIGURES, RUN

GAVE_WAY = "gave_way"  # in run.json: the years of the editions that one gave way to
Numbers = Sequence[object]  # period, value, numerator, denominator


@dataclass(frozen=True)
class Neighbour:
    """A public edition beside the one that is built: its year, and the `numbers` of its figures by their ids.

    It was there `first` where this one is to give way to it; it had then `gave_way` to those of some years.
    """

    year: FinancialYear
    first: bool = True
    gave_way: tuple[FinancialYear, ...] = ()
    numbers: Mapping[str, Sequence[Numbers]] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping) -> "Neighbour":
        """What `neighbours` said of it."""
        gave_way = tuple(map(FinancialYear.parse, told[GAVE_WAY]))
        return cls(FinancialYear.parse(told["year"]), told["first"], gave_way, told["numbers"])

    def differs_by_few(self, figure: Figure, threshold: int) -> bool:
        """Whether it has a figure over some of the months, or over more, with fewer people than `threshold` between."""
        own = set(months_of(figure.period)) if figure.id in self.numbers else set()
        for period, *numbers in self.numbers.get(figure.id, ()):
            months = set(months_of(period))
            if months and (own < months or months < own):
                pairs = [*zip(of_people(figure), of_people(figure, *numbers), strict=True)]
                pairs = pairs if figure.numerator is not None else pairs[:1]  # a denominator alone counts months
                if any(None not in pair and 0 < abs(pair[0] - pair[1]) < threshold for pair in pairs):
                    return True
        return False


def neighbours(area: Path, year: FinancialYear, files: Mapping[str, str]) -> list[dict]:
    """The public editions in an area's folder that count other months than one of `year`, as JSON holds them.

    `files` are the hashes of the source files of the edition that is built, by name: one that gave way to it did so for
    good unless a file of both has changed. Two editions of whole years count the same months: nothing is left.
    """
    found = []
    for folder, told, other in public_editions(area, year):
        if other == year or (other.whole and year.whole):
            continue
        theirs, gave_way = {one["file"]: one["sha256"] for one in told.get("sources", ())}, list(told.get(GAVE_WAY, ()))
        revised = any(theirs.get(name, mark) != mark for name, mark in files.items())
        first = revised or str(year) not in gave_way
        found.append({"year": str(other), "first": first, GAVE_WAY: gave_way, "numbers": _numbers(folder)})
    return found


def beside(folder: Path, area: Area, year: FinancialYear, files: Mapping[str, str]) -> list[dict]:
    """The `neighbours` among an area's own editions, and among those of other areas of the very same authorities."""
    return [one for place in same_area(folder, area) for one in neighbours(place, year, files)]


def same_area(folder: Path, area: Area) -> list[Path]:
    """The folder of an area's editions, and those of areas of the very same authorities under other names."""
    others = (slug for slug, codes in overlapping_areas(area) if codes == frozenset(area.authorities))
    return [folder, *(folder.parent / slug for slug in others)]


def overlapping_areas(area: Area) -> Iterator[tuple[str, frozenset[str]]]:
    """The other configured areas that share an authority with one, and the authorities of each."""
    for slug in project.area_names():
        with suppress(AssessmentError):
            if slug != area.slug and (codes := frozenset(project.area(slug).authorities)) & {*area.authorities}:
                yield slug, codes


def public_editions(area: Path, own: FinancialYear | None = None) -> Iterator[tuple[Path, dict, FinancialYear]]:
    """The editions in an area's folder that may be published: the folder, run.json and year of each.

    Those of before small counts were hidden say nothing of it in their run.json: they were not for publication. The
    edition of `own` is built anew, and may be damaged. Raises AssessmentError where another one's run.json is.
    """
    for path in sorted(area.glob("[!.]*")):
        found = (path / RUN).exists() or (path / FIGURES).exists()
        if not found or path.name.endswith((".failed", "-restricted")):
            continue
        told = _told(path)
        if told is None and path.name != (own.slug if own else ""):
            raise _damaged(path / RUN)
        if told and told.get("restricted") is False:
            yield path, told, FinancialYear.parse(told["year"])


def told_in(stage: Path) -> list[dict]:
    """What `neighbours` found for the edition that is built in a folder, as its chapters are told of it."""
    path = stage / "context.json"
    return json.loads(path.read_text(encoding="utf-8")).get("beside", []) if path.is_file() else []


def _told(edition: Path) -> dict | None:
    """What an edition's run.json says; None where it is damaged, and it cannot be known what may be published of it."""
    try:
        told = json.loads((edition / RUN).read_text(encoding="utf-8"))
        if told.get("restricted") is False:
            FinancialYear.parse(told["year"])
            [(one["file"], one["sha256"]) for one in told.get("sources", ())]
        return told if told.get("restricted") in (None, True, False) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AssessmentError):
        return None


def figures_of(edition: Path) -> list[Figure]:
    """The figures of a public edition. Raises AssessmentError where its figures.json cannot be read."""
    try:
        return list(read_figures(edition / FIGURES))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise _damaged(edition / FIGURES) from error


def _damaged(path: Path) -> AssessmentError:
    what = "A file of an edition that stands beside this one is damaged or gone, so that nothing can be hidden from it"
    again = f"move the folder '{path.parent.name}' away and build that edition again before this one"
    mend = f"Its pages may have been read. Put the file back from a copy; without one, {again}."
    return AssessmentError(what, str(path), mend)


def _numbers(edition: Path) -> dict[str, list[Numbers]]:
    found: dict[str, list[Numbers]] = {}
    for one in figures_of(edition):
        value = None if isinstance(one.value, str) else one.value
        if value is not None:
            found.setdefault(one.id, []).append([one.period, value, one.numerator, one.denominator])
    return found
