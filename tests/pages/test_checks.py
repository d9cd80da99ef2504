"""The checks of a page find what they are for: one fault in a good page is the problem reported."""

import pytest
from pages import contrast, sample
from pages.checks import check_page

from assessment.publish import pages
from assessment.publish.exporter import chapter_page

FAULTS = {
    "the language": ('lang="en-GB"', 'lang="en"', "language"),
    "the title": ("strategic assessment</title>", "notebook</title>", "title"),
    "zoom": ("initial-scale=1", "initial-scale=1, maximum-scale=1", "viewport"),
    "an unclosed element": ("</figure>", "", "closes"),
    "a doubled attribute": ('<p class="scope">', '<p class="scope" class="x">', "twice"),
    "no policy": ("Content-Security-Policy", "X-Nothing", "policy"),
    "a wide policy": ("img-src data:", "img-src https:", "too wide"),
    "another style sheet": ("</head>", "<style>p{margin:0}</style></head>", "not allowed by the policy"),
    "a style attribute": ('<p class="scope">', '<p class="scope" style="margin:0">', "style attribute"),
    "a script": ("</main>", "<script>1</script></main>", "<script>"),
    "an event": ('<p class="scope">', '<p class="scope" onclick="x()">', "script attribute"),
    "a picture of others": ("</main>", '<img src="https://x/a.png" alt="A picture of it."></main>', "loads"),
    "a sheet from elsewhere": ("</head>", '<link rel="stylesheet" href="a.css"></head>', "<link>"),
    "a vague link": ("</main>", '<a href="index.html">here</a></main>', "does not say where"),
    "a script link": ("</main>", '<a href="javascript:x()">Run the model</a></main>', "goes to"),
    "a link to nowhere": ('href="#key-findings"', 'href="#nowhere"', "not on the page"),
    "two h1": ("</main>", "<h1>Again</h1></main>", "level 1"),
    "a level skipped": ('<h3 id="by-ward">By ward</h3>', '<h5 id="by-ward">By ward</h5>', "skips"),
    "a heading without id": ('<h3 id="by-ward">', "<h3>", "no id"),
    "an empty heading": ("By ward</h3>", "</h3>", "empty"),
    "no footer": ("footer", "div", "<footer>"),
    "navigations of one name": ('aria-label="Breadcrumb"', 'aria-label="Chapters"', "name of its own"),
    "no skip link": ('<a class="skip" href="#main">Skip to the content</a>', "", "skip"),
    "an id twice": ("</main>", '<p id="main">x</p></main>', "2 times"),
    "a label that is not there": ('aria-labelledby="contents"', 'aria-labelledby="absent"', "absent"),
    "a clip that is not there": ("url(#", "url(#x", "A picture refers"),
    "an svg without role": ('role="img"', "", "role img"),
    "no alternative": ("</main>", '<img src="data:image/png;base64,AA==" alt=""></main>', "sentence"),
    "no caption": ("figcaption", "div", "A figure has no caption"),
    "a table without caption": ("<caption>", "<caption hidden></caption><caption>", "caption"),
    "a header without scope": (' scope="row"', "", "scope"),
    "an empty cell": ('<td class="number">6</td>', '<td class="number"></td>', "empty cell"),
    "a short row": ('<td class="number">6</td>', "", "cells"),
    "a box out of reach": ('tabindex="0"', "", "scrolls"),
    "a turn of its own": ('tabindex="-1"', 'tabindex="3"', "tabindex"),
    "a broken list": ("<ol>", "<ol><p>x</p>", "list"),
    "a date in words": ('datetime="2014-04-01"', 'datetime="April"', "time"),
    "a date in the text": ("48 of 94", "48 of 94 on 1 May 2014", "a program can read"),
    "no statement": ('href="accessibility.html"', 'href="index.html"', "accessibility statement"),
    "a missing number": ("48 of 94", "nan of 94", "missing value"),
    "a missing word": ("48 of 94", "None of 94", "missing value"),
    "a missing alternative": ("120.5 per 1,000 in the", "NaN per 1,000 in the", "missing value"),
    "a template": ("48 of 94", "{{ n }} of 94", "template"),
    "a path": ("48 of 94", "/" + "home/analyst/data of 94", "path"),
    "a change of direction": ("48 of 94", "\u202e48 of 94", "direction"),
    "code": ("</main>", "<pre>import x</pre></main>", "code"),
    "weight": ("</main>", "<p>" + "x" * 400_000 + "</p></main>", "weighs"),
}  # fmt: skip


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return chapter_page(sample.saved(tmp_path_factory.mktemp("page")), chapter=sample.DEPRIVATION, **sample.PAGE)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(page, fault):
    good, bad, told = FAULTS[fault]
    assert good in page
    problems = check_page(page.replace(good, bad))
    assert any(told in problem for problem in problems), problems


def test_pale_text_is_found_in_light_only():
    found = list(contrast.problems(pages.style_sheet().replace("--ink-soft: #48545f", "--ink-soft: #a8b4bf")))
    assert found and all("in light" in problem for problem in found)


def test_pale_dark_text_is_found_in_dark_only():
    found = list(contrast.problems(pages.style_sheet().replace("--ink-soft: #b3bec8", "--ink-soft: #4b5660")))
    assert found and all("in dark" in problem for problem in found)


def test_contrast_of_known_colours():
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_every_scheme_has_its_own_colours():
    found = contrast.schemes(pages.style_sheet())
    assert found["light"]["paper"] == "#ffffff"
    assert found["dark"]["paper"] != "#ffffff" and found["dark"]["ink"] != found["light"]["ink"]
    assert found["print"]["ink"] == "#000000"


def test_a_colour_outside_the_properties_is_found():
    assert list(contrast.problems(pages.style_sheet() + "p{color:#777777}"))
