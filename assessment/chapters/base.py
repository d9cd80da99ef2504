"""A chapter: opened with its parameters, it holds the data up to its year's March, the ledger, and what was shown."""

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import pandas as pd

from assessment import project, store
from assessment.chapters.crime.cautions import cautions_of, noted_of
from assessment.chapters.crime.counts import KINDS, Counts
from assessment.chapters.crime.subjects import ALL_CRIME, ASB, Subject
from assessment.chapters.disclosed import Disclosure, Guarded, Told
from assessment.chapters.files import source_rows, source_words
from assessment.chapters.residents import Residents, residents_of
from assessment.chapters.views import Views
from assessment.errors import Blocked
from assessment.figures import Figure, Ledger, write_figures
from assessment.measures.rates import proportion
from assessment.neighbours import Neighbour
from assessment.periods import FinancialYear, months_between
from assessment.present import wording
from assessment.present.parts import Notice, Prose, Remark, Section
from assessment.present.pictures import Picture
from assessment.present.tables import Table

# The tables of which an edition sees nothing made after its March.
RECORDS = (*KINDS, "district_months", "coverage", "outcomes", "stops", "cases")


class Chapter(Views):
    """What the cells of every chapter call; a chapter's own module adds its questions."""

    uses: tuple[str, ...] = ("crime",)  # the tables that the chapter rests on
    counted: tuple[str, ...] = ("crime",)  # the kinds of records that it counts
    rated = False  # whether it gives rates of the area's residents
    nothing = "The files at hand allow no finding in this chapter; each part says what it lacks."
    by_day = False  # whether those who are there by day matter as much: in the town centre, in the streets

    def __init__(
        self,
        entry: project.ChapterEntry,
        area: project.Area,
        year: FinancialYear,
        prepared: store.Prepared,
        edition: Path | None,
        restricted: bool = False,
        beside: tuple[Neighbour, ...] = (),
    ) -> None:
        self.entry, self.area, self.year = entry, area, year
        self.prepared = prepared if restricted else Guarded(prepared)
        self.edition, self.disclosure = edition, Disclosure(restricted, prepared, beside)
        self.counts = Counts(prepared, area, year)
        self.ledger = Ledger(entry.name, area.name)
        self.tables: list[Table] = []
        self.pictures: list[Picture] = []
        self.sentences: list[str] = []
        self.told = Told()
        self.used: dict[str, store.SourceFile] = {}

    # What every chapter shows

    def load(self) -> Section:
        """Read the chapter's tables and tell the analyst what they hold; the page says it among its sources."""
        for name in self.uses:
            self.data(name)
        span = f"{self.area.name}, {self.year}: {wording.span(self.year.first_month, self.year.last_month)}."
        return Section((Remark("\n".join([span, *self._spans()])),))

    def _spans(self) -> list[str]:
        """The records that the chapter counts: how many, which months, which are missing."""
        told = [self._span(ALL_CRIME, "crime")] if "crime" in self.counted else []
        if "asb" in self.counted:
            told.append(self._span(ASB, "incident of antisocial behaviour", "incidents of antisocial behaviour"))
        return list(filter(None, told))

    def _span(self, subject: Subject, *nouns: str) -> str:
        """How many records of a kind are used, and the months that they span."""
        months = self.counts.span(subject)
        if not months:
            return ""
        gaps = len(months_between(months[0], months[-1])) - len(months)
        lacking = f", with {wording.counted(gaps, 'month')} missing" if gaps else ""
        rows = wording.counted(self.counts.size(subject), *nouns)
        return f"Records used: {rows}, {wording.span(months[0], months[-1])}{lacking}."

    def check(self) -> Section:
        """Stop where the chapter cannot be written; tell the analyst what the box below the findings will say.

        Raises Blocked where the chapter rests on recorded crime and the files hold none of the year.
        """
        if "crime" in self.uses and not self.counts.present(ALL_CRIME, self.year):
            what = f"No crime recorded in {self.year} is in the raw files"
            raise Blocked(what, mend="Add the files of that year to the raw folder, or ask for another year.")
        return Section(tuple(Remark(f"Read with care: {text}") for text in self.care))

    @cached_property
    def care(self) -> tuple[str, ...]:
        """All that a reader of this chapter must know, a sentence or two each."""
        residents = self.residents if self.rated else None
        of_rates = residents.caution(self.year) if residents else ""
        touched = {*self.uses, *self.counted, *(("population", "population_lsoa") if self.rated else ())}
        noted = noted_of(self.prepared.problems_of(touched), self.year)
        told = [*cautions_of(self.counts, self.counted), of_rates, *noted, *self.cautions()]
        return tuple(dict.fromkeys(filter(None, told)))

    def cautions(self) -> Iterable[str]:
        """What a reader of this chapter must know; a chapter adds its own."""
        return ()

    def findings(self) -> Section:
        """The chapter's key findings, as sentences computed from its figures, and one box of what to read with care."""
        self.sentences = list(self.key_sentences())
        told = Prose(bullets=tuple(self.sentences), findings=True) if self.sentences else Prose(self.nothing)
        return Section((told, Notice("read with care", self.care) if self.care else None))

    def key_sentences(self) -> Iterable[str]:
        """Three to five sentences; each chapter has its own."""
        raise NotImplementedError

    def sources(self) -> Section:
        """The records counted, and the files that this chapter's figures come from."""
        if not self.used:
            return Section((Prose("No file at hand has anything for this chapter."),))
        about = ("Sources of this chapter", "files", "run.json of this edition", f"{self.entry.name}_sources")
        told = Prose((*self._spans(), *self.disclosure.notes(self.used.values())))
        return Section((Table(source_rows(self.used.values()), *about), told))

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
            "tables": [table.to_record() for table in [*self.tables, *self._drawn()]],
            "files": [asdict(file) for file in self.used.values()],
            "asked": sorted(self.prepared.asked),
            **self.told.record(),
        }
        text = json.dumps(told, indent=2, ensure_ascii=False)
        (home / f"{self.entry.name}.json").write_text(text, encoding="utf-8")

    def _drawn(self) -> Iterable[Table]:
        """The numbers behind each picture, for the spreadsheet; a picture drawn twice has them once."""
        pictures = {picture.id: picture for picture in self.pictures}.values()
        for number, picture in enumerate(pictures, 1):
            yield picture.as_table(f"{self.entry.name}_picture_{number}")

    # What the chapters' own methods call

    def data(self, name: str) -> pd.DataFrame | None:
        """A prepared table, its files noted as sources; None where no file gave it."""
        table = self.prepared.table(name)
        if table is not None:
            self.used |= {file.file: file for file in self.files_of(name)}
        return table

    def files_of(self, *names: str, release: str | Collection[str] = "") -> list[store.SourceFile]:
        """The files of some tables, without those of records made after the edition's March.

        Of a table that has files of the `release` (or of one of several) only those: a release of the indices, a
        version of the weights.
        """
        found, releases = {}, {release} if isinstance(release, str) else set(release)
        for name in names:
            files = self.prepared.sources_of(name)
            named = [f for f in files if any(one and one in f"{f.release} {f.period}" for one in releases)]
            seen = [file for file in named or files if name not in RECORDS or file.period[:7] <= self.year.last_month]
            found |= {file.file: file for file in seen}
        return list(found.values())

    def figure(
        self,
        id: str,
        label: str,
        value: object,
        unit: str,
        *,
        of: str | tuple[str, ...] = "crime",
        release: str = "",
        counted: bool = True,
        **more: object,
    ) -> Figure:
        """Put a number into the ledger, as the edition may hold it; its period is the year.

        `of` names every table that the value rests on: their files (of the `release`) are its sources, and it is
        illustrative where one of them is, unless `more` says otherwise. `counted`: whether numerator and denominator
        are people, offences or incidents, of which small counts are hidden; not so for places, months or actions.
        """
        names = (of,) if isinstance(of, str) else of
        files = self.files_of(*names, release=release)
        self.used |= {file.file: file for file in files}
        told = {"period": self.year.period, "sources": tuple(file.file for file in files)} | more
        told.setdefault("illustrative", self.prepared.illustrative(told["sources"]))
        made = Figure(id, label, value, unit, **told)
        return self.ledger.add(self.told.heard(made, self.disclosure, names) if counted else made)

    def share(
        self, id: str, label: str, part: int, whole: int, *, of: str | tuple[str, ...] = "crime", **more: object
    ) -> Figure:
        """Put a share (0 to 1) of a count into the ledger, with Wilson's interval; suppressed where it would tell."""
        found = proportion(part, whole)
        made_from = {"numerator": part, "denominator": whole, "method": found.method}
        ends = {"low": found.low, "high": found.high, "confidence": 0.95}
        names = (of,) if isinstance(of, str) else of
        if more.get("counted", True) and self.disclosure.telling(part, whole, *names):
            return self.figure(id, label, None, "ratio", of=of, suppressed=True, **{"method": found.method, **more})
        return self.figure(id, label, found.value, "ratio", of=of, **made_from | ends | more)

    def table(
        self,
        frame: pd.DataFrame,
        caption: str,
        unit: str,
        name: str,
        *,
        of: str | tuple[str, ...] = "crime",
        **more: object,
    ) -> Table:
        """A table that also goes into the spreadsheet, of the tables `of`; `more` are decimals, levels and notes."""
        names = (of,) if isinstance(of, str) else of
        made = Table(frame, caption, unit, name=name, **source_words(self.files_of(*names)) | more)
        self.told.tables |= {name} if self.disclosure.guards(*names) else set()
        self.tables.append(made)
        return made

    @cached_property
    def residents(self) -> Residents | None:
        """The area's residents nearest to the year, their files noted as sources; None where no file tells."""
        found = residents_of(self.prepared, self.area.authorities, self.year)
        if found is not None:
            self.data(found.source)
        return found

    def about(self, *names: str, release: str | Collection[str] = "") -> dict:
        """What a picture drawn from some tables says of its source; it is kept, so that its numbers are published."""
        return {**source_words(self.files_of(*names, release=release)), "keep": self.pictures.append}

    def missing(self, what: str, source: str) -> Notice:
        """What stands in place of a section whose source is absent: what is missing and how to get it."""
        entry = project.sources()[source]
        supplied = self.prepared.supplied(source)
        why = "the files of the kind '{}' do not tell it" if supplied else "no file of the kind '{}' was found"
        return Notice("missing", f"{what} cannot be shown: {why.format(entry.label)}.", entry.how_to_get)


def _rounded(value: object) -> object:
    """A number to six significant figures, so that the golden cell does not turn on a library's last digit."""
    return float(f"{value:.6g}") if isinstance(value, float) else value
