"""The analyst's own words: `config/areas/<name>/narrative/<chapter>.md`, shown under the page's own headings."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assessment import project
from assessment.errors import AssessmentError, UsageError
from assessment.measures import audit as auditing
from assessment.periods import FinancialYear
from assessment.present.markup import clean, escape, paragraph, tag
from assessment.publish.headings import headings_of
from assessment.publish.markdown import to_html
from assessment.publish.quoted import Quoted

TITLE = "The partnership’s view"
ASKED = re.compile(r"\{\{([^{}]*)\}\}")
PLACE = re.compile(r"#{1,2}\s+(.*?)\s*#*\s*")
OF_YEAR = re.compile(r"Year:\s*(.*?)\s*", re.IGNORECASE)
FENCE = re.compile(r"\s{0,3}(```|~~~)")
TYPED = re.compile(r"(?<![\w/.-])\d[\d,.]*\d%?|(?<![\w/.-])\d+%|(?<![\w/.-])\d(?![\w/.-])")
NAMES_A_TIME = re.compile(
    r"\b(?:19|20)\d\d(?:[/-]\d\d)?\b|\b\d{1,2} (?=January|February|March|April|May|June|July|August|Sept|Oct|Nov|Dec)"
)
FINDINGS = "key findings"  # where words stand that no heading goes before


@dataclass(frozen=True)
class Narrative:
    """The words for one chapter in one edition, by the heading under which they stand."""

    chapter: str
    file: str
    sha256: str
    places: Mapping[str, str]
    faults: tuple[str, ...] = ()

    def told(self) -> dict[str, str]:
        """What run.json says of it."""
        return {"chapter": self.chapter, "file": self.file, "sha256": self.sha256}


def narratives_of(slug: str, year: FinancialYear) -> dict[str, Narrative]:
    """By chapter, the words that an area's analyst wrote for an edition.

    Raises AssessmentError for a file that cannot be read as UTF-8.
    """
    folder = project.root() / "config" / "areas" / slug / "narrative"
    read = (_read(path, year) for path in sorted(folder.glob("*.md")))
    return {one.chapter: one for one in read if one.places or one.faults}


def _read(path: Path, year: FinancialYear) -> Narrative:
    name = path.relative_to(project.root()).as_posix()
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        what, mend = "The partnership's own words cannot be read", "Save the file as plain text in UTF-8."
        raise AssessmentError(what, name, mend) from None
    titles = {entry.name: entry.title for entry in project.chapters()}
    if path.stem not in titles:
        lost = f"{name} is shown nowhere: no chapter is called '{path.stem}'. They are: {', '.join(titles)}."
        return Narrative(path.stem, name, "", {}, (lost,))
    places, faults = places_in(text, year, titles[path.stem])
    return Narrative(path.stem, name, hashlib.sha256(raw).hexdigest(), places, tuple(f"{name}: {t}" for t in faults))


def places_in(text: str, year: FinancialYear, title: str = "") -> tuple[dict[str, str], list[str]]:
    """By heading, the words of a file for an edition, and what is wrong with it.

    What stands first or under the chapter's own `title` belongs to the key findings. A line `Year: 2014/15` says that
    what follows is for that edition alone, up to the next such line; what stands above the first is for every edition.
    """
    headings = {_plain(name): FINDINGS for name in (FINDINGS, title)}
    found: dict[str, list[str]] = {}
    faults, here, ours, fenced = [], FINDINGS, True, False
    for line in text.splitlines():
        fenced ^= bool(FENCE.match(line))
        of_year, place = (None if fenced else rule.fullmatch(line) for rule in (OF_YEAR, PLACE))
        if of_year:
            here, ours, fault = FINDINGS, *_is_ours(of_year[1], year)
            faults += fault
        elif place:
            here = headings.setdefault(_plain(place[1]), place[1])
        elif ours:
            found.setdefault(here, []).append(line)
    joined = {heading: "\n".join(lines).strip() for heading, lines in found.items()}
    return {heading: words for heading, words in joined.items() if words}, faults


def _is_ours(told: str, year: FinancialYear) -> tuple[bool, list[str]]:
    try:
        return FinancialYear.parse(told) == year, []
    except UsageError as error:
        return False, [f"what follows 'Year: {told[:40]}' is not shown. {error}"]


@dataclass
class View:
    """A chapter's narrative on its way onto the page; `warnings` gathers what the analyst must hear of."""

    narrative: Narrative
    quoted: Quoted
    warnings: list[str] = field(default_factory=list)

    def placed(self, parts: Sequence[str]) -> list[str]:
        """The parts of a page with each box behind those of its heading; a box without its heading ends the page."""
        self.warnings += self.narrative.faults
        left = {_plain(place): place for place in self.narrative.places}
        found, open_places, headings = [], [], []
        for part in parts:
            own = [heading.text for heading in headings_of(part) if heading.level == 2]
            if own:
                found += self._boxes(open_places)
                headings += own
                open_places = [left.pop(_plain(text)) for text in own if _plain(text) in left]
            found.append(part)
        lost = [left[key] for key in left]
        self._tell_lost(lost, headings)
        return [*found, *self._boxes([*open_places, *lost])]

    def contradictions(self) -> list[str]:
        """What in the words, their figures filled in, cannot all be right, with the auditor's arithmetic."""
        words = [ASKED.sub(lambda asked: self.quoted.fill(asked[1]), one) for one in self.narrative.places.values()]
        claims = [claim for one in words for claim in auditing.check(one) if claim.verdict == auditing.INCONSISTENT]
        return [clean(f"“{claim.words}” contradicts itself: {claim.arithmetic}.") for claim in claims]

    def _tell_lost(self, lost: Iterable[str], headings: Sequence[str]) -> None:
        for place in lost:
            told = "; ".join(dict.fromkeys(headings))
            self.warnings.append(
                f"{self.narrative.file}: the page has no heading '{place[:80]}', so these words end it. "
                f"Its headings are: {told}."
            )

    def _boxes(self, places: Iterable[str]) -> list[str]:
        return [self._box(self.narrative.places[place]) for place in places]

    def _box(self, words: str) -> str:
        """The words as HTML, their figures filled in, and under them what they quote that is no longer so."""
        self.quoted.begin()
        body = to_html(words, self.quoted.fill)
        about = f"{self.narrative.file}: "
        self.warnings += [about + fault for fault in self.quoted.faults]
        if "{{" in ASKED.sub("", words):
            self.warnings.append(f"{about}a '{{{{' has no '}}}}' of its own: write {{{{id}}}} with nothing else in it.")
        typed = typed_by_hand(words)
        if typed:
            told = f"numbers typed by hand, which nothing keeps true: {', '.join(typed[:6])}. "
            self.warnings.append(f"{about}{told}Quote figures instead, as in {{{{crime.all.count}}}}.")
        changed = "".join(paragraph(told, "mend") for told in self.quoted.changed)
        return tag("aside", paragraph(TITLE, "kind") + body + changed, class_="notice view", role="note")


def contradicted(found: Mapping[str, Sequence[str]]) -> str:
    """For the page on data quality: by chapter's title, what its own words say that cannot all be right."""
    items = [tag("li", escape(f"{title}: {told}")) for title, claims in found.items() for told in claims]
    said = paragraph("Read with care: the partnership’s own words", "kind") + tag("ul", "".join(items))
    return tag("aside", said, class_="notice care", role="note") if items else ""


def typed_by_hand(words: str) -> list[str]:
    """The numbers of a text that no figure fills in, but for years and days."""
    return TYPED.findall(NAMES_A_TIME.sub(" ", re.sub(r"\{\{.*?\}\}", " ", words)))


def _plain(heading: str) -> str:
    """A heading as two that say the same are equal: without case, punctuation and blanks."""
    return " ".join(re.findall(r"\w+", heading.casefold()))
