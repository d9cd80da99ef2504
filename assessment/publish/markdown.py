"""The prose of a notebook's Markdown cells, and of the analyst's own words, as HTML; HTML in it is shown as text."""

import re
from collections.abc import Callable
from functools import cache

import mistune

from assessment.present.markup import clean

LINK = re.compile(r"https?://|mailto:|#|[\w.-]+(?:#[\w-]+)?$")


class Prose(mistune.HTMLRenderer):
    """Links go to pages, addresses and places on the page; what would load or run something stays text."""

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """A link, or its text alone where it leads to anything else."""
        return super().link(text, url, None) if LINK.match(url) else text

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """The alternative text: pictures come from cells, with their source and the numbers behind them."""
        return mistune.escape(text)


class View(Prose):
    """The analyst's own words: a box under a heading of the page, so that headings in it are of the third level."""

    def __init__(self, fill: Callable[[str], str]) -> None:
        super().__init__(escape=True)
        self.fill = fill

    def heading(self, text: str, level: int, **attributes: object) -> str:
        """A heading of the third level."""
        return super().heading(text, 3)

    def quoted(self, asked: str) -> str:
        """What is filled in for `{{…}}`, as text."""
        return mistune.escape(clean(self.fill(asked)))


def _quoting(markdown: mistune.Markdown) -> None:
    """Teach a Markdown reader `{{…}}`."""
    pattern = r"\{\{(?P<quoted_figure>[^{}]*)\}\}"
    markdown.inline.register("quoted", pattern, _read_quoted, before="link")


def _read_quoted(_: object, found: re.Match[str], state: mistune.InlineState) -> int:
    state.append_token({"type": "quoted", "raw": found["quoted_figure"]})
    return found.end()


@cache
def _renderer() -> mistune.Markdown:
    return mistune.create_markdown(renderer=Prose(escape=True))


def to_html(text: str, fill: Callable[[str], str] | None = None) -> str:
    """The HTML of a Markdown text; `fill` gives what stands for the `{{…}}` of the analyst's own words."""
    if fill is None:
        return str(_renderer()(clean(text)))
    return str(mistune.create_markdown(renderer=View(fill), plugins=[_quoting])(clean(text)))
