"""The parts of a chapter's page that are neither picture nor table.

Notices, prose, and the section around them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.present.markup import Shown, escape, paragraph, tag

KINDS = {
    "read with care": ("care", "Read with care"),
    "missing": ("missing", "Missing"),
    "illustrative": ("illustrative", "Illustrative"),
}


@dataclass(frozen=True)
class Notice(Shown):
    """A box beside the numbers.

    `kind` is "read with care", "missing" or "illustrative"; `text` is a paragraph, or several points of which
    each becomes a bullet; `mend` says what would help.
    """

    kind: str
    text: str | tuple[str, ...]
    mend: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            msg = f"'{self.kind}' is not a kind of notice: write one of {', '.join(KINDS)}."
            raise ValueError(msg)
        if not self.points or not all(point.strip() for point in self.points):
            msg = "a notice without text: say what the reader must know."
            raise ValueError(msg)

    @property
    def points(self) -> tuple[str, ...]:
        """What the reader must know, one text or several."""
        return (self.text,) if isinstance(self.text, str) else tuple(self.text)

    def to_html(self) -> str:
        """An `aside.notice`."""
        name, told = KINDS[self.kind]
        items = "".join(tag("li", escape(point)) for point in self.points)
        text = paragraph(self.points[0]) if len(self.points) == 1 else tag("ul", items)
        return tag(
            "aside", paragraph(told, "kind") + text + paragraph(self.mend, "mend"), class_=f"notice {name}", role="note"
        )

    def to_text(self) -> str:
        """`Read with care: …`."""
        return " ".join(filter(None, [f"{KINDS[self.kind][1]}:", *self.points, self.mend]))


@dataclass(frozen=True)
class Remark(Shown):
    """Plain text for whoever runs the notebook; the published page leaves it out."""

    text: str

    def to_html(self) -> str:
        """Nothing."""
        return ""

    def to_text(self) -> str:
        """The text."""
        return self.text


@dataclass(frozen=True)
class Prose(Shown):
    """Paragraphs, then bullets; plain text only. `findings` marks the key findings of a chapter."""

    paragraphs: tuple[str, ...] = ()
    bullets: tuple[str, ...] = ()
    findings: bool = False

    def __post_init__(self) -> None:
        for name in ("paragraphs", "bullets"):
            given = getattr(self, name)
            object.__setattr__(self, name, (given,) if isinstance(given, str) else tuple(given))

    def to_html(self) -> str:
        """A `div.prose`."""
        items = "".join(tag("li", escape(bullet)) for bullet in self.bullets if bullet)
        body = "".join(paragraph(text) for text in self.paragraphs) + (tag("ul", items) if items else "")
        return tag("div", body, class_="prose findings" if self.findings else "prose")

    def to_text(self) -> str:
        """One line a paragraph, bullets with a dash."""
        return "\n".join([*self.paragraphs, *(f"- {bullet}" for bullet in self.bullets)])


@dataclass(frozen=True)
class Heading(Shown):
    """The heading of a part of a chapter that depends on what is counted; the page's contents list it."""

    text: str

    def to_html(self) -> str:
        """An `h2`."""
        return tag("h2", escape(self.text))

    def to_text(self) -> str:
        """The text."""
        return self.text


@dataclass(frozen=True)
class Section(Shown):
    """What one cell of a notebook shows: its parts, one after another; parts that are None are left out."""

    parts: tuple[Shown | None, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", tuple(part for part in self.parts if part is not None))

    def __iter__(self) -> Iterator[Shown]:
        """Every picture, table, notice and prose in it, sections inside it opened."""
        for part in self.parts:
            yield from part if isinstance(part, Section) else (part,)

    def to_html(self) -> str:
        """A `div.section`; nothing where no part has anything for a page."""
        inner = "".join(part.to_html() for part in self.parts)
        return tag("div", inner, class_="section") if inner else ""

    def to_text(self) -> str:
        """The parts with an empty line between them."""
        return "\n\n".join(part.to_text() for part in self.parts)
