"""The pages of both demonstration years and of the real year, as they are published."""

import json
import re
import zipfile

import pytest
from pages.checks import check_page

from assessment import project

# What police.uk has no category or marker for: of the real year these pages say what is missing and nothing else.
UNTOLD = ("sexual_offences", "domestic_abuse", "exploitation", "consultation", "last_plan")
# Chapters of records show two pictures or more; those of a few returned numbers one, and without a forecast none.
FIRST = ("deprivation", "substance_misuse", "priority_trends", "harm", "data_quality")


@pytest.fixture(params=["demonstration_2014", "demonstration_2016", "real_2021"])
def edition(request):
    return request.getfixturevalue(request.param)


def test_everything_that_a_build_leaves_is_there(edition):
    names = {path.name for path in edition.folder.iterdir()}
    pages = {f"{entry.file}.html" for entry in project.chapters()}
    data = {"tables", "tables.xlsx", "figures.json", "run.json", "notebooks"}
    assert names == {"index.html", "accessibility.html", *pages, *data}
    assert {path.stem for path in (edition.folder / "notebooks").iterdir()} == {
        entry.file for entry in project.chapters()
    }


def test_every_sheet_of_the_workbook_has_its_csv_twin(edition):
    with zipfile.ZipFile(edition.folder / "tables.xlsx") as book:
        sheets = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    twins = {path.stem for path in (edition.folder / "tables").glob("*.csv")}
    assert set(sheets) - {"Cover", "Contents", "Notes"} == twins - {"contents"}


def test_run_json_lists_every_file_of_the_edition(edition):
    found = sorted(path.relative_to(edition.folder).as_posix() for path in edition.folder.rglob("*") if path.is_file())
    assert edition.run["files"] == found


def test_every_page_passes_the_checks(edition):
    problems = {path.name: check_page(path.read_text(encoding="utf-8")) for path in edition.pages}
    assert {name: found for name, found in problems.items() if found} == {}


def test_pages_are_light(edition):
    assert {path.name: path.stat().st_size for path in edition.pages if path.stat().st_size > 400_000} == {}


def test_no_path_of_a_machine_is_in_an_edition(edition):
    told = re.compile(re.escape(str(project.root())) + r"|/(?:tmp|root|home)/")
    for path in [*edition.pages, *edition.folder.glob("*.json"), *edition.folder.glob("notebooks/*")]:
        assert not told.search(path.read_text(encoding="utf-8")), path.name


def test_every_chapter_has_findings_and_pictures(edition):
    for entry in project.chapters():
        text = edition.text(f"{entry.file}.html")
        if entry.name in UNTOLD and edition.folder.name.startswith("2021"):
            assert "notice missing" in text, entry.name
            continue
        pictures, tables = text.count("<figure"), text.count("<table")
        assert pictures >= (2 if entry.name in FIRST else 1) or (entry.name == "horizon" and tables >= 2), entry.name
        findings = text.split('class="prose findings"')[1].split("</ul>")[0]
        assert findings.count("<li") >= 2, entry.name


def test_the_demonstration_says_that_it_is_illustrative(demonstration_2014, demonstration_2016):
    for edition in (demonstration_2014, demonstration_2016):
        for path in (page for page in edition.pages if page.name != "accessibility.html"):
            assert "Illustrative data" in path.read_text(encoding="utf-8"), path.name


def test_run_json_says_what_the_edition_was_made_from(edition):
    run = edition.run
    assert [chapter["state"] for chapter in run["chapters"]] == ["done"] * len(project.chapters())
    for source in run["sources"]:
        assert re.fullmatch(r"[0-9a-f]{64}", source["sha256"])
        assert source["rows_kept"] + source["rows_set_aside"] == source["rows_read"], source["file"]
    assert {"assessment", "python", "pandas"} <= set(run["versions"])


def test_executed_notebooks_hold_no_traceback(edition):
    for path in edition.folder.glob("notebooks/*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [
            output for cell in cells for output in cell.get("outputs", []) if output["output_type"] == "error"
        ], path.name
