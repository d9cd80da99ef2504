"""What the parts of a chapter lack, gathered into one box a source in place of a box a part."""

from collections.abc import Iterable

from assessment.chapters.returns.yearly import in_sentence
from assessment.present import wording
from assessment.present.markup import Shown
from assessment.present.parts import Heading, Notice, Prose, Section

CANNOT = " cannot be shown: "  # as a chapter's `missing` has it: what cannot, and why


class Wanting:
    """Takes the notices of what is missing out of a chapter's parts, and shows them together."""

    def __init__(self) -> None:
        self.notices: list[Notice] = []

    def part(self, heading: str, about: str, parts: Iterable[Shown | None]) -> Section:
        """A part of the page under its question, without what it lacks; nothing where it has nothing else."""
        shown = []
        for part in filter(None, parts):
            (self.notices if isinstance(part, Notice) and part.kind == "missing" else shown).append(part)
        return Section((Heading(heading), Prose(about), *shown)) if shown else Section(())

    def section(self) -> Section:
        """What is missing and who has it, a box a source; nothing where nothing is."""
        boxes: dict[tuple[str, str], list[str]] = {}
        for notice in self.notices:
            what, _, why = str(notice.text).partition(CANNOT)
            boxes.setdefault((why, notice.mend), []).append(in_sentence(what))
        made = [
            Notice(
                "missing", f"{wording.sentence(wording.listed(dict.fromkeys(names))).rstrip('.')}{CANNOT}{why}", mend
            )
            for (why, mend), names in boxes.items()
        ]
        return Section((Heading("What is missing, and who has it?"), *made)) if made else Section(())
