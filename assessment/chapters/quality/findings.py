"""The findings on the data that an edition shows: none of months after its March, and none in internal names."""

import re
from collections.abc import Iterator

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.cautions import in_words
from assessment.chapters.crime.subjects import ALL_CRIME, ASB, Subject
from assessment.chapters.residents import residents_of
from assessment.periods import months_between
from assessment.present import wording
from assessment.store import Problem

SEVERITIES = {"blocker": "Stops a build", "warning": "Read with care", "information": "To know"}
# Found over all files at once, those of later years too: told here anew, of the months up to the edition's March.
RETOLD = {"missing-months", "different-years", "part-year"}
TABLES = {
    "asb": "antisocial behaviour",
    "authorities": "local authorities",
    "cascade": "steps of enforcement",
    "deprivation_published": "deprivation as published",
    "district_months": "the force's districts",
    "health_index": "the Health Index",
    "population": "residents",
    "population_lsoa": "residents of LSOAs",
    "published": "published figures",
    "returns": "the partners' returns",
    "severity_scores": "Crime Severity Scores",
}
TIMES = re.compile(r"\b((?:19|20)\d\d)(?:-(0[1-9]|1[0-2])\b|/(\d\d)\b)")
MONTHLY, YEARLY = 31, 360  # days: a return of more than a month and less than a year is of a part of one


def table_in_words(name: str) -> str:
    """What a reader calls a table: `residents of LSOAs`."""
    return TABLES.get(name, name.replace("_", " "))


def findings_of(chapter: Chapter) -> list[tuple[str, str, str, str]]:
    """Severity, message, mend and what it touches, the gravest first; where the same is said of several, once."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for problem in seen(chapter):
        line = f"Line {problem.line}: " if problem.line else ""
        told = line + _plainly(in_words(problem))
        found.setdefault((problem.severity, told, problem.mend), []).extend(_touched(chapter, problem))
    ordered = sorted(found.items(), key=lambda item: list(SEVERITIES).index(item[0][0]))
    return [(*told, ", ".join(dict.fromkeys(where))) for told, where in ordered]


def seen(chapter: Chapter) -> Iterator[Problem]:
    """The problems of an edition: its own, and of all others those that are not of later months or files alone."""
    yield from _own(chapter)
    last = chapter.year.last_month
    later = {file.file for file in chapter.prepared.files} - {file.file for file in chapter.received_files}
    for problem in chapter.prepared.problems:
        first = min(problem.months or _times(problem.message), default=last)
        if problem.check not in RETOLD and first <= last and problem.file not in later:
            yield problem


def _times(message: str) -> list[str]:
    """The months that a message names, and the first ones of the financial years."""
    return [f"{year}-{month or '04'}" for year, month, _ in TIMES.findall(message)]


def _plainly(message: str) -> str:
    """A message without names of tables."""
    for name in sorted(TABLES, key=len, reverse=True):
        message = re.sub(rf"\b{name}\b", TABLES[name], message) if "_" in name else message
    return message


def _touched(chapter: Chapter, problem: Problem) -> list[str]:
    """The tables that a finding touches in words; else what its file is, for names of files are long."""
    if problem.tables:
        return [table_in_words(table) for table in problem.tables]
    files = [file for file in chapter.prepared.files if file.file == problem.file]
    return [file.label or "a file that was not recognised" for file in files]


def _own(chapter: Chapter) -> Iterator[Problem]:
    """What is told of an edition's own months: those missing, residents of another year, returns of a part of one."""
    for subject in (ALL_CRIME, ASB):
        yield from _missing(chapter, subject)
    found = residents_of(chapter.prepared, chapter.area.authorities, chapter.year)
    if found is not None and found.caution(chapter.year):
        mend = "Add the mid-year estimate of that year; until then the nearest is used and named beside the rate."
        yield Problem("warning", "different-years", found.caution(chapter.year), mend, tables=("population",))
    yield from _part_years(chapter)


def _missing(chapter: Chapter, subject: Subject) -> Iterator[Problem]:
    covered = chapter.counts.span(subject)
    every = months_between(covered[0], covered[-1]) if covered else []
    lacking = [month for month in every if month not in set(covered)]
    if lacking:
        spans = wording.listed(wording.span(*ends) for ends in _runs(lacking))
        number = wording.counted(len(lacking), "month")
        told = f"{subject.label}: no file has {spans}, {number} of {len(every)}"
        mend = "Add the files of those months to the raw folder; without them only the months there are compared."
        yield Problem("warning", "missing-months", told, mend, tables=(subject.kind,))


def _runs(months: list[str]) -> list[tuple[str, str]]:
    """First and last of each stretch of months without a gap."""
    runs: list[list[str]] = []
    for month in months:
        if runs and months_between(runs[-1][-1], month)[1:] == [month]:
            runs[-1].append(month)
        else:
            runs.append([month])
    return [(run[0], run[-1]) for run in runs]


def _part_years(chapter: Chapter) -> Iterator[Problem]:
    table = chapter.prepared.table("returns")
    if table is None or table.empty:
        return
    starts, ends = pd.to_datetime(table["period_start"]), pd.to_datetime(table["period_end"])
    days, known = (ends - starts).dt.days, ends <= pd.Timestamp(chapter.year.last_day)
    yearly = table["measure"].isin(table.loc[days >= YEARLY, "measure"])
    short = table[days.between(MONTHLY, YEARLY, inclusive="neither") & yearly & known]
    if not short.empty:
        names = [name.replace(".", ", ").replace("_", " ") for name in short["measure"].unique()]
        rows = wording.counted(len(short), "return")
        told = f"{rows} of less than a year among yearly ones: {wording.listed(names)}"
        mend = "Each is shown with its own period and compared with no whole year."
        yield Problem("warning", "part-year", told, mend, tables=("returns",))
