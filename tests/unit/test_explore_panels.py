"""The panels: what is chosen is shown, kept and brought back; what goes wrong is told in the panel."""

import ast
import json
import stat
from pathlib import Path

import ipywidgets as widgets
import numpy as np
import pandas as pd
import pytest
from held import opened
from test_explore_view import town

from assessment import explore, project
from assessment.chapters.harm_index.weights import Weighed
from assessment.explore import crime, deprivation, harm, priority, quality
from assessment.explore.kept import Kept
from assessment.explore.panel import Panel
from assessment.measures.harm import weigh
from assessment.measures.priorities import sensitivity

ROOMS = {"crime": crime, "deprivation": deprivation, "harm": harm, "priority": priority, "quality": quality}


@pytest.fixture
def looked(monkeypatch, tmp_path):
    """Opens a panel on the small town; its choices are kept below the test's own folder."""
    monkeypatch.setenv("ASSESSMENT_PROCESSED", str(tmp_path / "processed"))
    held = town("2013/14", "2014/15")
    held.folder = tmp_path
    (tmp_path / "rejects.csv").write_text(
        "file,line,column,reason\ncrime.csv,7,lsoa,no LSOA\ncrime.csv,9,,cut short\nasb.csv,2,type,unknown\n", "utf-8"
    )
    for room in ROOMS.values():
        monkeypatch.setattr(room, "opened", lambda chapter, area, year: opened(chapter, held))
    return lambda name: getattr(explore, f"{name}_explorer")("sandmouth", "2014/15")


@pytest.mark.parametrize("name", ROOMS)
def test_every_panel_opens_says_that_it_is_restricted_and_labels_its_controls(looked, name):
    panel = looked(name)
    assert panel.fault.value == ""
    assert "Restricted use" in panel.children[0].value
    assert all(control.description for control in panel.controls.values())
    assert "<table" in panel.shown.value


@pytest.mark.parametrize("name", ROOMS)
def test_every_choice_of_every_control_can_be_shown(looked, name):
    panel = looked(name)
    for key, control in panel.controls.items():
        first, options = control.value, getattr(control, "options", (0.0, 2.5))
        for value in [one[1] if isinstance(one, tuple) else one for one in options]:
            control.value = value
            assert "after the last" in panel.fault.value or panel.fault.value == "", (key, value, panel.fault.value)
        control.value = first


@pytest.mark.parametrize("name", ROOMS)
def test_choices_come_back_and_are_the_users_alone(looked, name):
    panel = looked(name)
    chosen = {}
    for key, control in panel.controls.items():
        if isinstance(control, widgets.Dropdown):
            control.index = len(control.options) - 1
        else:
            control.value = 3.0
        chosen[key] = control.value
    path = panel.kept.path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    again = looked(name)
    assert {key: again.choices[key] for key in chosen} == chosen
    assert again.shown.value == panel.shown.value


@pytest.mark.parametrize("kept", ["", "[1]", "{", '{"category": "Piracy", "ward": 7, "nothing": 1}'])
def test_choices_that_fit_no_more_are_passed_over(looked, kept):
    panel = looked("crime")
    first = panel.choices
    panel.kept.path.write_text(kept, encoding="utf-8")
    assert looked("crime").choices == first


def test_start_afresh_takes_every_choice_back(looked):
    panel = looked("crime")
    first = panel.choices
    panel.controls["category"].value = "Antisocial behaviour"
    panel.controls["measure"].value = "rate"
    panel.afresh()
    assert panel.choices == first


def test_line_map_table_and_cell_follow_what_is_chosen(looked):
    panel = looked("crime")
    before, cell = panel.shown.value, panel.children[-2]
    panel.controls["ward"].value = "East"
    assert panel.shown.value != before
    assert "East, Sandmouth" in panel.shown.value
    assert cell.value == 'chapter.view(category="All recorded crime", ward="East", measure="count")'


def test_months_the_wrong_way_round_are_told_in_the_panel(looked):
    panel = looked("crime")
    panel.controls["first"].value, panel.controls["last"].value = "2014-06", "2014-05"
    assert 'role="alert"' in panel.fault.value
    assert "June 2014, is after the last, May 2014" in panel.fault.value
    panel.controls["last"].value = "2014-07"
    assert panel.fault.value == ""


def test_a_fault_of_ours_is_told_without_a_traceback(tmp_path):
    def show(choices):
        raise ZeroDivisionError("<b>nothing</b>")

    panel = Panel("A panel", Kept(tmp_path / "kept.json"), {}, show)
    assert "A fault of the workbook, ZeroDivisionError" in panel.fault.value
    assert "<b>" not in panel.fault.value


@pytest.mark.parametrize("name", ROOMS)
def test_a_panel_that_cannot_be_opened_says_why(name):
    told = getattr(explore, f"{name}_explorer")("atlantis")
    assert "There is no area" in told.value
    assert "The configured areas are" in told.value


# Harm

CATEGORIES = pd.DataFrame(
    {"crimes": [10, 1, 100], "days": [50.0, 400.0, 2.0]}, index=["Assault", "Rape", "Shoplifting"]
).assign(harm=lambda rows: rows["crimes"] * rows["days"])


def test_ranks_move_with_a_weight():
    rows = harm.moved(CATEGORIES, {"Shoplifting": 6.0}).rows
    assert rows["rank"].to_dict() == {"Assault": 1, "Rape": 2, "Shoplifting": 3}
    assert rows["rank_now"].to_dict() == {"Shoplifting": 1, "Assault": 2, "Rape": 3}
    days = {"Assault": 50, "Rape": 400, "Shoplifting": 6}
    expected = weigh(CATEGORIES["crimes"].to_dict(), days)
    assert rows["harm_now"].to_dict() == expected.to_dict()
    assert rows["share_now"].sum() == pytest.approx(1)


def test_without_a_change_nothing_moves():
    rows = harm.moved(CATEGORIES, {}).rows
    assert (rows["rank"] == rows["rank_now"]).all()
    assert (rows["harm"] == rows["harm_now"]).all()


def test_changed_weights_are_kept_by_category(tmp_path):
    weighed = {"One": Weighed("One", CATEGORIES, pd.DataFrame(), 0)}
    panel = harm.HarmPanel("Harm", Kept(tmp_path / "harm.json"), weighed)
    panel.controls["days"].value = 80.0
    panel.controls["category"].value = "Rape"
    assert panel.controls["days"].value == 400.0
    panel.controls["days"].value = 500.0
    again = harm.HarmPanel("Harm", Kept(tmp_path / "harm.json"), weighed)
    assert again.weights == {"One": {"Assault": 80.0, "Rape": 500.0}}
    assert (again.controls["category"].value, again.controls["days"].value) == ("Rape", 500.0)
    again.controls["days"].value = 400.0  # as the version has it
    assert again.weights == {"One": {"Assault": 80.0}}
    again.afresh()
    assert again.weights == {}


def test_days_that_no_binary_number_holds_count_as_unchanged(tmp_path):
    odd = CATEGORIES.assign(days=[50.0, 400 - 1e-9, 547.5])
    panel = harm.HarmPanel("Harm", Kept(tmp_path / "harm.json"), {"One": Weighed("One", odd, pd.DataFrame(), 0)})
    for name in odd.index:
        panel.controls["category"].value = name
        days = panel.controls["days"].value
        panel.controls["days"].value = days + 1
        panel.controls["days"].value = days
    assert panel.weights == {"One": {}}
    assert "No weight is changed" in panel.shown.value


def test_weights_without_any_harm_are_told(tmp_path):
    weighed = {"One": Weighed("One", CATEGORIES.loc[["Rape"]], pd.DataFrame(), 0)}
    panel = harm.HarmPanel("Harm", Kept(tmp_path / "harm.json"), weighed)
    panel.controls["days"].value = 0.0
    assert "there is no harm to share out" in panel.fault.value


# Priorities

SCORES = pd.DataFrame(np.random.default_rng(3).random((6, 4)), index=list("abcdef"), columns=["w", "x", "y", "z"])


def test_at_equal_weights_the_chances_are_those_of_the_chapter():
    found = priority.ranked(SCORES, dict.fromkeys(SCORES, 7.0), top=3)
    chapter = sensitivity(SCORES, top=3, scale="none").loc[found.index]
    for column in ("first", "in_top", "rank_low", "rank_high"):
        assert found[column].tolist() == chapter[column].tolist()


def test_a_weight_alone_puts_its_criterion_in_order_and_is_sure():
    found = priority.ranked(SCORES, {"x": 2.0}, top=3)
    assert list(found.index) == list(SCORES["x"].sort_values(ascending=False).index)
    assert set(found["first"]) == {0.0, 1.0}


def test_the_weightings_drawn_lie_about_the_weights():
    weights, one = {"w": 6.0, "x": 2.0, "y": 1.0, "z": 1.0}, pd.DataFrame(np.eye(4), columns=list("wxyz"))
    found = priority.ranked(one, weights, top=1)
    assert found.sort_index()["score"].tolist() == pytest.approx([0.6, 0.2, 0.1, 0.1])
    assert found.loc[0, "first"] > 0.6  # what weighs most is first more often than its share
    assert found["first"].sum() == pytest.approx(1)


def test_no_weight_at_all_is_told(looked):
    panel = looked("priority")
    for control in panel.controls.values():
        control.value = 0.0
    assert "Every weight is 0" in panel.fault.value


# Data quality, deprivation


def test_rows_set_aside_are_counted_by_file(looked):
    panel = looked("quality")
    assert "cut short" in panel.shown.value
    assert "unknown" in panel.shown.value
    panel.controls["file"].value = "asb.csv"
    assert "cut short" not in panel.shown.value


def test_the_story_of_an_lsoa_holds_its_rank_and_its_crimes(looked):
    panel, held = looked("deprivation"), town("2013/14", "2014/15")
    code = panel.controls["lsoa"].options[3][1]
    panel.controls["lsoa"].value = code
    row = held.tables["deprivation"].set_index("lsoa").loc[code]
    crimes = held.tables["crime"]
    number = int(((crimes["lsoa"] == code) & (crimes["month"] >= "2014-04")).sum())
    assert f"rank {row['rank']:,} of 32,844" in panel.shown.value
    assert f"Recorded crimes in 2014/15: {number:,}" in panel.shown.value


def test_what_the_files_say_is_escaped(looked, monkeypatch):
    held = town("2013/14", "2014/15")
    named = lambda rows: rows.assign(lsoa_name=["<img src=x onerror=y>"] * len(rows))  # noqa: E731
    bad = held.but(deprivation=named, lsoa_wards=named)
    monkeypatch.setattr(deprivation, "opened", lambda *_: opened("deprivation", bad))
    monkeypatch.setattr(crime, "opened", lambda *_: opened("priority_trends", bad))
    for name in ("deprivation", "crime"):
        panel = looked(name)
        if name == "crime":
            panel.controls["ward"].value = "East"
        assert "&lt;img" in panel.shown.value
        assert "<img" not in panel.shown.value


# Nothing of widgets reaches a page

EXPLORE = sorted((project.root() / "notebooks" / "explore").glob("*.ipynb"))


def test_neither_chapters_nor_pages_know_of_the_panels():
    package = Path(project.__file__).parent
    for room in ("chapters", "present", "publish", "run", "measures", "store"):
        for path in (package / room).rglob("*.py"):
            names = {alias.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Import)
                     for alias in node.names}  # fmt: skip
            text = path.read_text("utf-8")
            assert "ipywidgets" not in names, path
            assert "assessment.explore" not in text, path
    for path in (project.root() / "notebooks").glob("*.ipynb"):
        assert "explore" not in path.read_text("utf-8").replace("unexplored", ""), path


@pytest.mark.parametrize("path", EXPLORE, ids=lambda path: path.stem)
def test_an_explore_notebook_is_one_call_without_outputs(path):
    told = json.loads(path.read_text("utf-8"))
    code = [cell for cell in told["cells"] if cell["cell_type"] == "code"]
    assert not any(cell["outputs"] or cell["execution_count"] for cell in code)
    assert "widgets" not in told["metadata"]
    assert len(code) == 2
    call = ast.parse("".join(code[1]["source"])).body[-1].value
    assert call.func.id in explore.WHERE
    assert [name.id for name in call.args] == ["area", "year"]
