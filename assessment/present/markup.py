"""Escaped HTML, and the base of everything that shows itself in a notebook."""

import hashlib
import html
import re

# Control characters, bidirectional overrides and halves of a surrogate pair: shown as a mark, never obeyed.
UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
LONG = re.compile(r"[^\s<>]{18,}")  # the name of a file, say, which would push a column off the page


def clean(text: object) -> str:
    """The text with everything that could steer a terminal, a page or an XML reader replaced by a visible
    mark.
    """
    return UNSAFE.sub("\ufffd", str(text))


def escape(text: object) -> str:
    """The text for HTML content and attributes: cleaned, with & < > and quotes escaped."""
    return html.escape(clean(text), quote=True)


def breakable(text: object) -> str:
    """The text for HTML content, its long words free to break after a slash, a point, a dash or a line below."""
    marked = LONG.sub(lambda word: re.sub(r"(?<=[/_.-])(?=\w)", "\x00", word[0]), clean(text))
    return html.escape(marked, quote=True).replace("\x00", "<wbr>")


def tag(name: str, *content: str, **attributes: object) -> str:
    """An element around content that is HTML already.

    Attributes are escaped, `class_` is `class`, `a_b` is `a-b`.
    """
    words = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value not in (None, "")}
    told = "".join(f' {key}="{escape(value)}"' for key, value in words.items())
    return f"<{name}{told}>{''.join(content)}</{name}>"


def paragraph(text: object, class_: str = "") -> str:
    """A paragraph of plain text; nothing where the text is empty."""
    return tag("p", escape(text), class_=class_) if str(text) else ""


def identity(*parts: object) -> str:
    """A short id that the same content always gets, fit for HTML."""
    joined = "\x1f".join(clean(part) for part in parts)
    return "p" + hashlib.sha256(joined.encode("utf-8")).hexdigest()[:10]


def scroll(content: str, label: str) -> str:
    """A box that scrolls inside itself and can be reached by keyboard; `label` is its accessible name."""
    return tag("div", content, class_="scroll", tabindex="0", role="group", aria_label=label)


def source_line(source: str, illustrative: bool = False) -> str:
    """The line that ends every picture and table; made-up data are marked as such."""
    badge = tag("span", "Illustrative data", class_="badge") if illustrative else ""
    words = f"Source: {escape(source)}" if source else ""
    return tag("p", " ".join(filter(None, [words, badge])), class_="source") if words or badge else ""


class Shown:
    """Something that shows itself in a notebook as HTML of our own, and as plain text."""

    def to_html(self) -> str:
        """The HTML, every text in it escaped."""
        raise NotImplementedError

    def to_text(self) -> str:
        """The same as plain text."""
        raise NotImplementedError

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        shown, text = self.to_html(), clean(self.to_text())
        return ({"text/html": shown} if shown else {}) | {"text/plain": text}
