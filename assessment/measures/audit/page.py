"""A page of HTML as text: its tags left out, its tables by tabs, and the line of the file that each line stands on."""

import re
from html.parser import HTMLParser

_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|caption|d[dlt]|details|div|fig(?:caption|ure)|footer|form|h[1-6r]|header|li"
    r"|main|nav|[ou]l|p|pre|section|summary|table|title"
)
_UNREAD = frozenset({"script", "style", "sup", "svg", "template"})  # a sup holds the number of a note


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines, self.places = [""], [1]
        self.unread = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.unread = self.unread or (tag if tag in _UNREAD else "")
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self.unread = "" if tag == self.unread else self.unread
        if tag in {"td", "th"}:
            self.lines[-1] += "\t"
        elif tag != "tr":
            self._part(tag)

    def handle_data(self, data: str) -> None:
        if self.unread:
            return
        if data.strip() and not self.lines[-1].strip():
            blank = len(data) - len(data.lstrip())
            self.places[-1] = self.getpos()[0] + data[:blank].count("\n")
        self.lines[-1] += re.sub(r"\s+", " ", data)

    def _part(self, tag: str) -> None:
        """Blocks are parted by a blank line, rows by the end of a line."""
        for _ in range(2 if _BLOCK.fullmatch(tag) else tag in {"br", "tr"}):
            self.lines.append("")
            self.places.append(self.getpos()[0])


def text_of(page: str) -> tuple[str, list[int]]:
    """The words of a page of HTML, and for each of their lines the line of the page, from 1."""
    found = _Page()
    found.feed(page)
    found.close()
    cells = [[" ".join(cell.split()) for cell in one.split("\t")] for one in found.lines]
    return "\n".join("\t".join(row).rstrip("\t") for row in cells), found.places
