"""The page that JupyterLab opens on: every link leads somewhere, and it says what is wrong with the data."""

import re
from pathlib import Path

import pytest

from assessment import project
from assessment.explore.start import HERE, PANELS, start_here

HREF = re.compile(r'href="([^"]+)"')


def test_every_link_leads_to_a_file():
    page = start_here("blackpool", "2014/15").to_html()
    found = HREF.findall(page)
    assert len(found) >= len(project.chapters()) + len(PANELS)
    assert all((project.root() / HERE / link).resolve().is_file() for link in found)
    assert (project.root() / project.START).is_file()


def test_it_names_every_chapter_every_panel_and_the_command_that_builds():
    page = start_here("blackpool", "2014/15")
    assert "rows kept" in page.to_text()
    assert "assessment build blackpool --year 2014/15" in page.to_text()
    assert all(entry.title in page.to_text() for entry in project.chapters())
    assert sorted(PANELS) == sorted({path.stem for path in (project.root() / HERE).glob("*.ipynb")} - {"start_here"})


@pytest.mark.parametrize(("area", "says"), [("atlantis", "There is no area"), ("blackpool", "no folder of raw files")])
def test_data_that_are_not_ready_are_told_with_the_mend(monkeypatch, area, says):
    monkeypatch.setattr(project, "RAW", "data/gone")
    page = start_here(area, "2014/15")
    assert "The data are not ready" in page.to_html()
    assert says in page.to_text()
    assert "assessment check" in page.to_text()


def test_a_file_that_stops_a_build_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "shopping.csv").write_text("apples,pears\n1,2\n", encoding="utf-8")
    monkeypatch.setattr(project, "raw_or_default", lambda folder=None: Path(raw))
    assert "Stops a build" in start_here("blackpool", "2014/15").to_text()
