"""Data quality: what was received, what is wrong with it, and what the workbook takes for granted."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from assessment import project
from assessment.chapters import base
from assessment.chapters.crime.subjects import ALL_CRIME
from assessment.chapters.quality.files import coverage_by_year, files_left_out, files_listed, notes_on_files
from assessment.chapters.quality.findings import SEVERITIES, findings_of
from assessment.chapters.quality.many_tests import tests_section
from assessment.chapters.quality.received import (
    MISSING,
    RETURNS,
    Blank,
    blank_of,
    calendar_states,
    calendar_title,
    crime_in,
    files_received,
)
from assessment.periods import month_name, months_between
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section
from assessment.present.tables import Table

WORKBOOK = "run.json of this edition"
EVIDENCE = {
    "green": "Good: measured",
    "amber": "Fair: plausible, partly measured",
    "red": "Weak: taken for want of better",
}
IMPACT = {"green": "Little changes", "amber": "A number changes", "red": "A conclusion may turn"}
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
        """Files and rows, months, places, findings on the data, assumptions."""
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
        left = self._count("files_left_out.count", "Files of later months alone", len(files_left_out(self)), "files")
        lost = (
            "none of them set aside" if not aside else f"{wording.number(aside)} of them set aside with their reasons"
        )
        told = f"{wording.counted(number, 'file')} with {wording.counted(rows, 'row')}, {lost}"
        later = f"; {wording.counted(left, 'more file holds', 'more files hold')} only months after "
        later += f"{month_name(self.year.last_month)} and {'is' if left == 1 else 'are'} not used"
        return f"The assessment rests on {told}{later if left else ''}."

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
        return f"Of {wording.counted(len(every), 'month')} of crime {of}, {wording.small(number)} {verb} missing"

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
            f"In {period}, {wording.percent(100 * share.value)} of {blank.whose} ({wording.number(share.numerator)} of "
            f"{wording.number(share.denominator)}) name no LSOA, {wording.percent(100 * top.value)} in "
            f"{month_name(worst)}: {end}."
        )

    def _findings_sentence(self) -> str:
        found = self._findings
        number = {name: sum(row[0] == name for row in found) for name in SEVERITIES}
        care = self._count("findings_warning.count", "Findings to read with care", number["warning"], "findings")
        know = self._count("findings_information.count", "Findings to know", number["information"], "findings")
        touch = "it touches" if care == 1 else "they touch"
        noun = "finding" if care == 1 else "findings"
        first = f"{wording.small(care)} {noun} on the files should be read before the figures that {touch}"
        first = first if care else "no finding on the files has to be read before the figures"
        more = f"; {wording.small(know)} more {'is' if know == 1 else 'are'} good to know" if know else ""
        return wording.sentence(first + more)

    @cached_property
    def _taken(self) -> list[project.Assumption]:
        """What is taken for granted of these files."""
        made_up = any(file.illustrative for file in self.received_files)
        return [one for one in project.assumptions() if made_up or not one.of_made_up_data]

    def _assumptions_sentence(self) -> str:
        taken = self._taken
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
        caption = "Files that the edition rests on; rows kept and rows set aside make up the rows read"
        frame, notes = files_listed(self), tuple(notes_on_files(self))
        return Section((self._listing(frame, caption, "rows", "quality_files", notes=notes),))

    def _listing(
        self, frame: pd.DataFrame, caption: str, unit: str, name: str, *, made_up: bool = True, notes: tuple = ()
    ) -> Table:
        """A table about the data themselves, whose source is the edition's own record."""
        illustrative = made_up and any(file.illustrative for file in self.received_files)
        made = Table(frame, caption, unit, WORKBOOK, name, illustrative, notes=notes)
        self.tables.append(made)
        return made

    def calendar(self) -> Section:
        """Which months each source covers in the last four financial years."""
        states = calendar_states(self)
        if states.empty:
            return Section((Prose(NO_COVERAGE),))
        years = self.year.back(4)
        there = int((crime_in(states) != MISSING).sum())
        told = {"period": f"{years[0].first_month} to {years[-1].last_month}", "denominator": states.shape[1]}
        self._count("months_there.count", "Months of crime of four years that are there", there, "months", **told)
        yearly = tuple(name for name in states.index if name == RETURNS)
        picture = charts.coverage(
            states,
            yearly=yearly,
            title=calendar_title(states, f"{years[0]} to {years[-1]}"),
            subtitle=f"Months of {years[0]} to {years[-1]} by source; part: {PART_IS}",
            **self.about("coverage", "returns"),
        )
        return Section((picture, self._calendar_table()))

    def _calendar_table(self) -> Table:
        """Rows, rows without an LSOA and repeats by financial year, source and kind."""
        frame = coverage_by_year(self)
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

    @cached_property
    def _findings(self) -> list[tuple[str, str, str, str]]:
        return findings_of(self)

    def problems(self) -> Section:
        """Every finding, the gravest first."""
        found = self._findings
        if not found:
            return Section((Prose("Nothing was found that a reader of the figures would have to know."),))
        rows = [(SEVERITIES[severity], told, mend or "–", where or "all") for severity, told, mend, where in found]
        frame = pd.DataFrame(rows, columns=["Weight", "What is so", "What to do", "What it touches"])
        return Section((self._listing(frame, "Findings on the data", "findings", "quality_findings"),))

    def tests(self) -> Section:
        """The tests of all chapters taken together."""
        return tests_section(self, WORKBOOK)

    def assumptions(self) -> Section:
        """What the workbook takes for granted, rated for evidence and impact."""
        rows = [
            (one.assumption, one.why, one.effect, EVIDENCE[one.evidence], IMPACT[one.impact]) for one in self._taken
        ]
        columns = ["Assumption", "Why", "If it were wrong", "Evidence", "Impact"]
        frame = pd.DataFrame(rows, columns=columns)
        caption = "Assumptions, with how good their evidence is and what would change if they were wrong"
        return Section((self._listing(frame, caption, "assumptions", "quality_assumptions", made_up=False),))
