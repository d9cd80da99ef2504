"""Quantities the text itself prints, by what they count, so that one sentence can be held against another."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from assessment.measures.audit.phrases import NEUTRAL, ShortForms, matter, short_forms, stems
from assessment.measures.audit.reading import MOST_NUMBERS, Document, Sentence
from assessment.measures.audit.tables import Table

MOST = 200
"""Facts about one word that are looked through; a text with more is not searched further."""

_PHRASE = re.compile(r"(?:[ \t\n]{1,4}(?:\([A-Z]{2,7}s?\)|[A-Za-z][A-Za-z'/-]{0,30})){1,8}")
_STOP = re.compile(
    r"\s(?:in|on|at|by|for|from|of|to|during|between|across|within|with|which|who|that|were|was|are|is|have|has|had|and"
    r"|or|when|compared|served|received|reported|classed|resided)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_POPULATION = re.compile(r"\bpopulation\b[A-Za-z' ]{0,60}$", re.IGNORECASE)


@dataclass(frozen=True)
class Fact:
    """A count between `low` and `high` of what `words` (stems) say, and where.

    `yearly` in a table of years; `worked_out` by the auditor from a change, so not printed as such.
    """

    low: float
    high: float
    words: frozenset[str]
    start: int
    yearly: bool = False
    worked_out: bool = False


class Facts:
    """The facts of a text with the short forms it explains, found by a word."""

    def __init__(self, document: Document) -> None:
        """Gather the facts that stand in sentences and tables; the rules add those they work out."""
        self.forms: ShortForms = short_forms(document.text)
        self.changes: list[Fact] = []
        self._by_word: dict[str, list[Fact]] = defaultdict(list)
        for sentence in document.sentences:
            if len(sentence.numbers) > MOST_NUMBERS:
                continue
            for fact in _counted(document, sentence, self.forms):
                self.add(fact)
        for table in document.tables:
            for fact in _tabled(table, self.forms):
                self.add(fact)

    def add(self, fact: Fact) -> None:
        """Keep a fact under each of its words."""
        for word in fact.words:
            kept = self._by_word[word]
            if len(kept) < MOST:
                kept.append(fact)

    def exactly(self, words: frozenset[str]) -> list[Fact]:
        """Facts that count just this, neutral words apart."""
        wanted = matter(words)
        return [fact for fact in self._any(wanted) if matter(fact.words) == wanted]

    def latest(self, words: frozenset[str], place: int) -> list[Fact]:
        """Counts of things of which `words` name the whole, printed before `place`, nearest first; five at most."""
        found = {
            fact
            for word in words
            for fact in self._by_word.get(word, [])
            if fact.words <= words and fact.start < place and fact.low == fact.high > 0
        }
        return sorted(found, key=lambda fact: -fact.start)[:5]

    def within(self, part: frozenset[str], whole: frozenset[str]) -> list[Fact]:
        """Facts that count the part (of the whole), and say nothing narrower."""
        wanted, allowed = matter(part), part | whole | NEUTRAL
        return [fact for fact in self._any(wanted) if wanted <= fact.words <= allowed]

    def _any(self, words: frozenset[str]) -> list[Fact]:
        return self._by_word.get(min(words), []) if words else []


def _counted(document: Document, sentence: Sentence, forms: ShortForms) -> Iterator[Fact]:
    """Counts with the words after them (15,246 recorded crimes), or a population of so many."""
    for number in sentence.numbers:
        if number.unit != "count" or number.spelled:
            continue
        phrase = _PHRASE.match(document.text, number.end, sentence.end)
        words = stems(noun_phrase(phrase[0]), forms) if phrase else frozenset()
        before = document.text[max(sentence.start, number.start - 80) : number.start]
        if _POPULATION.search(before):
            words = frozenset({"popula"})
        if words:
            yield Fact(number.low, number.high, words, number.start)


def noun_phrase(text: str) -> str:
    """The words up to the first that begins another part of the sentence."""
    return _STOP.split(f" {text}", maxsplit=1)[0]


def _tabled(table: Table, forms: ShortForms) -> Iterator[Fact]:
    for row in table.rows:
        label = stems(row.label, forms)
        for head, cell in zip(table.heads, row.cells, strict=False):
            if cell and not (cell.percent or cell.sign or cell.decimals):
                words = label | stems(head, forms)
                if words:
                    yearly = bool(_YEAR.search(f"{row.label} {head}"))
                    yield Fact(cell.value, cell.value, words, row.start, yearly)
