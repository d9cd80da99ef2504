"""What each raw file was recognised as, what months it covers, and what is wrong: told without building."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assessment import project
from assessment.errors import storage
from assessment.problems import SEVERITIES, Problem
from assessment.project import Area
from assessment.run.aftermath import aftermath
from assessment.sources.months import missing, runs
from assessment.store import Prepared, SourceFile, prepare

if TYPE_CHECKING:
    import polars as pl

NOTHING = "not recognised"
Builds = Sequence[tuple[str, str]]


def check(area: Area, raw: Path) -> Prepared:
    """Read the raw files for an area. Raises AssessmentError where there is nothing to read."""
    with storage(project.processed_folder()):
        found = prepare(area, raw)
    mend = "Where they are not meant to overlap, mend or remove one file of config/areas."
    found.problems.extend(Problem("warning", "shared_authority", t, mend) for t in project.shared_authorities(area))
    return found


def builds(area: Area, out: Path | None = None) -> list[tuple[str, str]]:
    """What became of the area's last builds: each with its severity, in a sentence or two."""
    return aftermath(out or project.root() / project.OUTPUTS, area.slug)


def blocks(found: Prepared) -> list[Problem]:
    """The problems for which nothing should be built."""
    return found.blockers


def rows(found: Prepared) -> list[dict[str, object]]:
    """One object a problem, and one of severity `information` for a file that has none.

    Keys: file, format, severity, message, rows_kept, rows_set_aside. A problem of several files
    together has an empty file and no rows.
    """
    told = [_row(found, problem) for problem in found.problems]
    named = {owner.file for owner in (_owner(found, problem) for problem in found.problems) if owner}
    told += [_object(file, "information", _covers(file)) for file in found.files if file.file not in named]
    return sorted(told, key=lambda row: (str(row["file"]), SEVERITIES.index(row["severity"])))


def _row(found: Prepared, problem: Problem) -> dict[str, object]:
    mend = f" {problem.mend}" if problem.mend else ""
    line = f"line {problem.line}: " if problem.line else ""
    owner = _owner(found, problem)
    told = _object(owner, problem.severity, f"{line}{problem.message}.{mend}")
    return {**told, "file": problem.file, "format": told["format"] or problem.format}


def _object(file: SourceFile | None, severity: str, message: str) -> dict[str, object]:
    return {
        "file": file.file if file else "",
        "format": file.format if file else "",
        "severity": severity,
        "message": message,
        "rows_kept": file.rows_kept if file else 0,
        "rows_set_aside": file.rows_set_aside if file else 0,
    }


def _owner(found: Prepared, problem: Problem) -> SourceFile | None:
    """The file that a problem is of, itself or as the archive around it."""
    if not problem.file:
        return None
    fits = (f for f in found.files if problem.file == f.file or problem.file.startswith(f.file + "/"))
    return max(fits, key=lambda file: len(file.file), default=None)


def _covers(file: SourceFile) -> str:
    return f"{file.label}: {file.period or file.release}".rstrip(": ")


def as_json(found: Prepared, built: Builds = ()) -> str:
    """The same as JSON, and what became of the last builds; nothing in it can do anything to a terminal."""
    told = [*rows(found), *(_object(None, severity, f"edition {text}") for severity, text in built)]
    text = json.dumps(told, indent=2, ensure_ascii=False)
    return "".join(sign if sign.isprintable() or sign == "\n" else json.dumps(sign)[1:-1] for sign in text)


def listing(found: Prepared, built: Builds = ()) -> str:
    """The same for people: files, what each table holds, problems, months, builds, verdict; an unwrapped line an item.

    What files and their headers are called comes from others: signs that cannot be seen are shown by their numbers.
    """
    lines = [*_files(found), "", *_tables(found), "", *_problems(found), "", *_months(found)]
    lines += [*(["Editions", *(text for _, text in built), ""] if built else []), verdict(found)]
    return "\n".join(map(_inert, lines))


def verdict(found: Prepared) -> str:
    """Whether anything blocks a build, in a line."""
    blockers, warnings = len(found.blockers), sum(problem.severity == "warning" for problem in found.problems)
    warned = f"{warnings} warning{'' if warnings == 1 else 's'}"
    if not blockers:
        return f"Nothing blocks a build; {warned}."
    return f"{blockers} {'problem blocks' if blockers == 1 else 'problems block'} a build; {warned}."


def _inert(line: str) -> str:
    r"""The line without signs that steer a terminal or turn the direction of text: `\x1b` for an escape."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in line)


def _files(found: Prepared) -> Iterator[str]:
    head = ("file", "format", "months or release", "rows kept", "set aside")
    lines = [
        (f.file, f.format or NOTHING, f.period or f.release, f"{f.rows_kept:,}", f"{f.rows_set_aside:,}")
        for f in found.files
    ]
    yield from _aligned([head, *lines])


def _tables(found: Prepared) -> Iterator[str]:
    yield "What the assessment can use"
    lines = [(name, f"{height:,} rows", _span(found, name)) for name, height in sorted(found.heights.items())]
    yield from _aligned(lines)
    known = project.sources()
    absent = [name for name in known if name in ("police_uk_street", "force_extract") and "crime" not in found.heights]
    yield from (f"missing: {known[name].label}. {known[name].how_to_get}" for name in absent)


def _span(found: Prepared, name: str) -> str:
    frame = found.polars(name)
    if "month" in frame.columns:
        return runs(frame["month"].drop_nulls().unique().to_list())
    if "release" in frame.columns:
        return ", ".join(frame["release"].unique().sort())
    return ""


def _months(found: Prepared) -> Iterator[str]:
    """Coverage: of each kind of record the months, those between them that are not there, and how many rows came."""
    if "coverage" not in found.heights:
        return
    yield "Coverage"
    head = ("kind", "source", "months", "not there", "rows", "a month", "without an LSOA", "repeated")
    parts = found.polars("coverage").sort("kind", "source").partition_by("kind", "source")
    yield from _aligned([head, *map(_covered, parts)])
    yield ""


def _covered(part: "pl.DataFrame") -> tuple[str, ...]:
    """The line of one kind from one source. `rows` are as they came; those that repeat a record are among them."""
    months, rows = part["month"].to_list(), part["rows"]
    blank, total = part["blank_lsoa"].sum(), rows.sum()
    counts = (f"{total:,}", f"{rows.min():,} to {rows.max():,}", f"{blank:,} ({blank / max(total, 1):.1%})")
    return (part["kind"][0], part["source"][0], runs(months), runs(missing(months)) or "none", *counts,
            f"{part['repeated'].sum():,}")  # fmt: skip


def _problems(found: Prepared) -> Iterator[str]:
    if not found.problems:
        yield "No problems."
        return
    yield "Problems"
    for problem in found.problems:
        place = f"{problem.file}: " if problem.file else ""
        line = f"line {problem.line}: " if problem.line else ""
        mend = f" {problem.mend}" if problem.mend else ""
        yield f"{problem.severity}: {place}{line}{problem.message}.{mend}"
    if any(file.rows_set_aside for file in found.files):
        yield f"The rows set aside, each with its reason: {_rejects(found)}"


def _rejects(found: Prepared) -> str:
    path = found.folder / "rejects.csv"
    return str(path.relative_to(project.root())) if path.is_relative_to(project.root()) else str(path)


def _aligned(lines: list[tuple[str, ...]]) -> Iterator[str]:
    """Columns of one width each; the last is not padded."""
    lines = [tuple(map(_inert, line)) for line in lines]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)] if lines else []
    for line in lines:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
