"""What every page shares: the templates, the style sheet, the policy that keeps everything else out."""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NotRequired, TypedDict

import jinja2
from markupsafe import Markup

import assessment
from assessment.periods import MONTHS, FinancialYear
from assessment.present.markup import clean
from assessment.project import Area, ChapterEntry

TEMPLATES = Path(__file__).parent / "templates"
INDEX, STATEMENT = "index.html", "accessibility.html"
FAILED = "failed"  # the state of a chapter whose notebook raised; its page says so
# A day in the text of a page, or first what must stay as it is: tags with their attributes, drawings, times.
DAY = re.compile(
    r"(?P<kept><(svg|time)\b.*?</\2>|<[^>]*>)"
    rf"|\b(?P<day>\d\d?) (?P<month>{'|'.join(MONTHS)}) (?P<year>\d\d\d\d)\b",
    re.DOTALL,
)

Navigation = Sequence[tuple[ChapterEntry, str]]


class Page(TypedDict):
    """What every page needs.

    The edition's area and year, its chapters in their order with their states (`done`, `failed`), when it was
    generated, whether made-up data are among its sources, and whether it is the restricted one.
    """

    area: Area
    year: FinancialYear
    navigation: Navigation
    generated: datetime
    illustrative: bool
    restricted: NotRequired[bool]


@cache
def environment() -> jinja2.Environment:
    """The templates: everything put into them is escaped, and an unknown name is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_told,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(british=british_date, timed=timed)
    made.globals.update(style=Markup(style_sheet()), paper_style=Markup(style_sheet("paper.css")))
    made.globals.update(policy=content_security_policy(style_sheet()))
    made.globals.update(index=INDEX, statement=STATEMENT, failed=FAILED, version=assessment.__version__)
    return made


def _told(value: object) -> object:
    """Text without anything that steers a page; nothing for what is missing, never the word None."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else clean(value)


@cache
def style_sheet(name: str = "style.css") -> str:
    """The style sheet of every page, or another, without comments and needless blanks."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).strip()


def content_security_policy(style: str) -> str:
    """Nothing may be loaded or run but this style sheet, by its hash, and pictures in the page itself."""
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"


def british_date(day: date | datetime) -> Markup:
    """A date as a British reader writes it, in a `time` element: 14 May 2026."""
    told = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return Markup('<time datetime="{}">{}</time>').format(f"{day:%Y-%m-%d}", told)


def timed(markup: Markup) -> Markup:
    """Our own markup with each day in its text, such as 3 April 2014, as a `time` that a program can read."""
    return Markup(DAY.sub(lambda found: found[0] if found["kept"] else _time(found), markup))


def _time(found: re.Match[str]) -> str:
    try:
        return str(british_date(date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]))))
    except ValueError:  # 31 April, say
        return found[0]


def context(page: Page, current: ChapterEntry | None = None, **more: object) -> dict[str, object]:
    """The names a template may use: what every page needs, the chapter it is of, and `more` of its own."""
    entries = [entry for entry, _ in page["navigation"]]
    place = entries.index(current) if current in entries else None
    before = entries[place - 1] if place else None
    after = entries[place + 1] if place is not None and place + 1 < len(entries) else None
    return {**page, "current": current, "before": before, "after": after, "here": INDEX, **more}


def render(template: str, page: Page, current: ChapterEntry | None = None, **more: object) -> str:
    """A page by its template."""
    return environment().get_template(template).render(page=context(page, current, **more))
