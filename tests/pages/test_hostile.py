"""Hostile text in data, file names and configuration, through the whole build: it shows as text and does nothing."""

import csv
import json
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import pypdf
import pytest
from editions import Edition, command
from filelock import FileLock
from pages import hostile
from pages.checks import check_page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = "{{ 7*7 }}"  # of MARKDOWN: on a page as text, where no template of ours may be
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
MADE = {"script", "img:not([src^='data:image/'])", "iframe", "b", "[onerror]", "[onmouseover]", "a[href^='javascript']"}


@pytest.fixture(scope="module")
def folder(shared):
    """The hostile workbook; its editions stand in `outputs`."""
    place = shared / "hostile"
    with FileLock(f"{place}.lock"):
        if not place.exists():
            place.mkdir()
            hostile.workbook(place)
    return place


def told(folder, *words: object) -> subprocess.CompletedProcess:
    """A command in the hostile workbook; what it tells the terminal cannot steer it."""
    done = command(*words, cwd=folder)
    assert STEERING.findall(done.stdout + done.stderr) == []
    return done


@pytest.fixture(scope="module")
def edition(folder) -> Edition:
    place = folder / "outputs" / "blackpool" / "2014-15"
    with FileLock(f"{folder}.build.lock"):
        if not (place / "run.json").is_file():
            done = told(folder, "build", "blackpool", "--pdf")
            assert done.returncode == 0, done.stderr
    return Edition(place)


def test_check_tells_of_it_and_steers_no_terminal(folder):
    done = told(folder, "check", "blackpool")
    assert done.returncode == 0 and hostile.MARK in done.stdout
    assert "texts in 'category' have more than 200 letters" in done.stdout


def test_every_page_holds_the_rules_and_shows_what_is_hostile_as_text(edition):
    shown = 0
    for path in edition.pages:
        text = path.read_text(encoding="utf-8")
        assert [told for told in check_page(text) if SHOWN not in told] == [], path.name
        assert "<script" not in text, path.name
        shown += "&lt;script&gt;alert(&#x27;hostile&#x27;)" in text or "&lt;script&gt;alert(&#39;hostile&#39;)" in text
    assert shown == len(edition.pages)


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_runs_asks_complains_or_grows_wide(browser, edition, width):
    context, heard = browser.new_context(viewport={"width": width, "height": 900}), []
    page = context.new_page()
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or heard.append(asked.url))
    for path in edition.pages:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path.name
        assert page.evaluate("names => document.querySelectorAll(names).length", ", ".join(MADE)) == 0, path.name
    context.close()
    assert heard == []


def test_no_cell_of_the_workbook_is_a_formula_or_leads_out(edition):
    with zipfile.ZipFile(edition.folder / "tables.xlsx") as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert len(sheets) > 40
        for name in sheets:
            text = book.read(name).decode("utf-8")
            assert ET.fromstring(text).find(".//{*}f") is None, name
            assert "javascript:" not in text and "example.invalid" not in text, name
        strings = book.read("xl/sharedStrings.xml").decode("utf-8")
    assert "&lt;script&gt;" in strings and not STEERING.search(strings)


def test_no_cell_of_a_csv_twin_begins_a_formula(edition):
    for path in (edition.folder / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        risky = [
            cell for cell in cells if cell.startswith(("=", "+", "-", "@")) and not re.fullmatch(r"-[\d.e-]+", cell)
        ]
        assert risky == [] and not any(map(STEERING.search, cells)), path.name


def test_the_pdf_is_made_and_leads_nowhere(edition):
    read = pypdf.PdfReader(edition.folder / "assessment.pdf")
    actions = [
        note.get_object().get("/A", {}).get("/URI", "") for leaf in read.pages for note in leaf.get("/Annots", [])
    ]
    assert [one for one in actions if one and not one.startswith("https://")] == []
    assert hostile.MARK in read.pages[0].extract_text()
    assert "/JavaScript" not in str(read.trailer["/Root"])


def test_compare_says_it_as_text(folder, edition, browser):
    later = folder / "outputs" / "blackpool" / "later"
    shutil.copytree(edition.folder, later, dirs_exist_ok=True)
    moved = [one | ({"value": one["value"] + 1} if one["id"] == "crime.all.count" else {}) for one in edition.figures]
    (later / "figures.json").write_text(json.dumps(moved), encoding="utf-8")
    done = told(folder, "compare", edition.folder, later, "--out", folder / "compared.html")
    assert done.returncode == 0 and hostile.MARK in done.stdout
    text = (folder / "compared.html").read_text(encoding="utf-8")
    assert "<script" not in text and "&lt;script&gt;" in text and not STEERING.search(text)
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto((folder / "compared.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.close()
