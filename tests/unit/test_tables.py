"""Tables, notices, prose and sections as HTML: structure, numbers, symbols, and text that stays text."""

import json

import numpy as np
import pandas as pd
import pytest
from lxml import html

from assessment.present.markup import clean, escape
from assessment.present.parts import Notice, Prose, Remark, Section
from assessment.present.tables import Table

HOSTILE = '<script>alert("x")</script> & \x1b[31m\u202eevil'


def table(frame, **more):
    words = {"caption": "Crime by category", "unit": "offences", "source": "Recorded crime", "name": "crime"}
    return Table(frame, **{**words, **more})


def parsed(shown):
    return html.fromstring(shown.to_html())


@pytest.fixture
def crimes():
    rows = {"Category": ["Theft", "Robbery", "Total"], "2013/14": [7100, None, 16332], "Rate": [50.2, 1.0, 115.49]}
    return pd.DataFrame(rows).assign(**{"2014/15": [6750, "[c]", 15246]})


def test_heads_have_scope_and_the_table_a_caption(crimes):
    page = parsed(table(crimes))
    assert [th.get("scope") for th in page.findall(".//thead//th")] == ["col"] * 4
    assert [th.text for th in page.findall(".//tbody//th[@scope='row']")] == ["Theft", "Robbery", "Total"]
    assert page.find(".//caption").text_content() == "Crime by category Unit: offences"
    assert page.find(".//p[@class='source']").text == "Source: Recorded crime"


def test_the_table_scrolls_inside_itself_and_has_a_name(crimes):
    box = parsed(table(crimes)).find(".//div[@class='scroll']")
    assert (box.get("tabindex"), box.get("aria-label")) == ("0", "Table: Crime by category")


def test_numbers_have_separators_and_symbols_are_explained(crimes):
    page = parsed(table(crimes))
    cells = [[td.text_content() for td in row.findall("td")] for row in page.findall(".//tbody/tr")]
    assert cells == [["7,100", "50.2", "6,750"], ["[x]", "1.0", "[c]"], ["16,332", "115.5", "15,246"]]
    assert {td.get("class") for td in page.findall(".//tbody/tr[1]/td")} == {"number"}
    assert page.findall(".//tbody/tr")[2].get("class") == "total"
    assert page.find(".//p[@class='symbols']").text.startswith("[c] suppressed")
    assert "[x] not available" in page.find(".//p[@class='symbols']").text


def test_years_and_codes_are_not_separated():
    page = parsed(table(pd.DataFrame({"Release": ["a"], "Year": [2014], "Count": [2014]})))
    assert [td.text for td in page.findall(".//td")] == ["2014", "2,014"]


def test_a_named_index_heads_the_rows():
    frame = pd.DataFrame({"n": [1]}, index=pd.Index(["Talbot"], name="Ward"))
    page = parsed(table(frame))
    assert page.find(".//tbody//th").text == "Talbot"
    assert page.find(".//thead//th").text == "Ward"


def test_two_levels_of_heads_span_their_columns():
    columns = pd.MultiIndex.from_tuples([("Ward", ""), ("Crime", "2013/14"), ("Crime", "2014/15")])
    page = parsed(table(pd.DataFrame([["Talbot", 1, 2]], columns=columns)))
    above, below = page.findall(".//thead/tr")
    assert [(th.text, th.get("scope"), th.get("colspan"), th.get("rowspan")) for th in above] == [
        ("Ward", "col", None, "2"),
        ("Crime", "colgroup", "2", None),
    ]
    assert [th.text for th in below] == ["2013/14", "2014/15"]


def test_cells_under_two_levels_name_all_their_heads():
    columns = pd.MultiIndex.from_tuples([("Ward", ""), ("Crime", "2013/14"), ("Crime", "2014/15"), ("Rate", "")])
    page = parsed(table(pd.DataFrame([["Talbot", 1, "[c]", 2.5], ["Bloomfield", 3, 4, 1.5]], columns=columns)))
    texts = {head.get("id"): head.text_content() for head in page.findall(".//th")}
    told = [[texts[id] for id in cell.get("headers").split()] for cell in page.findall(".//td")]
    assert len(texts) == len(page.findall(".//th")), "every head has an id of its own"
    assert told[:3] == [["Talbot", "Crime", "2013/14"], ["Talbot", "Crime", "2014/15"], ["Talbot", "Rate"]]
    assert told[3][0] == "Bloomfield"


def test_cells_under_one_level_need_no_list_of_heads(crimes):
    assert not parsed(table(crimes)).findall(".//td[@headers]")


@pytest.mark.parametrize("value", [None, np.nan, pd.NA, pd.NaT])
def test_nothing_missing_is_ever_printed_as_nan(value):
    frame = pd.DataFrame({"a": ["x"], "b": pd.Series([value], dtype="object"), "c": ["None"]})
    text = parsed(table(frame)).text_content()
    assert "[x]" in text
    assert not {"nan", "None", "NaT", "<NA>"} & set(text.split())


def test_hostile_text_is_shown_as_text():
    frame = pd.DataFrame({HOSTILE: [HOSTILE], "b": [HOSTILE]})
    shown = Section((table(frame, caption=HOSTILE), Notice("missing", HOSTILE), Prose(HOSTILE, (HOSTILE,))))
    page = parsed(shown)
    assert page.findall(".//script") == []
    assert page.find(".//td").text.startswith('<script>alert("x")</script> &')
    told = "".join(shown._repr_mimebundle_().values())
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_clean_marks_what_would_steer_and_keeps_the_rest():
    assert clean("caf\u00e9\t\u4e2d\n") == "caf\u00e9\t\u4e2d\n"
    assert clean("a\x00\u2066b\ud800") == "a\ufffd\ufffdb\ufffd"
    assert escape("a<b>'\"&") == "a&lt;b&gt;&#x27;&quot;&amp;"


@pytest.mark.parametrize("key", ["caption", "unit", "source", "name"])
def test_a_table_demands_its_words(crimes, key):
    with pytest.raises(ValueError, match=key):
        table(crimes, **{key: " "})


def test_a_sheet_name_is_snake_case(crimes):
    with pytest.raises(ValueError, match="snake case"):
        table(crimes, name="Crime by ward")


def test_made_up_data_are_marked(crimes):
    assert parsed(table(crimes, illustrative=True)).find(".//span[@class='badge']").text == "Illustrative data"
    assert parsed(table(crimes)).find(".//span[@class='badge']") is None


def test_a_table_survives_its_record(crimes):
    one = table(crimes, decimals={"Rate": 2}, notes=("Rates are on residents.",))
    again = Table.from_record(json.loads(json.dumps(one.to_record())))
    assert again.to_html() == one.to_html()


def test_plain_text_has_every_number(crimes):
    text = table(crimes).to_text()
    assert text.splitlines()[1] == "Category\t2013/14\tRate\t2014/15"
    assert "Total\t16,332\t115.5\t15,246" in text


def test_notice_says_its_kind_in_words():
    page = parsed(Notice("read with care", "Two months are missing.", "Ask the force."))
    assert (page.tag, page.get("class"), page.get("role")) == ("aside", "notice care", "note")
    assert [p.text for p in page] == ["Read with care", "Two months are missing.", "Ask the force."]
    with pytest.raises(ValueError, match="not a kind"):
        Notice("warning", "x")
    with pytest.raises(ValueError, match="without text"):
        Notice("missing", " ")


def test_a_section_leaves_out_nothing_but_none():
    inner = Section((Prose("a"), None))
    outer = Section((inner, Prose((), ("b",))))
    assert [part.to_text() for part in outer] == ["a", "- b"]
    assert outer._repr_mimebundle_()["text/plain"] == "a\n\n- b"
    assert "<p>a</p>" in outer._repr_mimebundle_()["text/html"]


def test_a_column_named_after_a_year_that_counts_keeps_its_digits():
    frame = pd.DataFrame(
        {"District": ["Ours"], "Change on the year before": [1.234567], "Crimes in the year": [15246], "Year": [2014]}
    )
    assert [td.text for td in parsed(table(frame)).findall(".//td")] == ["1.2", "15,246", "2014"]


def test_numbers_that_are_written_already_stand_right_and_years_do_not():
    told = {"Measure": ["a", "b", "c"], "Gap": ["−7.5", "+1,370", "[x]"], "Rank": ["1", "–", "12"],
            "Value": ["4", "none", "1"], "Year": ["2012", "2013", "2014"], "Ends": ["1 to 2"] * 3}  # fmt: skip
    heads = parsed(table(pd.DataFrame(told))).findall(".//thead//th")
    assert [head.get("class") for head in heads[1:]] == ["number", "number", "text", "text", "text"]


def test_each_row_can_have_its_own_digits():
    frame = pd.DataFrame({"Measure": ["LSOAs", "Score"], "IoD2019": [94, 45.0382]})
    assert [td.text for td in parsed(table(frame, decimals=(0, 2))).findall(".//td")] == ["94", "45.04"]


def test_parts_are_marked_under_their_kind(crimes):
    frame = pd.DataFrame({"Recorded": ["Violence", "Wounding", "Of children"], "n": [9, 4, 1]})
    heads = parsed(table(frame, levels=(0, 1, 2))).findall(".//tbody//th")
    assert [th.get("class") for th in heads] == [None, "part", "part deep"]


def test_a_long_file_name_can_break_and_is_still_the_same_text():
    frame = pd.DataFrame({"File": ["iod/IoD2019_LSOA_scores_ranks_deciles.csv"], "n": [1]})
    head = parsed(table(frame)).find(".//tbody//th")
    assert head.text_content() == "iod/IoD2019_LSOA_scores_ranks_deciles.csv" and len(list(head.iter("wbr"))) > 3


def test_one_notice_holds_several_points():
    page = parsed(Notice("read with care", ("Two months are missing.", "A marker is <new>.")))
    assert [li.text for li in page.findall(".//li")] == ["Two months are missing.", "A marker is <new>."]
    with pytest.raises(ValueError, match="without text"):
        Notice("read with care", ("Two months are missing.", " "))
    with pytest.raises(ValueError, match="without text"):
        Notice("read with care", ())


def test_a_remark_is_for_the_notebook_and_not_for_the_page():
    shown = Section((Remark("66,128 crimes"),))._repr_mimebundle_()
    assert shown == {"text/plain": "66,128 crimes"}
