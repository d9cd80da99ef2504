"""Two editions side by side: the page and the listing of what changed between them."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from assessment import comparison, project
from assessment.comparison import Difference, of_kind
from assessment.errors import AssessmentError, UsageError
from assessment.periods import FinancialYear
from assessment.present.markup import clean
from assessment.present.wording.numbers import counted
from assessment.publish import pages
from assessment.publish.differences import Row, row_of
from assessment.published import Published, read

MARK = "Comparison of two editions"  # in the head of the page: a file that has it may be written over
UNLIKE = "One of the two is of part of a year: counts of so many months are never set beside those of another number."
MOST_REVISED, MOST_ROWS, MOST_LINES = 1000, 250, 10


class Part(NamedTuple):
    """A class of differences on the page: its heading and what it is."""

    title: str
    told: str


PARTS = {
    comparison.REVISED: Part(
        "Revised for the same period",
        "The same figure of the same period is another number in the newer edition, which takes the older one's place: "
        "whoever quoted it should know.",
    ),
    comparison.WITHHELD: Part(
        "Suppressed in one of the two",
        "Shown in one edition and suppressed in the other, so that nobody is recognised.",
    ),
    comparison.METHOD: Part(
        "Another method or other sources",
        "The same number for the same period, made in another way or from other files.",
    ),
    comparison.MOVED: Part(
        "Moved with the period",
        "The same figure of another period: what changed from one to the other. Whether that is more than chance would "
        "explain is said in the chapters.",
    ),
    comparison.APPEARED: Part("New in the newer edition", "Figures that the older edition has not got."),
    comparison.VANISHED: Part("No longer in the newer edition", "Figures that the newer edition has not got."),
}


def editions(old: Path, new: Path) -> tuple[Published, Published]:
    """Read two editions of one area. Raises AssessmentError where one cannot be read, or they are of two areas."""
    found = read(old), read(new)
    names = [one.area for one in found]
    if all(names) and names[0] != names[1]:
        what = f"These are editions of two areas, {names[0][:60]} and {names[1][:60]}"
        raise AssessmentError(what, f"{old}; {new}", "Compare two editions of one area.")
    return found


def differences(old: Published, new: Published) -> list[Difference]:
    """Every figure of two editions in its class."""
    return comparison.compare(old.figures, new.figures, (old.files, new.files))


def listing(old: Published, new: Published, found: Sequence[Difference]) -> str:
    """For the terminal: how many there are of each class, then the ten largest of each, without steering signs."""
    secret = ["Restricted: not for publication"] if old.run.restricted or new.run.restricted else []
    unlike = [UNLIKE] if unlike_periods(old, new) else []
    lines = [*secret, f"{clean(_named(old))} and {clean(_named(new))}: {counted(len(found), 'figure')}", *unlike]
    lines += [f"{len(of_kind(found, kind)):>6}  {part.title.lower()}" for kind, part in PARTS.items()]
    lines.append(f"{len(of_kind(found, comparison.SAME)):>6}  the same in both")
    for kind, part in PARTS.items():
        if rows := of_kind(found, kind):
            order = ", the largest first" if any(one.size for one in rows) else ""
            lines.append(f"{part.title}{order}:")
            lines += [f"  {clean(_line(one))}" for one in rows[:MOST_LINES]]
            lines += [f"  and {len(rows) - MOST_LINES} more"] * (len(rows) > MOST_LINES)
    return "\n".join(lines)


def unlike_periods(old: Published, new: Published) -> bool:
    """Whether one of the editions is of part of a year and the other of another part, or of the whole."""
    return len({len(_months(one)) for one in (old, new)}) > 1


def _months(edition: Published) -> list[str]:
    try:
        return FinancialYear.parse(edition.year).months
    except UsageError:  # a folder of another name, without a run.json
        return []


def _line(found: Difference) -> str:
    row = row_of(found)
    change = f" ({row.change})" if row.change else ""
    return f"{found.figure.id}: {row.before} -> {row.after}{change}".replace("\n", " ")


def page(old: Published, new: Published, found: Sequence[Difference], made: datetime) -> str:
    """The page of a comparison."""
    both = (old, new)
    told = {
        "area": new.area,
        "editions": [{"name": _named(one), "made": one.run.made, "state": one.run.standing.state} for one in both],
        "parts": [_part(kind, part, of_kind(found, kind)) for kind, part in PARTS.items()],
        "same": len(of_kind(found, comparison.SAME)),
        "generated": made,
        "mark": MARK,
        "restricted": any(one.run.restricted for one in both),
        "names": (_named(old), _named(new)),
        "unlike": UNLIKE if unlike_periods(old, new) else "",
        "illustrative": any(one.illustrative for edition in both for one in edition.figures),
    }  # fmt: skip
    return pages.environment().get_template("compare.html.j2").render(page=told)


def _part(kind: str, part: Part, found: Sequence[Difference]) -> tuple[str, Part, list[Row], int]:
    """A class of differences as the page takes it: as many rows as a reader can use, and how many there are."""
    most = MOST_REVISED if kind == comparison.REVISED else MOST_ROWS
    return kind, part, [row_of(one) for one in found[:most]], len(found)


def _named(edition: Published) -> str:
    return f"edition of {edition.year}"


def place_of(old: Path, new: Path) -> Path:
    """Where a comparison goes: beside the newer edition's folder, where no build looks."""
    before, after = (one.absolute() if one.is_dir() else one.absolute().parent for one in (old, new))
    return after.parent / f"compare_{before.name}_{after.name}.html"


def write(text: str, path: Path) -> None:
    """Write the page. Raises UsageError where something that is no comparison stands there."""
    try:
        if path.is_dir() or (path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace")[:4000]):
            what = "Something that is not a comparison stands where the page is to go"
            raise UsageError(what, str(path), "Name another file with --out.")
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        what = "The page of the comparison cannot be written"
        raise AssessmentError(what, f"{path}: {error.strerror}", "Name another file with --out.") from None


def asked_for(words: Iterable[str]) -> tuple[Path, Path]:
    """The two editions that a command names: two folders or files, or an area and two years.

    Raises UsageError for anything else.
    """
    given = list(words)
    if len(given) == 3:
        home = project.root() / project.OUTPUTS / project.area(given[0]).slug
        return tuple(home / FinancialYear.parse(year).slug for year in given[1:])
    if len(given) != 2 or not all(word.strip() for word in given):
        what = (
            f"{counted(len(given), 'word')} cannot be compared"
            if len(given) != 2
            else "The name of an edition is empty"
        )
        raise UsageError(what, mend="Name two editions (folders, or their figures.json), or an area and two years.")
    return Path(given[0]), Path(given[1])


def run(old: Path, new: Path, out: Path | None = None) -> tuple[str, Path, int]:
    """Compare two editions and write the page; the listing, the page's place, how many figures were revised."""
    before, after = editions(old, new)
    found, place = differences(before, after), out or place_of(old, new)
    write(page(before, after, found, datetime.now(UTC)), place)
    return listing(before, after, found), place, len(of_kind(found, comparison.REVISED))
