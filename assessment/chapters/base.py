"""A chapter: opened with its parameters, it holds the data up to its year's March, the ledger, and what was shown."""

import importlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import pandas as pd

from assessment import project, store
from assessment.chapters.cautions import cautions_of, noted_of
from assessment.chapters.counts import KINDS, Counts
from assessment.chapters.residents import Residents, residents_of
from assessment.chapters.subjects import ALL_CRIME, ASB, Subject
from assessment.errors import Blocked, UsageError
from assessment.figures import Figure, Ledger, write_figures
from assessment.measures.rates import proportion
from assessment.periods import FinancialYear, months_between
from assessment.present import wording
from assessment.present.parts import Notice, Prose, Section
from assessment.present.tables import Table

CONTEXT = "ASSESSMENT_EDITION"
RECORDS = (*KINDS, "district_months")  # the tables of which an edition sees nothing made after its March


def open_chapter(name: str, *, area: str, year: str, **unknown: object) -> "Chapter":
    """Open a chapter of `notebooks/`, such as `harm`, for a configured area and a financial year such as `2014/15`.

    Raises UsageError for an unknown chapter, area or parameter and for a malformed year, Blocked where the files
    hold nothing of that year.
    """
    if unknown:
        what = f"open_chapter has no parameter '{next(iter(unknown))}'"
        raise UsageError(what, mend="Its parameters are: area, year.")
    entry = project.chapter(name)
    found, when = project.area(area), FinancialYear.parse(year)
    module = importlib.import_module(f"assessment.chapters.{entry.name}")
    return module.Chapter(entry, found, when, *_context(found, when))


def _context(area: project.Area, year: FinancialYear) -> tuple[store.Prepared, Path | None]:
    """The prepared data, and the folder of the edition being built; outside a build there is none."""
    folder = os.environ.get(CONTEXT)
    if not folder:
        return store.prepare(area, project.raw_or_default()), None
    context = json.loads((Path(folder) / "context.json").read_text(encoding="utf-8"))
    if (context["area"], context["year"]) != (area.slug, str(year)):
        what = f"This build is of {context['area']} {context['year']}, not of {area.slug} {year}"
        raise UsageError(what, mend="Let the notebook pass on its own parameters to open_chapter.")
    return store.Prepared.open(Path(context["prepared"])), Path(folder)


class Chapter:
    """What the cells of every chapter call; a chapter's own module adds its questions."""

    uses: tuple[str, ...] = ("crime",)  # the tables that the chapter rests on
    counted: tuple[str, ...] = ("crime",)  # the kinds of records that it counts
    rated = False  # whether it gives rates of the area's residents

    def __init__(
        self,
        entry: project.ChapterEntry,
        area: project.Area,
        year: FinancialYear,
        prepared: store.Prepared,
        edition: Path | None,
    ) -> None:
        self.entry, self.area, self.year = entry, area, year
        self.prepared, self.edition = prepared, edition
        self.counts = Counts(prepared, area, year)
        self.ledger = Ledger(entry.name, area.name)
        self.tables: list[Table] = []
        self.sentences: list[str] = []
        self.used: dict[str, store.SourceFile] = {}

    # What every chapter shows

    def load(self) -> Section:
        """Say what was read for this chapter: rows, months, gaps."""
        for name in self.uses:
            self.data(name)
        told = [f"{self.area.name}, {self.year}: April {self.year.starts} to March {self.year.starts + 1}."]
        if "crime" in self.counted:
            told.append(self._span(ALL_CRIME, "crime"))
        if "asb" in self.counted:
            told.append(self._span(ASB, "incident of antisocial behaviour", "incidents of antisocial behaviour"))
        return Section((Prose(tuple(filter(None, told))),))

    def _span(self, subject: Subject, *nouns: str) -> str:
        """How many records of a kind are used, and the months that they span."""
        months = self.counts.span(subject)
        if not months:
            return ""
        gaps = len(months_between(months[0], months[-1])) - len(months)
        lacking = f", with {wording.counted(gaps, 'month')} missing" if gaps else ""
        rows = wording.counted(len(self.counts.records(subject)), *nouns)
        return f"Records used: {rows}, {wording.span(months[0], months[-1])}{lacking}."

    def check(self) -> Section:
        """Show what to read with care; stop where the chapter cannot be written.

        Raises Blocked where the chapter rests on recorded crime and the files hold none of the year.
        """
        if "crime" in self.uses and not self.counts.present(ALL_CRIME, self.year):
            what = f"No crime recorded in {self.year} is in the raw files"
            raise Blocked(what, mend="Add the files of that year to the raw folder, or ask for another year.")
        residents = self.residents if self.rated else None
        of_rates = residents.caution(self.year) if residents else ""
        noted = noted_of(self.prepared.problems, self.year, {*self.uses, *self.counted}, self.rated)
        told = filter(None, [*cautions_of(self.counts, self.counted), of_rates, *noted, *self.cautions()])
        return Section(tuple(Notice("read with care", text) for text in told))

    def cautions(self) -> Iterable[str]:
        """What a reader of this chapter must know; a chapter adds its own."""
        return ()

    def findings(self) -> Section:
        """The chapter's key findings, as sentences computed from its figures."""
        self.sentences = list(self.key_sentences())
        if not self.sentences:
            return Section(
                (Prose("The files at hand allow no finding in this chapter; each part says what it lacks."),)
            )
        return Section((Prose(bullets=tuple(self.sentences), findings=True),))

    def key_sentences(self) -> Iterable[str]:
        """Three to five sentences; each chapter has its own."""
        raise NotImplementedError

    def sources(self) -> Section:
        """The files that this chapter's figures come from."""
        rows = [
            (file.file, file.label, file.period or file.release, file.publisher, file.licence, file.sha256[:8])
            for file in self.used.values()
        ]
        rows = [tuple(cell or "–" for cell in row) for row in rows]
        columns = ["File", "What", "Period or release", "Publisher", "Licence", "SHA-256"]
        frame, name = pd.DataFrame(rows, columns=columns), f"{self.entry.name}_sources"
        return Section((Table(frame, "Sources of this chapter", "files", "run.json of this edition", name),))

    def headline(self) -> None:
        """Print the chapter's figures, rounded: the golden cell."""
        for figure in self.ledger:
            value = "suppressed" if figure.suppressed else _rounded(figure.value)
            print(f"{figure.id} [{figure.period}] {value} {figure.unit}")

    def save(self) -> None:
        """Leave figures, findings and tables for the edition; outside a build nothing is written."""
        if self.edition is None:
            return
        home = self.edition / "chapters"
        write_figures(self.ledger, home / f"{self.entry.name}.figures.json")
        told = {
            "findings": self.sentences,
            "illustrative": any(file.illustrative for file in self.used.values()),
            "tables": [table.to_record() for table in self.tables],
            "files": [asdict(file) for file in self.used.values()],
        }
        text = json.dumps(told, indent=2, ensure_ascii=False)
        (home / f"{self.entry.name}.json").write_text(text, encoding="utf-8")

    # What the chapters' own methods call

    def data(self, name: str) -> pd.DataFrame | None:
        """A prepared table, its files noted as sources; None where no file gave it."""
        table = self.prepared.table(name)
        if table is not None:
            self.used |= {file.file: file for file in self.files_of(name)}
        return table

    def files_of(self, *names: str) -> list[store.SourceFile]:
        """The files of some tables, without those of records made after the edition's March."""
        found = [(name, file) for name in names for file in self.prepared.sources_of(name)]
        return [file for name, file in found if name not in RECORDS or file.period[:7] <= self.year.last_month]

    def figure(self, id: str, label: str, value: object, unit: str, *, of: str = "crime", **more: object) -> Figure:
        """Put a number into the ledger, with the files of table `of` as its sources and the year as its period."""
        files = self.files_of(of)
        self.used |= {file.file: file for file in files}
        told = {"period": str(self.year), "sources": tuple(file.file for file in files)} | more
        return self.ledger.add(Figure(id, label, value, unit, **told))

    def share(self, id: str, label: str, part: int, whole: int, **more: object) -> Figure:
        """Put a share (0 to 1) of a count into the ledger, with Wilson's interval."""
        found = proportion(part, whole)
        made_from = {"numerator": part, "denominator": whole, "method": found.method}
        ends = {"low": found.low, "high": found.high, "confidence": 0.95}
        return self.figure(id, label, found.value, "ratio", **made_from | ends | more)

    def table(
        self, frame: pd.DataFrame, caption: str, unit: str, name: str, *, of: str = "crime", **more: object
    ) -> Table:
        """A table that also goes into the spreadsheet; `more` are decimals and notes."""
        made = Table(frame, caption, unit, name=name, **self.about(of), **more)
        self.tables.append(made)
        return made

    @cached_property
    def residents(self) -> Residents | None:
        """The area's residents nearest to the year, their files noted as sources; None where no file tells."""
        found = residents_of(self.prepared, self.area.authorities, self.year)
        if found is not None:
            self.data(found.source)
        return found

    def about(self, *names: str) -> dict:
        """What a picture or table drawn from some tables says of its source."""
        files = self.files_of(*names)
        publishers = dict.fromkeys(f"{file.label} ({file.publisher})" for file in files)
        source = "; ".join(publishers) or "the workbook"
        return {"source": source, "illustrative": any(file.illustrative for file in files)}

    def missing(self, what: str, source: str) -> Notice:
        """What stands in place of a section whose source is absent: what is missing and how to get it."""
        entry = project.sources()[source]
        supplied = any(file.format == source for file in self.prepared.files)
        why = "the files of the kind '{}' do not tell it" if supplied else "no file of the kind '{}' was found"
        return Notice("missing", f"{what} cannot be shown: {why.format(entry.label)}.", entry.how_to_get)


def _rounded(value: object) -> object:
    """A number to six significant figures, so that the golden cell does not turn on a library's last digit."""
    return float(f"{value:.6g}") if isinstance(value, float) else value
