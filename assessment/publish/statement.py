"""The accessibility statement of an edition, which every page links to.

What it must say: the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.
"""

from typing import Unpack

from assessment.publish import pages
from assessment.publish.headings import Heading

SECTIONS = {
    "what-you-can-do": "What you can do on these pages",
    "compliance": "How far the pages meet the standard",
    "what-does-not-work": "What does not work well",
    "ask": "Ask for another form, or report a problem",
    "enforcement": "If the answer does not satisfy you",
    "how-tested": "How this statement was prepared",
}


def statement_page(**page: Unpack[pages.Page]) -> str:
    """The HTML of the statement; the address to write to is the area's `contact`."""
    headings = [Heading(2, id, text) for id, text in SECTIONS.items()]
    return pages.render("accessibility.html.j2", page, here=pages.STATEMENT, headings=headings)
