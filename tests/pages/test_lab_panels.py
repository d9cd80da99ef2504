"""The panels in JupyterLab: every control by keyboard and with a name, maps that are clicked, a line that is copied."""

import pytest
from pages.conftest import tool
from pages.labs import SVG, changed, drawn, go, run_all
from playwright.sync_api import expect

from assessment.explore.start import PANELS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Pictures have a text alternative as a whole, and contrast in them is seen to by tests/unit/test_colours.py.
AXE = """async () => {
    const told = await axe.run({include: ['.assessment-panel'], exclude: ['svg > *']}, {resultTypes: ['violations']});
    return told.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`));
}"""
CELLS = ".jp-NotebookPanel:visible .jp-Cell"


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_obeys_the_keyboard_and_breaks_no_rule_of_axe(lab_page, lab, name):
    go(lab_page, lab, f"notebooks/explore/{name}.ipynb")
    run_all(lab_page, SVG)
    assert "Restricted use" in lab_page.locator(".assessment-panel").inner_text()
    assert lab_page.locator(".assessment-panel [role=alert]").count() == 0
    cells = lab_page.locator(CELLS).count()
    lists = lab_page.locator(".assessment-panel select")
    for one in [lists.nth(n) for n in range(lists.count())]:
        before = one.input_value()
        one.focus()
        first = one.evaluate("list => list.selectedIndex === list.options.length - 1")
        lab_page.keyboard.press("ArrowUp" if first else "ArrowDown")
        if one.locator("option").count() > 1:
            expect(one).not_to_have_value(before)
        lab_page.keyboard.press("b")  # JupyterLab's own: a cell below
        expect(one).to_be_focused()
    assert lab_page.locator(CELLS).count() == cells
    lab_page.get_by_role("button", name="Start afresh").press("Enter")
    lab_page.get_by_role("button", name="Start afresh").press("Space")
    assert lab_page.locator(CELLS).count() == cells
    lab_page.evaluate(tool("axe-core/axe.min.js").read_text(encoding="utf-8"))
    assert lab_page.evaluate(AXE) == []


def test_the_explorer_of_crime_is_labelled_and_follows_its_lists(lab_page, lab):
    go(lab_page, lab, "notebooks/explore/crime.ipynb")
    run_all(lab_page, SVG)
    named = ["Category", "Ward", "First month", "Last month", "Measure", "Chapter cell"]
    assert all(lab_page.get_by_label(name, exact=True).count() == 1 for name in named)
    before, cell = drawn(lab_page), lab_page.get_by_label("Chapter cell", exact=True)
    lab_page.get_by_label("Category", exact=True).select_option(label="Theft offences")
    assert changed(lab_page, before)
    lab_page.get_by_label("Category", exact=True).focus()
    for _ in range(4):
        lab_page.keyboard.press("Tab")
    assert lab_page.evaluate("document.activeElement.labels[0].textContent") == "Measure"
    assert 'category="Theft offences"' in cell.input_value()

    lab_page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab_page.get_by_role("button", name="Copy as chapter cell").press("Enter")
    lab_page.wait_for_selector("button:has-text('Copied')")
    assert lab_page.evaluate("navigator.clipboard.readText()") == cell.input_value()

    lab_page.get_by_label("Last month", exact=True).select_option(label="April 2011")
    lab_page.wait_for_selector(".assessment-panel [role=alert]")
    assert "is after the last, April 2011" in lab_page.locator(".assessment-panel [role=alert]").inner_text()
    assert lab_page.locator(".jp-OutputArea-output[data-mime-type*='stderr']").count() == 0


def test_a_click_on_the_map_tells_the_story_of_an_lsoa(lab_page, lab):
    go(lab_page, lab, "notebooks/explore/deprivation.ipynb")
    run_all(lab_page, SVG)
    lab_page.get_by_label("Laid over it", exact=True).select_option(label="Crimes")
    lab_page.wait_for_selector(".assessment-panel svg circle")
    place = lab_page.locator(".assessment-panel [data-choice]").nth(20)
    line = place.get_attribute("data-choice")
    expect(lab_page.get_by_label("LSOA", exact=True)).not_to_have_value(line)
    place.click()  # through the circle that lies over it
    expect(lab_page.get_by_label("LSOA", exact=True)).to_have_value(line)
    lab_page.wait_for_selector(f".assessment-panel li:has-text('{line.partition(' (')[0]}, IoD')")
