"""Every page of every edition by the rules of axe in a browser, and by the Nu HTML checker."""

import shutil
import subprocess

import pytest
from pages.conftest import tool

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of the contrast of text in a drawing axe cannot tell; tests/unit/test_colours.py sees to areas and lines.
RUN = """async rules => {
    const found = await axe.run({exclude: ['figure svg > *']}, {runOnly: rules, resultTypes: ['violations']});
    return found.violations.map(one => `${one.id}: ${one.nodes.length} times, ${one.nodes[0].html.slice(0, 200)}`);
}"""
OPEN = "document.querySelectorAll('details').forEach(one => one.open = true)"
# Every page of one edition in every way; those of the others, of the same make, wide and light, and narrow and dark.
WAYS = {
    "demonstration_2014": [(1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")],
    "demonstration_2016": [(1280, "light"), (320, "dark")],
    "real_2021": [(1280, "light"), (320, "dark")],
}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(params=WAYS)
def edition(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def axe() -> str:
    return tool("axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page, axe: str) -> list[str]:
    """What axe finds on the page that is open, everything on it unfolded."""
    page.evaluate(OPEN)
    page.evaluate(axe)
    return page.evaluate(RUN, RULES)


@pytest.mark.parametrize(("name", "way"), [(name, way) for name, ways in WAYS.items() for way in ways], ids=str)
def test_no_rule_of_axe_is_broken(request, browser, axe, name, way):
    (width, scheme), edition = way, request.getfixturevalue(name)
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, found = context.new_page(), {}
    for path in edition.pages:
        page.goto(path.as_uri())
        found[path.name] = violations(page, axe)
    context.close()
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
