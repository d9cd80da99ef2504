"""Figures quoted in the analyst's own words: `{{crime.all.change_percent = −6.6%}}`, filled in and held to."""

import difflib
import re
from collections.abc import Iterable

from assessment.figures import Figure
from assessment.periods import FinancialYear, months_in_words
from assessment.publish.index import in_words

ASKED = re.compile(r"\s*(?P<id>[^=@]+?)\s*(?:@\s*(?P<period>[^=]+?)\s*)?(?:=(?P<was>.*))?", re.DOTALL)
UNKNOWN = "[unknown figure]"


class Quoted:
    """Fills in the figures of an edition, and gathers what the words of one box say that does not hold."""

    def __init__(self, figures: Iterable[Figure], year: FinancialYear) -> None:
        self.year = year.period
        self.held: dict[str, dict[str, Figure]] = {}
        for figure in figures:
            self.held.setdefault(figure.id, {})[figure.period] = figure
        self.begin()

    def begin(self) -> None:
        """Forget what the box before this one had."""
        self.faults: list[str] = []  # for the analyst
        self.changed: list[str] = []  # for the reader too

    def fill(self, asked: str) -> str:
        """The text that takes the place of what stands between the braces: a figure's value, as sentences write it."""
        told = ASKED.fullmatch(asked)
        figure = self._figure(told["id"], told["period"]) if told else None
        if figure is None:
            self.faults.append(self._unknown(told["id"] if told else asked, told and told["period"]))
            return UNKNOWN
        value = in_words(figure)[0]
        if figure.suppressed:
            self.faults.append(f"{figure.id} is suppressed and shown as [c]: word the sentence without it.")
        elif told["was"] is None:
            self.faults.append(f"to hear when it changes, write {{{{{asked.strip()} = {value}}}}}.")
        elif _bare(told["was"]) != _bare(value):
            was = " ".join(told["was"].split())[:40]
            when = months_in_words(figure.period)
            self.changed.append(f"Since this was written, a figure in it changed: {figure.label}, {when}: "
                                f"{was} then, {value} now.")  # fmt: skip
            mend = f"See whether the words still hold, then write {{{{{asked.split('=')[0].strip()} = {value}}}}}."
            self.faults.append(f"{figure.id} was {was} when this was written and is {value}. {mend}")
        return value

    def _figure(self, id: str, period: str | None) -> Figure | None:
        """The figure of the id: of that period; without one of the edition's year, else of its latest period."""
        held = self.held.get(id, {})
        if period:
            return held.get(period)
        return held.get(self.year) or (held[max(held)] if held else None)

    def _unknown(self, id: str, period: str | None) -> str:
        if id in self.held:
            return f"{id} has no figure of '{period}'. Its periods are: {', '.join(sorted(self.held[id]))}."
        near = difflib.get_close_matches(id, self.held, n=3, cutoff=0.5)
        mend = f"Did you mean {' or '.join(near)}?" if near else "figures.json lists every id."
        return f"there is no figure '{id[:80]}' in this edition. {mend}"


def _bare(text: str) -> str:
    """A value without what a keyboard makes different: blanks, and the hyphen for the minus sign."""
    return re.sub(r"\s", "", text).replace("-", "−").casefold()
