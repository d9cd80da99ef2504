"""Data quality: what was received, what is wrong with it, and what the workbook takes for granted."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment import project
from assessment.chapters import base
from assessment.chapters.cautions import in_words
from assessment.chapters.received import Blank, blank_of, calendar_states, coverage_of, files_received
from assessment.chapters.subjects import ALL_CRIME
from assessment.periods import month_name, months_between
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section
from assessment.present.tables import Table
from assessment.store import Problem

WORKBOOK = "run.json of this edition"
SEVERITIES = {"blocker": "Stops a build", "warning": "Read with care", "information": "To know"}
TOUCHES = {"asb": "antisocial behaviour", "district_months": "districts", "health_index": "Health Index"}
PART_IS = "more than a twentieth of its rows name no LSOA, or a return of less than a year"
NO_COVERAGE = "No file of records was read, so no month can be shown."


class Chapter(base.Chapter):
    """What the assessment rests on, and how far it bears."""

    uses = ("coverage",)
    counted = ("crime", "asb")

    def load(self) -> Section:
        """Say what was read, and take every file as a source of this chapter."""
        shown = super().load()
        self.used |= {file.file: file for file in self.received_files}
        return shown

    @cached_property
    def received_files(self) -> list:
        """The files that the edition may have seen."""
        return files_received(self)

    @cached_property
    def blank(self) -> Blank | None:
        """Rows of crime without an LSOA."""
        return blank_of(self)

    def _count(self, what: str, label: str, value: int, unit: str, **more: object) -> int:
        told = {"of": "coverage", "method": "count", "sources": tuple(file.file for file in self.received_files)}
        return int(self.figure(f"quality.{what}", label, value, unit, **told | more).value)

    def key_sentences(self) -> Iterable[str]:
        """Files and rows, months, places, findings, assumptions."""
        yield self._files_sentence()
        yield self._months_title() + "."
        if self.blank is not None and self._blank_share() is not None:
            yield self._blank_sentence(self.blank)
        yield self._findings_sentence()
        yield self._assumptions_sentence()

    def _files_sentence(self) -> str:
        files = self.received_files
        number = self._count("files.count", "Files received", len(files), "files")
        rows = self._count("rows_read.count", "Rows read", sum(f.rows_read for f in files), "rows")
        aside = self._count("rows_set_aside.count", "Rows set aside", sum(f.rows_set_aside for f in files), "rows")
        lost = "none was set aside" if not aside else f"{wording.number(aside)} set aside with their reasons"
        return f"The assessment rests on {wording.counted(number, 'file')} with {wording.counted(rows, 'row')}: {lost}."

    def _missing_months(self) -> tuple[list[str], list[str]]:
        """The months from the first to the last of the area's crime, and those of them that no file covers."""
        covered = self.counts.span(ALL_CRIME)
        every = months_between(covered[0], covered[-1]) if covered else []
        return every, [month for month in every if month not in set(covered)]

    def _months_title(self) -> str:
        every, absent = self._missing_months()
        if not every:
            return "No month of crime is in the files"
        of = f"from {month_name(every[0])} to {month_name(every[-1])}"
        told = {"denominator": len(every), "numerator": len(absent)}
        number = self._count("months_missing.count", "Months of crime missing", len(absent), "months", **told)
        if not number:
            return f"No month of crime is missing {of}"
        verb = "is" if number == 1 else "are"
        return f"Of {wording.counted(len(every), 'month')} {of} {wording.small(number)} {verb} missing"

    def _blank_share(self) -> float | None:
        """The share of the year's crimes without an LSOA, as a figure; None where no month of the year is there."""
        own = self.blank.monthly[self.blank.monthly.index.isin(self.year.months)]
        if own.empty:
            return None
        told = {"of": "coverage", "period": self.counts.period(ALL_CRIME, self.year)}
        blank, rows = int(own["blank"].sum()), int(own["rows"].sum())
        return self.share("quality.blank_lsoa.share", "Crimes without an LSOA", blank, rows, **told).value

    def _blank_sentence(self, blank: Blank) -> str:
        period = self.counts.period(ALL_CRIME, self.year)
        share = self.ledger.get("quality.blank_lsoa.share", period)
        worst = blank.monthly["share"].reindex(self.year.months).idxmax()
        months = {"of": "coverage", "period": worst}
        row = blank.monthly.loc[worst]
        top = self.share(
            "quality.blank_lsoa.share", "Crimes without an LSOA", int(row["blank"]), int(row["rows"]), **months
        )
        end = "they can be given to no area" if blank.of_force else "they are in the totals and on no map"
        return (
            f"In {period} {wording.percent(100 * share.value)} of {blank.whose} ({wording.number(share.numerator)} of "
            f"{wording.number(share.denominator)}) name no LSOA, {wording.percent(100 * top.value)} in "
            f"{month_name(worst)}: {end}."
        )

    def _findings_sentence(self) -> str:
        found = self._grouped()
        number = {name: sum(row[0] == name for row in found) for name in SEVERITIES}
        care = self._count("findings_warning.count", "Findings to read with care", number["warning"], "findings")
        know = self._count("findings_information.count", "Findings to know", number["information"], "findings")
        touch = "it touches" if care == 1 else "they touch"
        first = f"{wording.counted(care, 'finding')} should be read before the figures that {touch}"
        return f"{first}; {wording.number(know)} more {'is' if know == 1 else 'are'} good to know."

    def _assumptions_sentence(self) -> str:
        taken = project.assumptions()
        turning = [one for one in taken if one.impact == "red"]
        weak = [one for one in turning if one.evidence == "red"]
        told = {"sources": ("config/assumptions.toml",)}
        every = self._count("assumptions.count", "Assumptions", len(taken), "assumptions", **told)
        red = self._count(
            "assumptions_that_turn.count", "Assumptions that may turn a conclusion", len(turning), "assumptions", **told
        )
        worst = self._count("assumptions_weak.count", "Of them without evidence", len(weak), "assumptions", **told)
        return (
            f"Of {wording.small(every)} assumptions {wording.small(red)} could turn a conclusion if they were wrong, "
            f"and for {wording.small(worst)} of these there is hardly any evidence."
        )

    def received(self) -> Section:
        """Each file: what it is, its period, its rows, those set aside."""
        rows = [
            (
                f.file,
                f.label or "not recognised",
                f.period or f.release or "–",
                f.rows_read,
                f.rows_kept,
                f.rows_set_aside,
            )
            for f in self.received_files
        ]
        columns = ["File", "What", "Period or release", "Rows read", "Rows kept", "Set aside"]
        caption = "Files received; rows kept and rows set aside make up the rows read"
        return Section((self._listing(pd.DataFrame(rows, columns=columns), caption, "rows", "quality_files"),))

    def _listing(self, frame: pd.DataFrame, caption: str, unit: str, name: str, made_up: bool = True) -> Table:
        """A table about the data themselves, whose source is the edition's own record."""
        illustrative = made_up and any(file.illustrative for file in self.received_files)
        made = Table(frame, caption, unit, WORKBOOK, name, illustrative)
        self.tables.append(made)
        return made

    def calendar(self) -> Section:
        """Which months each source covers in the last four financial years."""
        states = calendar_states(self)
        if states.empty:
            return Section((Prose(NO_COVERAGE),))
        years = self.year.back(4)
        picture = charts.coverage(
            states,
            title=self._months_title(),
            subtitle=f"Months of {years[0]} to {years[-1]} by source; part: {PART_IS}",
            **self.about("coverage", "returns"),
        )
        return Section((picture, self._calendar_table()))

    def _calendar_table(self) -> Table:
        """Rows, rows without an LSOA and repeats by financial year, source and kind."""
        coverage = coverage_of(self)
        year = [str(base.FinancialYear.of_month(month)) for month in coverage["month"]]
        summed = coverage.assign(year=year).groupby(["year", "source", "kind"])
        frame = summed.agg(
            months=("month", "nunique"), rows=("rows", "sum"), blank=("blank_lsoa", "sum"), repeated=("repeated", "sum")
        ).reset_index()
        frame["kind"] = frame["kind"].map({"crime": "crime", "asb": "antisocial behaviour"}).fillna(frame["kind"])
        frame["source"] = frame["source"].str.replace("_", " ")
        frame.columns = ["Year", "Source", "Kind", "Months", "Rows", "Without an LSOA", "Repeated"]
        return self.table(frame, "Rows received by financial year", "months; rows", "quality_coverage", of="coverage")

    def places(self) -> Section:
        """The share of crimes without an LSOA by month, this year and the year before."""
        if self.blank is None or self._blank_share() is None:
            return Section((Prose("No record of this year tells how many crimes name no LSOA."),))
        sentence = self._blank_sentence(self.blank)
        picture = charts.month_line(
            100 * self.blank.monthly["share"],
            year=str(self.year),
            unit="crimes without an LSOA, per cent",
            decimals=1,
            suffix="%",
            title=sentence.split(":")[0],
            subtitle=f"Share of {self.blank.whose} without an LSOA by month, {self.year} and the year before",
            **self.about("coverage"),
        )
        reading = (
            "An area is undercounted where the share is high, and a rise in the share looks like a fall in its crime."
            if self.blank.of_force
            else "Maps and rates by LSOA leave these crimes out; the area's totals do not."
        )
        return Section((picture, Prose(reading)))

    def _grouped(self) -> list[tuple[str, str, str, str]]:
        """Severity, message, mend and what it touches; files of which the same is said are named together."""
        found: dict[tuple[str, str, str], list[str]] = {}
        for problem in self.prepared.problems:
            line = f"Line {problem.line}: " if problem.line else ""
            told = line + in_words(problem)
            found.setdefault((problem.severity, told, problem.mend), []).extend(self._touched(problem))
        ordered = sorted(found.items(), key=lambda item: list(SEVERITIES).index(item[0][0]))
        return [(*told, ", ".join(dict.fromkeys(where))) for told, where in ordered]

    def _touched(self, problem: Problem) -> list[str]:
        """The tables that a finding touches in words; else what its file is, for names of files are long."""
        if problem.tables:
            return [TOUCHES.get(table, table.replace("_", " ")) for table in problem.tables]
        files = [file for file in self.prepared.files if file.file == problem.file]
        return [file.label or "a file that was not recognised" for file in files]

    def problems(self) -> Section:
        """Every finding, the gravest first."""
        found = self._grouped()
        if not found:
            return Section((Prose("Nothing was found that a reader of the figures would have to know."),))
        rows = [(SEVERITIES[severity], told, mend or "–", where or "all") for severity, told, mend, where in found]
        frame = pd.DataFrame(rows, columns=["Weight", "What is so", "What to do", "What it touches"])
        return Section((self._listing(frame, "Findings on the data", "findings", "quality_findings"),))

    def assumptions(self) -> Section:
        """What the workbook takes for granted, rated for evidence and impact."""
        rows = [
            (one.assumption, one.why, one.effect, one.evidence.capitalize(), one.impact.capitalize())
            for one in project.assumptions()
        ]
        columns = ["Assumption", "Why", "If it were wrong", "Evidence", "Impact"]
        frame = pd.DataFrame(rows, columns=columns)
        caption = "Assumptions, rated red, amber or green for their evidence and for what they would change"
        return Section((self._listing(frame, caption, "assumptions", "quality_assumptions", made_up=False),))
