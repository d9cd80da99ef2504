"""What the extension of JupyterLab finds in a panel: places on maps that name a line of a list, sliders with a name."""

import json
import re
from pathlib import Path
from types import SimpleNamespace

import ipywidgets as widgets
import pytest
from held import opened
from test_explore_view import town

from assessment import cli, explore, project
from assessment.explore import crime, deprivation, priority
from assessment.explore.panel import slider_of
from assessment.explore.sketch import Outlines

EXTENSION = Path(explore.__file__).parent / "labextensions" / "assessment"


@pytest.fixture
def panel(monkeypatch, tmp_path):
    """Opens a panel on the small town, each of its LSOAs drawn."""
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    for room in (crime, deprivation, priority):
        monkeypatch.setattr(room, "opened", lambda chapter, area, year: opened(chapter, town()))

    def drawn(chapter, codes):
        paths = {code: f"M{n} 0L{n} 1Z" for n, code in enumerate(codes)}
        middles = dict.fromkeys(codes, (0.0, 0.0))
        return Outlines(paths, middles, {code: f"Sandmouth {code}" for code in codes}, (100.0, 100.0))

    for room in (crime, deprivation):
        monkeypatch.setattr(room, "outlines_of", drawn)
    return lambda name: getattr(explore, f"{name}_explorer")("sandmouth", "2014/15")


def clickable(panel) -> list[str]:
    return re.findall(r'<path[^>]* data-choice="([^"]+)"', panel.shown.value)


def test_each_lsoa_on_the_map_names_its_line_in_the_list(panel):
    found = panel("deprivation")
    assert sorted(clickable(found)) == sorted(label for label, _ in found.controls["lsoa"].options)


def test_each_lsoa_on_the_map_of_crime_names_its_ward(panel):
    found = panel("crime")
    assert set(clickable(found)) == {"East", "West"} < {label for label, _ in found.controls["ward"].options}
    found.controls["ward"].value = "East"
    assert clickable(found) == ["East"] * 5


def test_circles_and_outlines_over_a_place_let_a_click_through(panel):
    found = panel("deprivation")
    found.controls["overlay"].value = "crimes"
    above = re.findall(r"<circle[^>]*>|<path[^>]*stroke-width=\"3.5\"[^>]*>", found.shown.value)
    assert len(above) > 1
    assert all('pointer-events="none"' in mark for mark in above)


def test_every_slider_has_a_name_for_its_handle(panel):
    rows = [row for row in panel("priority").children if isinstance(row, widgets.HBox)]
    assert rows
    for box, slider in (row.children for row in rows):
        assert slider.tooltip == f"{box.description}, to slide"


def test_jupyterlab_is_given_the_extension(monkeypatch):
    asked = []
    monkeypatch.setattr("subprocess.run", lambda command, **_: asked.extend(command) or SimpleNamespace(returncode=0))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    with pytest.raises(cli.typer.Exit):
        cli.lab()
    assert f"--LabApp.extra_labextensions_path={EXTENSION.parent}" in asked
    told = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    text = (EXTENSION / told["jupyterlab"]["_build"]["load"]).read_text(encoding="utf-8")
    assert f"window._JUPYTERLAB.{told['name']} = " in text
    assert not re.search(r"https?://|\beval\b|innerHTML", text)


def test_every_chapter_can_be_read_from_the_configuration_as_the_launcher_reads_it():
    text = (project.root() / "config" / "chapters.toml").read_text(encoding="utf-8")
    entries = text.split("[[chapter]]")[1:]
    told = [[re.search(rf'^{name} = "(.*)"', one, re.MULTILINE)[1] for name in ("number", "name")] for one in entries]
    assert ["_".join(one) for one in told] == [entry.file for entry in project.chapters()]


def test_a_slider_goes_with_its_box_and_never_rounds_what_was_typed():
    box = widgets.BoundedFloatText(description="Weight", min=0, max=10, step=0.5, value=1 / 3)
    slider = slider_of(box)
    assert (box.value, slider.value) == (1 / 3, 0.5)
    slider.value = 0.5  # what a browser sends back
    assert box.value == 1 / 3
    slider.value = 4.0
    assert box.value == 4.0
    box.value = 7.3
    assert (box.value, slider.value) == (7.3, 7.5)
