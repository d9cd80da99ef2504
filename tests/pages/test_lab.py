"""JupyterLab in a real browser, started by the command that a user types: launcher, chapters, sliders, what is kept.

The screenshots are kept in the folder that ASSESSMENT_SCREENSHOTS names, else in the tests' own temporary one.
"""

import os
import tomllib

import pytest
from pages.labs import SVG, changed, choose, drawn, go, run_all
from playwright.sync_api import expect

from assessment import project

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_it_asks_for_its_token_and_is_reached_from_this_machine_alone(lab, browser):
    server = lab.server
    assert server["hostname"] == "localhost"
    assert len(server["token"]) >= 32
    page = browser.new_context().new_page()
    page.goto(f"http://127.0.0.1:{server['port']}/lab")
    assert "/login" in page.url
    if getattr(os, "geteuid", lambda: 1)() == 0:
        assert "You are root" in lab.told()


def test_it_opens_on_the_start_page_which_leads_to_a_chapter(lab_page, lab):
    lab_page.goto(f"http://127.0.0.1:{lab.server['port']}/?token={lab.server['token']}")
    lab_page.wait_for_selector(".jp-NotebookPanel:visible .jp-Cell")
    assert project.START in lab_page.url
    assert lab_page.get_by_text("Would you like to get notified").count() == 0
    run_all(lab_page, "h2:has-text('Explore')")
    lab_page.get_by_role("link", name="Deprivation: Where", exact=False).click()
    lab_page.wait_for_selector(".jp-NotebookPanel:visible h1:has-text('Deprivation')")


def test_the_launcher_has_a_card_for_each_notebook_and_a_chapter_runs_from_it(lab_page, lab):
    go(lab_page, lab, project.START)
    choose(lab_page, "File", "New Launcher")
    section = lab_page.locator(".jp-Launcher-section", has_text="Strategic assessment")
    section.locator(".jp-LauncherCard").first.wait_for()
    cards = section.locator(".jp-LauncherCard-label").all_inner_texts()
    assert cards[0] == "Start here"
    chapters = [f"{entry.number} {entry.title}" for entry in project.chapters()]
    assert cards[-len(chapters) :] == chapters
    assert sum(card.startswith("Explore: ") for card in cards) == len(cards) - len(chapters) - 1 == 5
    section.locator(".jp-LauncherCard", has_text="05 Harm").press("Enter")
    lab_page.wait_for_selector(".jp-NotebookPanel:visible h1:has-text('Harm')")
    run_all(lab_page, "figure.picture svg")
    lab_page.wait_for_selector("pre:has-text('harm.top_categories.count')")
    assert lab_page.locator(".jp-OutputArea-output[data-mime-type*='stderr']").count() == 0


def test_a_slider_moves_by_keyboard_is_saved_and_comes_back(lab_page, lab, workbook):
    go(lab_page, lab, "notebooks/explore/priorities.ipynb")
    run_all(lab_page, SVG)
    before, volume = drawn(lab_page), lab_page.get_by_label("Volume", exact=True)
    lab_page.get_by_role("slider", name="Volume, to slide").focus()
    assert lab_page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    for _ in range(4):
        lab_page.keyboard.press("ArrowRight")
    assert changed(lab_page, before)
    expect(volume).to_have_value("3")
    lab_page.wait_for_timeout(1000)  # the picture of the last step
    after = drawn(lab_page)

    lab_page.get_by_label("Reason", exact=True).fill("The board weighs numbers threefold")
    lab_page.keyboard.press("Tab")
    lab_page.keyboard.press("Enter")
    lab_page.wait_for_selector("text=Saved in config/areas/blackpool.toml")
    told = tomllib.loads((workbook / "config" / "areas" / "blackpool.toml").read_text(encoding="utf-8"))
    assert told["priorities_weights"]["volume"] == 3
    assert told["priorities_weights"]["reason"] == "The board weighs numbers threefold"

    lab_page.keyboard.press("Control+s")
    lab_page.wait_for_selector(".jp-NotebookPanel:visible .jp-Cell")
    lab_page.wait_for_function("!document.querySelector('.jp-mod-dirty')")
    lab_page.reload()  # the kernel lives: the panel is there again without running a cell
    lab_page.wait_for_selector(f".jp-NotebookPanel:visible {SVG}")
    expect(volume).to_have_value("3")
    assert drawn(lab_page) == after

    choose(lab_page, "Kernel", "Restart Kernel…")
    lab_page.locator(".jp-Dialog .jp-mod-accept").click()
    lab_page.wait_for_selector(".jp-Dialog", state="detached")
    run_all(lab_page, SVG)
    expect(volume).to_have_value("3")
    assert drawn(lab_page) == after
