"""Sentences that say a hidden number: on the pages, in alternatives of pictures, in what the notebooks printed.

A sentence is one where it names what is hidden and has its number: tied to the name where the number is small and may
stand for anything, anywhere in the sentence where it is large.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from assessment.present.wording import small

LARGE = 20  # a number from here on is hardly in a sentence by chance
INLINE = re.compile(r"</?(?:a|abbr|b|code|em|i|span|strong|time|wbr)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
SKIPPED = re.compile(r"<style.*?</style>|<(?:path|use|clipPath|rect|g)\b[^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r"\b(?:alt|aria-label|title)=\"([^\"]*)\"")
END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z])")
OTHERS = r"(?:months?|years?|categories|chapters?|kinds|places|LSOAs?|wards?|times|tests?|quarters?)\b"
VERB = r"(?:was|were|is|are|has|had|numbered|st(?:an|oo)ds? at|comes? to|came to|(?:fell|rose)\b[^.;]{0,30} to)"
NOT_A_COUNT = rf"(?!\s*(?:%|per\b|in\b|of\b|{OTHERS}))(?![.,]?\d)"


def said(withheld: Iterable[tuple[str, str, int]], texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Where one of some `texts` (a name and what it says) tells a hidden number: `withheld` has labels and counts."""
    lost = {(label, count) for label, _, count in withheld if count}
    patterns = [(label, re.compile(_pattern(label, count), re.IGNORECASE)) for label, count in sorted(lost)]
    for name, text in texts:
        near = [(label, pattern) for label, pattern in patterns if label.casefold() in text.casefold()]
        for sentence in (one for line in text.splitlines() for one in END.split(line)) if near else ():
            for label, pattern in near:
                if label.casefold() in sentence.casefold() and pattern.search(sentence):
                    yield f"{name}: '{' '.join(sentence.split())[:160]}' says the number of {label}"


def _pattern(label: str, count: int) -> str:
    """What ties the number to the label."""
    forms = "|".join(dict.fromkeys((str(count), f"{count:,}", *([small(count)] if count <= 10 else []))))
    number, name = rf"(?<![\w.,/-])(?:{forms})\b{NOT_A_COUNT}", re.escape(label)
    if count >= LARGE:
        return number
    before = rf"{number.replace('|of', '')}\s+(?:(?!{OTHERS})[\w-]+\s+){{0,3}}{name}"
    return rf"{before}|{name}\s*(?:[:(–—]\s*|{VERB}\s+){number}"


def texts_of(edition: Path) -> Iterator[tuple[str, str]]:
    """All that an edition says in words: each page a block a line with its alternatives, each notebook's plain text."""
    for path in sorted(edition.glob("*.html")):
        markup = SKIPPED.sub("", path.read_text(encoding="utf-8"))
        lines = [TAG.sub("\n", INLINE.sub("", markup)), *ATTRIBUTE.findall(markup)]
        yield path.name, html.unescape("\n".join(lines))
    for path in sorted(edition.glob("notebooks/*.ipynb")):
        yield path.name, "\n".join(_printed(json.loads(path.read_text(encoding="utf-8"))))


def _printed(notebook: dict) -> Iterator[str]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            told = output.get("text", output.get("data", {}).get("text/plain", ""))
            yield told if isinstance(told, str) else "".join(told)
