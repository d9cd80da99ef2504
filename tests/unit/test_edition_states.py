"""The state of an edition: what a configuration may say of it, and that every page, the index and run.json tell it."""

import json
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import openpyxl
import pytest
from lxml import html
from pages.checks import check_page
from pages.sample import AREA, DEPRIVATION, PAGE, YEAR, saved, table

from assessment import project
from assessment.areas import Area
from assessment.figures import Figure
from assessment.publish import exporter, index, spreadsheet
from assessment.run import record
from assessment.run.request import Request

FINAL = {"year": "2014/15", "state": "final", "signed_off_by": "Chair of the partnership",
         "signed_off_on": date(2015, 10, 1)}  # fmt: skip
REVISION = {
    "on": date(2016, 1, 12),
    "why": "A month was counted twice.",
    "figures": ["crime.all.count", "asb.all.count"],
}
CORRECTED = {**FINAL, "revision": [{"on": date(2015, 12, 1), "why": "A typing error."}, REVISION]}
WITHDRAWN = {
    **FINAL,
    "state": "withdrawn",
    "withdrawn_on": date(2016, 2, 3),
    "withdrawn_why": "The records were not all there.",
}
DRAFT = {"year": "2014/15"}
FIGURES = [Figure("crime.all.count", "All <recorded> crime", 15246, "count", "2014/15")]


def area(*editions):
    told = AREA.model_dump(exclude_defaults=True) | {"edition": editions}
    return Area.model_validate(told)


def page_of(edition, tmp_path):
    """The page of a chapter in that edition."""
    return exporter.chapter_page(saved(tmp_path), chapter=DEPRIVATION, **(PAGE | {"area": area(edition)}))


def index_of(edition, figures=FIGURES):
    return index.index_page([], figures, {}, **(PAGE | {"area": area(edition), "navigation": [(DEPRIVATION, "done")]}))


def texts(element):
    return " ".join(element.text_content().split())


def strip(text):
    found = html.fromstring(text).xpath("//header//*[contains(@class, 'standing')]")
    return texts(found[0]) if found else ""


STRIPS = [
    (DRAFT, "Draft. Not signed off: it may still change."),
    (FINAL, ""),
    (CORRECTED, "Corrected on 12 January 2016: what was corrected."),
    (WITHDRAWN, "Withdrawn on 3 February 2016: do not use it. The records were not all there."),
]


@pytest.mark.parametrize(("edition", "told"), STRIPS)
def test_every_page_says_the_state_at_its_top(tmp_path, edition, told):
    failed = exporter.failed_page("It failed.", chapter=DEPRIVATION, **(PAGE | {"area": area(edition)}))
    for made in (page_of(edition, tmp_path), failed, index_of(edition)):
        assert strip(made) == told
        assert check_page(made) == []


def test_an_edition_of_which_nothing_is_said_is_a_draft():
    assert AREA.standing(YEAR).state == "draft"
    assert area({**FINAL, "year": "2013/14"}).standing(YEAR).state == "draft"


AHEAD = date.today() + timedelta(2)


@pytest.mark.parametrize(
    "edition",
    [
        {**FINAL, "signed_off_on": AHEAD},
        {**WITHDRAWN, "withdrawn_on": AHEAD},
        {**FINAL, "revision": [REVISION, {**REVISION, "on": AHEAD}]},
    ],
)
def test_a_day_that_has_not_come_is_refused(edition):
    with pytest.raises(ValueError, match=f"{AHEAD} has not come yet"):
        area(edition)


def test_a_day_that_has_come_somewhere_is_not_refused():
    assert area({**FINAL, "signed_off_on": date.today()}).standing(YEAR).state == "final"


@pytest.mark.parametrize(
    ("edition", "told"),
    [
        (DRAFT, "State of this edition: draft, signed off by nobody yet."),
        (FINAL, "State of this edition: final, signed off by: Chair of the partnership, 1 October 2015."),
        (WITHDRAWN, "State of this edition: withdrawn, signed off by: Chair of the partnership, 1 October 2015; "
                    "withdrawn on 3 February 2016. The records were not all there."),
    ],
)  # fmt: skip
def test_the_index_tells_state_role_and_dates(edition, told):
    made = html.fromstring(index_of(edition))
    assert texts(made.xpath("//p[@class='state-of-edition']")[0]) == told
    times = made.xpath("//p[@class='state-of-edition']//time/@datetime")
    assert times == [f"{day:%Y-%m-%d}" for key in ("signed_off_on", "withdrawn_on") if (day := edition.get(key))]


def test_a_corrected_edition_lists_what_was_corrected_and_when_the_latest_first():
    made = html.fromstring(index_of(CORRECTED))
    assert [texts(one) for one in made.xpath("//aside[@id='corrections']//li")] == [
        "Corrected on 12 January 2016: A month was counted twice. "
        "Figures corrected: All <recorded> crime (crime.all.count); asb.all.count.",
        "Corrected on 1 December 2015: A typing error.",
    ]
    assert not html.fromstring(index_of(FINAL)).xpath("//aside[@id='corrections']")


def test_run_json_and_the_spreadsheet_say_the_state(tmp_path):
    request = Request(area(CORRECTED), YEAR, tmp_path, tmp_path, ())
    prepared = SimpleNamespace(files=[], problems=[])
    record.write_run(tmp_path / "run.json", request, prepared, [], PAGE["generated"])
    told = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["standing"]
    assert (told["state"], told["signed_off_by"], told["signed_off_on"]) == (
        "final",
        FINAL["signed_off_by"],
        "2015-10-01",
    )
    assert [one["on"] for one in told["revision"]] == ["2015-12-01", "2016-01-12"]
    spreadsheet.write([table()], tmp_path / "tables.xlsx", area(WITHDRAWN), YEAR)
    cover = openpyxl.load_workbook(tmp_path / "tables.xlsx")["Cover"]
    cells = [str(cell.value) for row in cover.iter_rows() for cell in row]
    assert any("withdrawn on 3 February 2016" in cell for cell in cells)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"state": "published"}, "state"),
        ({"state": "draft"}, "a draft is signed off by nobody"),
        ({"signed_off_by": ""}, "a final edition says"),
        ({"signed_off_on": None}, "a final edition says"),
        ({"signed_off_on": "soon"}, "signed_off_on"),
        ({"signed_off_by": "Jane Example"}, "never a person"),
        ({"signed_off_by": "Cllr Example, Chair"}, "never a person"),
        ({"signed_off_by": "Dr Example, Director"}, "never a person"),
        ({"signed_off_by": "Chair\x1b[31m"}, "signed_off_by"),
        ({"state": "withdrawn"}, "withdrawn_on and withdrawn_why"),
        ({"withdrawn_on": date(2016, 1, 1)}, "only a withdrawn edition"),
        ({"year": "2014"}, "year"),
        ({"year": ""}, "year"),
        ({"revision": [{**REVISION, "on": date(2015, 9, 1)}]}, "comes after the sign-off"),
        ({"revision": [{**REVISION, "why": ""}]}, "why"),
        ({"revision": [{**REVISION, "figures": ["All crime"]}]}, "not a figure's id"),
        ({"revision": [{**REVISION, "figures": ["a.b", "a.b"]}]}, "'a.b' is there twice"),
        ({"who": "someone"}, "who"),
    ],
)
def test_what_a_state_may_not_say(change, told):
    with pytest.raises(ValueError, match=told):
        area({**FINAL, **change})


def test_an_edition_has_one_state():
    with pytest.raises(ValueError, match="'2014/15' is there twice"):
        area(FINAL, DRAFT)


@pytest.mark.parametrize(
    "role", ["Chair of the partnership", "Director of Public Health", "Community Safety Board", "Pennaeth"]
)
def test_roles_of_all_kinds_are_taken(role):
    assert area({**FINAL, "signed_off_by": role}).standing(YEAR).signed_off_by == role


def test_dates_of_a_configuration_are_read_as_toml_writes_them(tmp_path, monkeypatch):
    (tmp_path / "config" / "areas").mkdir(parents=True)
    (tmp_path / "config" / "chapters.toml").write_text("", encoding="utf-8")
    text = """name = "Elsewhere"\nauthorities = ["E06000009"]\nyear = "2014/15"
[[edition]]\nyear = "2014-15"\nstate = "final"\nsigned_off_by = "Board"\nsigned_off_on = 2015-10-01
revision = [{ on = 2016-01-12, why = "A month was counted twice.", figures = ["crime.all.count"] }]\n"""
    (tmp_path / "config" / "areas" / "elsewhere.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = project.area("elsewhere").standing(YEAR)
    assert (found.state, found.corrections[0].on) == ("final", date(2016, 1, 12))


def test_a_year_to_date_does_not_take_the_state_of_the_whole_year():
    assert area(FINAL).standing(replace(YEAR, length=9)).state == "draft"
