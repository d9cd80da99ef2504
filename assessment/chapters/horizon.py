"""What lies ahead: what the partnership sees coming, what the months seen lead to expect, what would change it."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import get_args

import pandas as pd

from assessment.areas import Outlook
from assessment.chapters import base, outlook
from assessment.chapters.crime import subjects as s
from assessment.present import wording
from assessment.present.parts import Notice, Prose, Section

SUBJECTS = {
    s.ALL_CRIME: "crime",
    s.ASB: "asb",
    s.VIOLENCE: "violence",
    s.VIOLENCE_AND_SEXUAL: "violence",
    s.SEXUAL: "sexual_offences",
    s.DOMESTIC: "domestic_abuse",
    s.EXPLOITATION: "exploitation",
}
KINDS = get_args(Outlook.model_fields["kind"].annotation)
MOST = 12  # entries that a sentence counts
EFFECTS = {"more": "more recorded", "less": "less recorded", "unclear": "unclear"}
ENTER = (
    "Enter what is seen coming in the area's configuration, a [[horizon]] table each; "
    "config/areas/blackpool.toml shows how."
)
LEAVES = (
    "A priority should be looked at again before the next assessment where its count leaves the interval for a month, "
    "or stays on one side of the expected number for several:"
)
CHANGES = (
    "It should be looked at again too where recording changes, since counts before and after are then not comparable, "
    "and where something that is seen coming comes sooner, later or otherwise than entered."
)
NO_COUNT = "Without a forecast no count can be named that would be outside of what is expected."
MOST_FINDINGS = 5


class Chapter(base.Chapter):
    """What may come, and what would change the priorities."""

    uses = ("crime",)
    counted = ("crime", "asb")

    @cached_property
    def outlooks(self) -> list[Outlook]:
        """What the partnership entered for editions of this year, by kind in the order of PESTELO."""
        return sorted((one for one in self.area.horizon if one.of(self.year)), key=lambda one: KINDS.index(one.kind))

    @cached_property
    def expected(self) -> list[outlook.Expected]:
        """The forecast of each main series that the files can tell, or why there is none."""
        known = (subject for subject in SUBJECTS if self.counts.known(subject))
        return list(filter(None, (outlook.expected(self, subject) for subject in known)))

    @property
    def made(self) -> list[outlook.Expected]:
        """Those with a forecast."""
        return [one for one in self.expected if one.found is not None]

    def cautions(self) -> Iterable[str]:
        """Where a forecast is no better than last year's value."""
        worse = [s.inside(one.subject.label) for one in self.made if not one.better]
        if worse:
            yield f"For {wording.listed(worse)} the same month of last year was a better guide than the forecast."

    # Key findings

    def key_sentences(self) -> Iterable[str]:
        """What is expected of the main series, how much is entered and what it touches most; five at most."""
        told = [*map(outlook.expected_sentence, self.made), *outlook.none_sentences(self.expected)][:4]
        more = [one for one in self.outlooks if one.effect == "more"]
        if self.outlooks:
            number, of = (wording.small(n) if n <= MOST else "many" for n in (len(more), len(self.outlooks)))
            told.append(f"Of {of} things that the partnership sees coming, {number} would add to what is recorded.")
        touched = Counter(name for one in self.outlooks for name in one.priorities)
        if touched and len(told) < MOST_FINDINGS:
            most = [name.replace("_", " ") for name in touched if touched[name] == max(touched.values())]
            told.append(wording.sentence(f"more of them touch {wording.listed(most)} than any other priority"))
        return told

    # What is seen coming

    def grid(self) -> Section:
        """What the partnership sees coming, by kind."""
        if not self.outlooks:
            return Section((Notice("missing", "Nothing is entered on the horizon of this edition.", ENTER),))
        rows = [
            (one.kind.capitalize(), f"{one.what} ({one.source})", one.when or "not said", EFFECTS[one.effect], _of(one))
            for one in self.outlooks
        ]
        columns = ["Kind", "What (source)", "When", "Effect on counts", "Priorities"]
        told = {"source": "the partnership, in its configuration", "illustrative": False}
        caption = f"What may change crime and disorder, {self.area.name}, {self.year}"
        table = self.table(pd.DataFrame(rows, columns=columns), caption, "entries", "horizon_grid", of=(), **told)
        empty = [kind for kind in KINDS if kind not in {one.kind for one in self.outlooks}]
        lack = f"Nothing is entered as {wording.listed(empty, 'or')}." if empty else ""
        return Section((table, Prose(lack) if lack else None))

    # What to expect

    def forecasts(self) -> Section:
        """The months ahead, each main series as a picture and all of them in a table."""
        if not self.expected:
            return Section((self.missing("A forecast", "force_extract"),))
        pictures = [outlook.expected_picture(self, one, SUBJECTS[one.subject]) for one in self.made[:3]]
        without = list(outlook.none_sentences(self.expected))
        return Section(
            (*pictures, outlook.expected_table(self, self.made), Prose(bullets=tuple(without)) if without else None)
        )

    def back_test(self) -> Section:
        """How such forecasts did on the months already seen."""
        if not self.made:
            return Section((Prose("No forecast is made, so there is none to try."),))
        return Section((Prose((outlook.TRIED,), tuple(outlook.back_test_sentence(one) for one in self.made)),))

    # What would change the priorities

    def changes(self) -> Section:
        """Which counts would be outside what is expected, and what else would change the priorities."""
        levels = tuple(outlook.unusual_levels(self.made))
        first = Prose((LEAVES,), levels) if levels else Prose(NO_COUNT)
        return Section((first, Prose(CHANGES)))


def _of(one: Outlook) -> str:
    return wording.listed(name.replace("_", " ") for name in one.priorities) or "all"
