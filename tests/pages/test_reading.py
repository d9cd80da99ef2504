"""The pages with the keyboard alone, with large text, with wide spacing, and in colours of the reader's own."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOCUSED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one);
    return {
        tag: one.tagName, told: (one.ariaLabel || one.textContent).trim().slice(0, 60), href: one.getAttribute('href'),
        skip: one.className === 'skip', inNav: !!one.closest('nav.chapters'), inTable: one.matches('.table .scroll'),
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
        outlined: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
    };
}"""
STOPS = """[...document.querySelectorAll('a[href], summary, [tabindex="0"]')]
    .filter(one => one.checkVisibility() && !one.closest('details:not([open]) > :not(summary)')).length"""
BEYOND = """() => [...document.querySelectorAll('body *')].filter(one => {
    if (one.closest('.scroll') || one.closest('svg') || !one.checkVisibility()) return false;
    return one.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
}).map(one => one.outerHTML.slice(0, 80))"""
SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}
                       p {margin-bottom: 2em !important}`);
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(params=["demonstration_2014", "demonstration_2016", "real_2021"])
def edition(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def opened(browser):
    """A page of a width, in which the test opens what it likes."""
    contexts = []

    def of(width: int, **more: object):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **more))
        return contexts[-1].new_page()

    yield of
    for context in contexts:
        context.close()


def stops(page) -> list[dict]:
    """What has the focus after each press of Tab, until it has gone round: noted as the key comes up again."""
    page.evaluate(f"window.found = []; addEventListener('keyup', () => found.push(({FOCUSED})()))")
    for _ in range(page.evaluate(STOPS)):
        page.keyboard.press("Tab")
    return page.evaluate("found")


def test_the_keyboard_reaches_everything_and_one_sees_where_it_is(edition, opened):
    page = opened(1280, reduced_motion="reduce")
    for path in edition.pages:
        page.goto(path.as_uri())
        found = stops(page)
        assert found[0]["skip"] and found[0]["href"] == "#main", path.name
        assert sum(one["inNav"] for one in found) == page.locator("nav.chapters a").count(), path.name
        assert sum(one["inTable"] for one in found) == page.locator(".table .scroll:visible").count(), path.name
        lost = [one["told"] for one in found if not (one["seen"] and one["outlined"])]
        assert lost == [], path.name


def test_the_skip_link_leads_past_the_header_and_the_numbers_unfold(demonstration_2014, opened):
    page = opened(1280, reduced_motion="reduce")
    page.goto((demonstration_2014.folder / "05_harm.html").as_uri())
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details").first.evaluate("one => one.open")
    assert page.locator("details table").first.is_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_text_of_twice_the_size_fits(edition, opened, width):
    page, found = opened(width), {}
    for path in edition.pages:
        page.goto(path.as_uri())
        page.evaluate("document.documentElement.style.fontSize = '225%'")  # the pages' own size is 112.5%
        found[path.name] = page.evaluate(BEYOND)
    assert {name: beyond for name, beyond in found.items() if beyond} == {}


def test_text_with_wide_spacing_fits(edition, opened):
    page, found = opened(320), {}
    for path in edition.pages:
        page.goto(path.as_uri())
        page.evaluate(SPACING)
        found[path.name] = page.evaluate(BEYOND)
    assert {name: beyond for name, beyond in found.items() if beyond} == {}


def test_colours_of_the_reader_and_less_motion_are_followed(demonstration_2014, opened):
    page = opened(1280, forced_colors="active", reduced_motion="reduce")
    page.goto((demonstration_2014.folder / "05_harm.html").as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('.notice')).borderTopStyle") == "solid"
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["outlined"]
