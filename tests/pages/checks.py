"""What every page of an edition must hold: `check_page(html)` gives the problems, each a sentence.

The rules are those of WCAG 2.2 AA that the markup alone can show, of the content security policy, and of the
house. What needs a browser (layout, keyboard, axe) is tested elsewhere.
"""

import base64
import calendar
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

from lxml import etree, html
from pages import contrast

LIMIT = 400_000  # bytes a page
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
FORBIDDEN = (
    *("script", "link", "iframe", "frame", "object", "embed", "applet", "base", "video", "audio"),
    *("form", "input", "button", "select", "textarea"),
)
LOADING = ("src", "srcset", "poster", "data", "background", "action", "formaction", "manifest", "ping")
WORDLESS = re.compile(r"\b(nan|NaN|None|NaT|inf|undefined)\b|<NA>")
TEMPLATE = re.compile(r"\{\{|\}\}|\{%|%\}")
MACHINE = re.compile(r"(?<![\w.])(/(?:home|root|tmp|Users)/|[A-Za-z]:\\)")
STEERING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
DAY = re.compile(rf"\b\d\d? (?:{'|'.join(calendar.month_name[1:])}) \d\d\d\d")
VAGUE = frozenset({"here", "click here", "more", "read more", "link", "this"})
SCOPES = frozenset({"col", "row", "colgroup", "rowgroup"})

Rule = Callable[[html.HtmlElement, str], Iterator[str]]


def check_page(text: str) -> list[str]:
    """The problems of a page, as sentences."""
    tree = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    return [problem for rule in RULES for problem in rule(tree, text)]


def texts(element: html.HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(" ".join(element.itertext()).split())


def visible(tree: html.HtmlElement) -> str:
    """All text that a reader meets, alternatives and titles included; style sheets left out."""
    found = [
        *tree.xpath("//text()[not(ancestor::style)]"),
        *tree.xpath("//@alt | //@title | //@aria-label | //@content"),
    ]
    return " ".join(" ".join(str(part) for part in found).split())


def name_of(element: html.HtmlElement) -> str:
    """The accessible name that the markup gives an element."""
    by = element.get("aria-labelledby", "").split()
    told = [texts(found) for id in by for found in element.getroottree().xpath("//*[@id=$id]", id=id)]
    return " ".join(told) or element.get("aria-label", "").strip()


def document(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """The doctype, the language, one title, the encoding, a viewport that lets the reader enlarge."""
    if not text.lower().startswith("<!doctype html>"):
        yield "The page does not begin with <!DOCTYPE html>."
    if tree.get("lang") != "en-GB":
        yield f"The page's language is {tree.get('lang')!r}, not 'en-GB'."
    titles = [texts(title) for title in tree.xpath("/html/head/title")]
    if len(titles) != 1 or not titles[0].endswith("strategic assessment"):
        yield f"The page's title is {titles!r}: it must be one and end with 'strategic assessment'."
    if tree.xpath("/html/head/meta[@charset]/@charset") != ["utf-8"]:
        yield "The page does not say that it is in UTF-8."
    viewport = "".join(tree.xpath("/html/head/meta[@name='viewport']/@content"))
    if "width=device-width" not in viewport or re.search("maximum-scale|user-scalable", viewport):
        yield f"The viewport is {viewport!r}."
    if len(text.encode("utf-8")) > LIMIT:
        yield f"The page weighs {len(text.encode('utf-8')):,} bytes, more than {LIMIT:,}."


class _Balance(HTMLParser):
    """Which elements are open; complains of one closed twice, never, or across another."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.problems += [f"<{tag}> has the attribute {name} twice." for name in set(names) if names.count(name) > 1]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path …/>`: whole in itself."""

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
            return
        self.problems.append(f"</{tag}> closes what was not opened last (line {self.getpos()[0]}).")
        while tag in self.open and self.open.pop() != tag:
            pass


def balance(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """Every element is closed where it should be."""
    parser = _Balance()
    parser.feed(text)
    parser.close()
    yield from parser.problems
    yield from (f"<{tag}> is never closed." for tag in parser.open)


def policy(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """The page forbids what is not its own, and its style sheets are those that it allows."""
    metas = tree.xpath("/html/head/meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(part.strip().partition(" ")[::2] for part in (metas or [""])[0].split(";"))
    if len(metas) != 1 or rules.get("default-src") != "'none'":
        yield "The page has no content security policy with default-src 'none'."
    if set(rules) - {"default-src", "style-src", "img-src", "base-uri", "form-action"}:
        yield f"The policy allows more than it should: {sorted(rules)}."
    if rules.get("img-src", "data:") != "data:" or "unsafe" in rules.get("style-src", ""):
        yield f"The policy is too wide: {rules}."
    for style in tree.xpath("//style"):
        digest = base64.b64encode(hashlib.sha256((style.text or "").encode("utf-8")).digest()).decode("ascii")
        if f"'sha256-{digest}'" not in rules.get("style-src", ""):
            yield f"A style sheet is not allowed by the policy: {(style.text or '')[:40]!r}."
    if tree.xpath("//*[@style]"):
        yield f"{len(tree.xpath('//*[@style]'))} elements have a style attribute, which the policy stops."


def self_contained(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """No script, no form, nothing that is loaded from elsewhere."""
    for tag in FORBIDDEN:
        if tree.xpath(f"//{tag}"):
            yield f"The page has a <{tag}>."
    for element in tree.iter(etree.Element):
        for name, value in element.attrib.items():
            plain = name.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()
            if plain.startswith("on"):
                yield f"<{element.tag}> has the script attribute {name}."
            if plain in LOADING and not value.startswith("data:image/"):
                yield f"<{element.tag}> loads {value[:60]!r}."
            if plain == "href" and element.tag != "a" and not value.startswith("#"):
                yield f"<{element.tag}> refers to {value[:60]!r}."
    sheets = "".join(tree.xpath("//style/text()")) + " ".join(tree.xpath("//@style"))
    if re.search(r"@import|url\(\s*['\"]?(?!#)", sheets):
        yield "A style sheet loads something."
    if tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']"):
        yield "The page reloads itself."


def links(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """Links go somewhere, say where, and stay in this window."""
    ids = set(tree.xpath("//@id"))
    for link in tree.xpath("//a"):
        target, told = link.get("href"), name_of(link) or texts(link)
        if not told or told.lower() in VAGUE:
            yield f"The link to {target!r} is named {told!r}, which does not say where it goes."
        if not target or not re.match(r"#|https?://|mailto:|(?:tables/)?[\w.-]+(#[\w-]+)?$", target):
            yield f"The link {told!r} goes to {target!r}."
        elif target.startswith("#") and target[1:] not in ids:
            yield f"The link {told!r} goes to {target}, which is not on the page."
        if link.get("target"):
            yield f"The link {told!r} opens a window."


def headings(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """One h1, which is the first heading of all; no level skipped, none empty, each with an id."""
    found = tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    levels = [int(heading.tag[1]) for heading in found]
    if levels.count(1) != 1 or levels[:1] != [1]:
        yield f"The headings begin with levels {levels[:3]} and {levels.count(1)} are of level 1."
    for above, heading in zip(levels, found[1:], strict=False):
        if int(heading.tag[1]) > above + 1:
            yield f"The heading {texts(heading)!r} skips from level {above} to {heading.tag[1]}."
    for heading in found:
        if not texts(heading):
            yield f"A heading of level {heading.tag[1]} is empty."
        if heading.tag != "h1" and not heading.get("id"):
            yield f"The heading {texts(heading)!r} has no id."
        if not heading.xpath("ancestor::main"):
            yield f"The heading {texts(heading)!r} is outside main."


def landmarks(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """One header, main and footer; navigations with names; all in a landmark; a skip link first."""
    for tag in ("header", "main", "footer"):
        found = tree.xpath(f"//{tag}[not(ancestor::article or ancestor::section)]")
        if len(found) != 1:
            yield f"The page has {len(found)} <{tag}>, not one."
    names = [name_of(nav) for nav in tree.xpath("//nav")]
    if not names or "" in names or len(set(names)) < len(names):
        yield f"The navigations are named {names}: each needs a name of its own."
    chapters = tree.xpath("//nav[@aria-label='Chapters']")
    if len(chapters) != 1 or len(tree.xpath("(//nav | //footer)//a[@aria-current='page']")) != 1:
        yield "There is not one navigation between the chapters, or the present page is not marked once."
    if not tree.xpath("//footer//a[@href='accessibility.html']"):
        yield "The page does not lead to the accessibility statement."
    first = (tree.xpath("//body//a | //body//*[@tabindex='0']") or [None])[0]
    if first is None or first.get("href") not in [f"#{id}" for id in tree.xpath("//main/@id")]:
        yield "The first link of the page does not skip to its content."
    for stray in tree.xpath("//body/*[not(self::header or self::footer or self::a) and not(.//main or self::main)]"):
        yield f"<{stray.tag}> lies outside every landmark."


def ids(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """No id twice or empty; what is referred to exists."""
    counted = Counter(tree.xpath("//@id"))
    yield from (f"The id {id!r} is there {times} times." for id, times in counted.items() if times > 1)
    yield from (f"The id {id!r} is empty or has a blank." for id in counted if not id or re.search(r"\s", id))
    for name in ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "for"):
        for told in {one for value in tree.xpath(f"//@{name}") for one in value.split()}:
            if told not in counted:
                yield f"{name} refers to {told!r}, which is not on the page."
    for told in set(re.findall(r"(?:url\(#|xlink:href=\"#|<use [^>]*href=\"#)([^\")]+)", text)):
        if told not in counted:
            yield f"A picture refers to {told!r}, which is not on the page."


def pictures(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """Every picture has a sentence as its alternative; a figure has a caption."""
    for image in tree.xpath("//img"):
        yield from _alternative(image.get("alt") or "", "An img")
    for drawing in tree.xpath("//svg[not(ancestor::svg)]"):
        if drawing.get("aria-hidden") == "true":
            continue
        if drawing.get("role") != "img" or not drawing.xpath("./title"):
            yield "An svg has no role img or no title."
        yield from _alternative(name_of(drawing) or texts((drawing.xpath("./title") or [drawing])[0]), "An svg")
    for figure in tree.xpath("//figure"):
        if len(figure.xpath("./figcaption")) != 1 or not texts(figure.xpath("./figcaption")[0]):
            yield "A figure has no caption."


def _alternative(told: str, what: str) -> Iterator[str]:
    if len(told) < 20 or not re.search(r"[.!?]$", told.strip()) or re.search(r"\.(png|svg|jpe?g)\b", told):
        yield f"{what} has the alternative {told[:80]!r}, which is not a sentence."


def tables(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """A caption, scopes, a header to each row and column, rows of one width, a box that scrolls."""
    for table in tree.xpath("//table"):
        caption = texts((table.xpath("./caption") or [html.Element("caption")])[0])
        where = f"The table {caption[:60]!r}"
        if not caption:
            yield "A table has no caption."
        for head in table.xpath(".//th"):
            if head.get("scope") not in SCOPES or not texts(head):
                yield f"{where} has a header cell {texts(head)!r} with scope {head.get('scope')!r}."
        if not table.xpath("./thead/tr/th[@scope='col']") or table.xpath("./tbody/tr[not(th[@scope='row'])]"):
            yield f"{where} has columns or rows without a header."
        if any(not texts(cell) for cell in table.xpath(".//td")):
            yield f"{where} has an empty cell."
        widths = {_width(row) for row in table.xpath("./thead/tr[1] | ./tbody/tr")}
        if len(widths) > 1:
            yield f"{where} has rows of {sorted(widths)} cells."
        if not table.xpath("ancestor::div[@class='scroll']"):
            yield f"{where} does not scroll inside itself."


def _width(row: html.HtmlElement) -> int:
    return sum(int(cell.get("colspan", 1)) for cell in row.xpath("./th | ./td"))


def scrolling(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """What scrolls can be reached by keyboard and has a name; nothing takes the focus out of turn."""
    for box in tree.xpath("//div[contains(concat(' ', @class, ' '), ' scroll ')]"):
        if box.get("tabindex") != "0" or box.get("role") not in ("group", "region") or not name_of(box):
            yield f"A box that scrolls cannot be reached or has no name: {texts(box)[:40]!r}."
    for index in tree.xpath("//@tabindex"):
        if index not in ("0", "-1"):
            yield f"A tabindex is {index}."


def structure(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """Lists hold items, details begin with their summary, dates are dates."""
    for stray in tree.xpath("//li[not(parent::ul or parent::ol)] | //*[self::ul or self::ol]/*[not(self::li)]"):
        yield f"A list is broken at <{stray.tag}> {texts(stray)[:40]!r}."
    for details in tree.xpath("//details[not(*[1][self::summary])]"):
        yield f"A details has no summary: {texts(details)[:40]!r}."
    for told in tree.xpath("//main//text()[not(ancestor::time or ancestor::svg)]"):
        for day in DAY.findall(told):
            yield f"The date {day!r} is not one that a program can read."
    for moment in tree.xpath("//time"):
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", moment.get("datetime", "")):
            yield f"A time says {texts(moment)!r} without a date that a program can read."
    if not tree.xpath("//footer//time"):
        yield "The footer does not say when the page was generated."
    for empty in tree.xpath("//p[not(normalize-space()) and not(*)] | //li[not(normalize-space()) and not(*)]"):
        yield f"A <{empty.tag}> is empty."


def wording(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """No missing value as a word, no template, no path of a machine, no code, no steering character."""
    told = visible(tree)
    for what, pattern in (("a missing value", WORDLESS), ("a template", TEMPLATE), ("a path", MACHINE)):
        for match in pattern.finditer(told):
            yield f"The text shows {what}: {told[max(0, match.start() - 30) : match.end() + 30]!r}."
    if STEERING.search(text):
        yield "A control character or a change of reading direction is in the page."
    for code in tree.xpath("//pre | //code[contains(., '(')]"):
        yield f"The page shows code: {texts(code)[:40]!r}."


def colours(tree: html.HtmlElement, text: str) -> Iterator[str]:
    """The colours of the style sheet have contrast in light, dark and print."""
    for sheet in tree.xpath("//style/text()"):
        yield from contrast.problems(str(sheet))


RULES: tuple[Rule, ...] = (
    document,
    balance,
    policy,
    self_contained,
    links,
    headings,
    landmarks,
    ids,
    pictures,
    tables,
    scrolling,
    structure,
    wording,
    colours,
)
