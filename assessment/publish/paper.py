"""An edition as one PDF for paper and committees: its own pages, put together and printed by Chromium with tags.

Nothing stands in it that is not on the pages. It is printed twice: the first tells on which page each chapter begins.
"""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from markupsafe import Markup

from assessment.errors import AssessmentError
from assessment.publish import pages

FILE = "assessment.pdf"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
CHOSEN = "ASSESSMENT_CHROMIUM"  # the environment's word for a browser that is not found by its name
QUIET = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-quic"),
    *("--no-pdf-header-footer", "--generate-pdf-document-outline"),
)
LONGEST = 600  # seconds that printing may take
COVER, NOTICE = "cover", re.compile(r'<aside [^>]*id="corrections">.*?</aside>', re.DOTALL)
HEADED = re.compile(r"<h2 .*?</h2>", re.DOTALL)
FRONT, BACK = ("headline-figures",), ("sources", "how-it-was-made")  # sections of the index
TAG, REFERRING = re.compile(r"<[^>]*>"), re.compile(r' (id|headers|aria-labelledby|aria-describedby|href)="([^"]*)"')


@dataclass(frozen=True)
class Part:
    """A page of the edition as a part of the document: the id that it is reached by, its title, its markup."""

    id: str
    title: str
    body: Markup


def browser() -> str:
    """The Chromium that prints. Raises AssessmentError where there is none."""
    chosen = os.environ.get(CHOSEN, "")
    found = shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        what = "A PDF is printed by Chromium or Chrome, and none is found"
        mend = f"Install one, or name its program in the environment as {CHOSEN}; or build without --pdf."
        raise AssessmentError(what, chosen, mend)
    return found


def write(edition: Path, **page: Unpack[pages.Page]) -> None:
    """Print the edition in a folder, whose pages are written, to assessment.pdf beside them.

    Raises AssessmentError where there is no Chromium or it prints nothing.
    """
    program, parts, notice = browser(), parts_of(edition, page), notice_of(edition)
    with tempfile.TemporaryDirectory(prefix="assessment-") as folder:
        source, printed = Path(folder, "edition.html"), Path(folder, FILE)
        numbers: Mapping[str, int] = {}
        for _ in range(2):
            source.write_text(document(parts, numbers, page, notice), encoding="utf-8")
            _print(program, source, printed)
            numbers = page_numbers(printed)
        _finish(printed, edition / FILE, page)


def parts_of(edition: Path, page: pages.Page) -> list[Part]:
    """The headline figures, the chapters, the accessibility statement, and what the edition was made from."""
    files = [*(f"{entry.file}.html" for entry, _ in page["navigation"]), pages.STATEMENT]
    titles = [*(entry.title for entry, _ in page["navigation"]), "Accessibility statement"]
    index = _main(edition / pages.INDEX)
    inner = [(file, title, _main(edition / file)) for file, title in zip(files, titles, strict=True)]
    front = HEADED.sub("", _sections(index, FRONT), count=1)  # the part's title says it
    told = [("front", "Headline figures", front), *inner]
    told.append(("back", "Sources and how this edition was made", _sections(index, BACK)))
    known = {file: _id(file) for file in files} | {pages.INDEX: COVER}
    return [Part(_id(name), title, Markup(_joined(body, _id(name), known))) for name, title, body in told if body]


def notice_of(edition: Path) -> str:
    """The index's notice of what was corrected, for the cover; nothing where nothing was."""
    found = NOTICE.search(_main(edition / pages.INDEX))
    return Markup(_joined(found[0], COVER, {}) if found else "")


def document(parts: Sequence[Part], numbers: Mapping[str, int], page: pages.Page, notice: str = "") -> str:
    """The whole as HTML; `numbers` are the pages on which the parts begin, as far as they are known.

    The `notice` of corrections stands on the cover.
    """
    state = page["area"].standing(page["year"]).state
    marks = " – RESTRICTED" * bool(page.get("restricted")) + f" – {state.upper()}" * (state != "final")
    name = _quoted(f"{page['area'].name} strategic assessment {page['year']}{marks}")
    running = {part.id: _quoted(part.title) for part in parts}
    told = {"parts": parts, "notice": notice, "numbers": numbers, "name": name, "running": running}
    return pages.render("paper.html.j2", page, **told)


def page_numbers(printed: Path) -> dict[str, int]:
    """The page of each place in a PDF that something links to, the first being 1."""
    import pypdf

    reader = pypdf.PdfReader(printed)
    found = {name: reader.get_destination_page_number(place) for name, place in reader.named_destinations.items()}
    return {name.lstrip("/"): number + 1 for name, number in found.items() if number is not None}


def _id(name: str) -> str:
    return f"part-{name.removesuffix('.html')}"


def _main(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition('tabindex="-1">')[2].rpartition("</main>")[0]


def _sections(index: str, wanted: Sequence[str]) -> str:
    """Sections of the index, each from its heading to the next."""
    body = index.partition('<div class="body">')[2].rpartition("</div>")[0]
    found = {cut.partition('id="')[2].partition('"')[0]: cut for cut in re.split(r"(?=<h2 )", body)[1:]}
    return "".join(found.get(name, "") for name in wanted)


def _joined(body: str, own: str, known: Mapping[str, str]) -> str:
    """The markup of a page with ids of its own, and links that lead to the other parts; others than those are text."""

    def told(found: re.Match[str]) -> str:
        name, value = found.groups()
        if name != "href":
            return f' {name}="{" ".join(f"{own}-{one}" for one in value.split())}"'
        file, _, place = value.partition("#")
        if re.match("https?:|mailto:", value):
            return found[0]
        target = known.get(file) if file else own
        return f' href="#{target}{f"-{place}" if place else ""}"' if target else ""

    marked = TAG.sub(lambda found: REFERRING.sub(told, found[0]), body)
    # A figure would be tagged as a picture around the picture, and ask for an alternative text of its own.
    return marked.replace("url(#", f"url(#{own}-").replace("<figure ", '<figure role="group" ')


def _quoted(text: str) -> Markup:
    """Text as a string of a style sheet: every character that is no letter or digit by its number."""
    told = "".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):x} " for one in pages.clean(text))
    return Markup(f'"{told}"')


def _print(program: str, source: Path, target: Path) -> None:
    rights = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(prefix="assessment-", ignore_cleanup_errors=True) as profile:
        own = [f"--user-data-dir={profile}", f"--print-to-pdf={target}", source.as_uri()]
        try:
            done = subprocess.run([program, *QUIET, *rights, *own], capture_output=True, text=True, timeout=LONGEST)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _unprinted(type(error).__name__) from None
    if done.returncode or not target.is_file():
        raise _unprinted((done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"])[-1])


def _unprinted(why: str) -> AssessmentError:
    what = f"Chromium did not print the PDF: {why[:200]}"
    return AssessmentError(what, FILE, "Build again, or without --pdf; the pages print from any browser too.")


def _finish(printed: Path, target: Path, page: pages.Page) -> None:
    """Say what the document is, and when it was made, in place of the browser and its moment."""
    import pypdf

    made = page["generated"].strftime("D:%Y%m%d%H%M%SZ")
    writer = pypdf.PdfWriter(clone_from=printed)
    title = f"{page['area'].name} strategic assessment {page['year']}"
    about = {"/Title": title, "/Creator": "Strategic assessment workbook", "/CreationDate": made, "/ModDate": made}
    writer.add_metadata({key: pages.clean(value) for key, value in about.items()})
    writer.write(target)
