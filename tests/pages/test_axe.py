"""Every page of every edition by the rules of axe in a browser, and by the Nu HTML checker."""

import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from pages.conftest import tool

from assessment import project

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # what a dark scheme, which changes colours alone, can break
RUN = """async rules => {
    const lean = {resultTypes: ['violations'], elementRef: false, preload: false};
    const found = await axe.run(document, {runOnly: rules, ...lean});
    return found.violations.map(one => `${one.id}: ${one.nodes.length} times, ${one.nodes[0].html.slice(0, 200)}`);
}"""
# Everything unfolded. A drawing is one picture with a title: its inside, half of a page's elements, would take most of
# the time. Of the contrast of its text axe cannot tell: tests/unit/test_colours.py sees to it.
OPEN = """() => {
    document.querySelectorAll('details').forEach(one => one.open = true);
    document.querySelectorAll('figure svg > :not(title)').forEach(one => one.remove());
}"""
EDITIONS = ("demonstration_2014", "demonstration_2016", "real_2021")
WAYS = ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark"))

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(params=EDITIONS)
def edition(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def axe() -> str:
    return tool("axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page, axe: str) -> Iterator[str]:
    """What axe finds on the page that is open, in each way of showing it."""
    page.evaluate(OPEN)
    page.evaluate(axe)
    for width, scheme in WAYS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        yield from [f"{width}, {scheme}: it is {wide} pixels too wide"] if wide > 0 else []
        rules = RULES if scheme == "light" else COLOURS
        yield from (f"{width}, {scheme}: {told}" for told in page.evaluate(RUN, rules))


def test_the_dark_scheme_changes_colours_alone():
    text = (project.root() / "assessment/publish/templates/style.css").read_text(encoding="utf-8")
    dark = re.findall(r"prefers-color-scheme: dark\)\s*\{\s*([^{}]*)\{([^{}]*)\}\s*\}", text)
    assert len(dark) == text.count("prefers-color-scheme") == 1
    assert dark[0][0].strip() == ":root"
    assert re.fullmatch(r"(\s*--[a-z-]+: #[0-9a-f]{6};)+\s*", dark[0][1])


def test_no_rule_of_axe_is_broken(edition, browser, axe):
    page, found, heard = browser.new_page(), {}, []
    page.on("console", lambda message: heard.append(message.text))
    page.on("request", lambda asked: asked.url.startswith(("file:", "data:")) or heard.append(asked.url))
    for path in edition.pages:
        page.goto(path.as_uri())
        found[path.name] = [*violations(page, axe), *heard]
    page.close()
    assert len(found) > 19
    assert {name: told for name, told in found.items() if told} == {}


def test_axe_finds_what_is_wrong(demonstration_2014, browser, axe):
    page = browser.new_page()
    page.goto((demonstration_2014.folder / "index.html").as_uri())
    page.evaluate("document.querySelector('h1').outerHTML = '<h5><img src=x></h5>'")
    told = " ".join(violations(page, axe))
    page.close()
    assert "image-alt" in told and "heading" in told


def checked(*paths) -> subprocess.CompletedProcess:
    """What the Nu HTML checker says of files."""
    if not shutil.which("java"):
        pytest.skip("no Java on this machine: the HTML was not checked")
    line = ["java", "-jar", tool("vnu-jar/build/dist/vnu.jar"), "--format", "text", "--Werror", *paths]
    return subprocess.run(list(map(str, line)), capture_output=True, text=True)


def test_the_html_checker_has_no_objection(edition):
    done = checked(*edition.pages)
    assert done.returncode == 0, done.stderr[:3000]


def test_the_html_checker_finds_what_is_wrong(demonstration_2014, tmp_path):
    wrong = tmp_path / "wrong.html"
    wrong.write_text(demonstration_2014.text("index.html").replace("<main", '<main aria-level="x"'), encoding="utf-8")
    assert checked(wrong).returncode == 1
