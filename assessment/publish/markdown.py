"""The prose of a notebook's Markdown cells as HTML; HTML in it is shown as text."""

import re
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


@cache
def _renderer() -> mistune.Markdown:
    return mistune.create_markdown(renderer=Prose(escape=True))


def to_html(text: str) -> str:
    """The HTML of a Markdown text."""
    return str(_renderer()(clean(text)))
