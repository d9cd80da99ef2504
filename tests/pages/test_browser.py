"""The pages in a real browser: nothing scrolls sideways, is fetched or complains, and the keyboard gets in."""

import pytest

from assessment import project

PAGES = ["index.html", "accessibility.html", *(f"{entry.file}.html" for entry in project.chapters())]

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(browser, demonstration_2014, request):
    """A page of the demonstration at a width, with what it asked for and complained of."""
    name, width, scheme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.heard = []
    page.on("console", lambda message: page.heard.append(message.text))
    page.on(
        "request", lambda asked: page.heard.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None
    )
    page.goto((demonstration_2014.folder / name).as_uri())
    yield page
    context.close()


WAYS = [(name, width, scheme) for name in PAGES for width in (1280, 320) for scheme in ("light", "dark")]


@pytest.mark.parametrize("opened", WAYS, ids=lambda way: "-".join(map(str, way)), indirect=True)
def test_a_page_fits_is_silent_and_asks_for_nothing(opened):
    assert opened.heard == []
    assert opened.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    assert opened.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("opened", [(name, 1280, "light") for name in PAGES], ids=lambda way: way[0], indirect=True)
def test_every_text_in_a_picture_can_be_read(opened):
    sizes = opened.evaluate(
        "[...document.querySelectorAll('figure svg text')].map(t => t.getBoundingClientRect().height)"
    )
    assert all(
        size >= 10 for size in sizes if size
    )  # the box of a line of 11 px text is 12 px high, of its capitals less
    outside = opened.evaluate(
        """[...document.querySelectorAll('figure svg')].flatMap(svg => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll('text')].filter(text => {
                const t = text.getBoundingClientRect();
                return t.left < box.left - 1 || t.right > box.right + 1
                    || t.top < box.top - 1 || t.bottom > box.bottom + 1;
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []


ON_SCREEN = [(name, 1280, "light") for name in PAGES]


@pytest.mark.parametrize("opened", ON_SCREEN, ids=lambda way: way[0], indirect=True)
def test_no_table_is_cut_on_a_wide_screen(opened):
    wide = "[...document.querySelectorAll('.table .scroll')].filter(box => box.scrollWidth > box.clientWidth + 1)"
    assert opened.evaluate(f"{wide}.map(box => box.ariaLabel)") == []


@pytest.mark.parametrize("opened", [(name, 400, "light") for name in PAGES], ids=lambda way: way[0], indirect=True)
def test_a_phone_shows_title_and_question_first(opened):
    place = "document.querySelector('{}').getBoundingClientRect()"
    title, lead, chapters = (
        opened.evaluate(f"(({{top, bottom}}) => [top, bottom])({place.format(selector)})")
        for selector in ("h1", ".lead", "nav.chapters")
    )
    assert title[0] < 200 and lead[1] < 600
    assert chapters[0] > lead[1], "the list of chapters stands after the content"
    assert opened.evaluate("document.querySelector('.masthead a[href=\"#chapters\"]').offsetHeight") > 0


@pytest.mark.parametrize("opened", ON_SCREEN, ids=lambda way: way[0], indirect=True)
def test_print_keeps_rows_whole_repeats_heads_and_keeps_a_heading_with_what_follows(opened):
    opened.emulate_media(media="print")
    found = opened.evaluate(
        """() => {
            const all = (selector, property) =>
                [...new Set([...document.querySelectorAll(selector)].map(e => getComputedStyle(e)[property]))];
            return {
                rows: all('tbody tr', 'breakInside'), heads: all('thead', 'display'),
                headings: all('h2, h3', 'breakAfter'), opening: all('h2 + p', 'breakAfter'),
                gone: all('nav.chapters, .to-chapters, .skip', 'display'),
            };
        }"""
    )
    assert found["rows"] in (["avoid"], []) and found["heads"] in (["table-header-group"], [])
    assert opened.url.endswith("accessibility.html") or found["rows"], "every other page has a table"
    assert found["headings"] == ["avoid"] and found["opening"] in (["avoid"], []) and found["gone"] == ["none"]
