"""Every chart: structure of its HTML, its text alternative, room for its text, gaps, suppression, hostile text."""

import re

import numpy as np
import pandas as pd
import pytest
from drawn import faults, page, recorded

from assessment.periods import months_between
from assessment.present import charts, drawing, style
from assessment.present.charts import changes as changes_room
from assessment.present.pictures import Picture

intervals = changes_room._intervals
WORDS = {
    "title": "Crime fell by 6.6% in 2014/15",
    "subtitle": "Offences, Blackpool, 2014/15",
    "source": "Recorded crime",
}
YEARS = ["2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17"]
MONTHS = months_between("2011-04", "2017-03")
DISTRICTS = [
    "Blackpool",
    "Burnley",
    "Preston",
    "Hyndburn",
    "Blackburn with Darwen",
    "Pendle",
    "Rossendale",
    "Lancaster",
    "Chorley",
    "Wyre",
    "South Ribble",
    "West Lancashire",
    "Fylde",
    "Ribble Valley",
]
DOMAINS = [
    "Income",
    "Employment",
    "Education, skills and training",
    "Health deprivation and disability",
    "Crime",
    "Barriers to housing and services",
    "Living environment",
]
HOSTILE = "</svg><script>alert(1)</script>$\\frac{1}{2}$ \x1b[31m\u202e&amp;"


def monthly() -> pd.Series:
    season = 150 * np.sin(np.arange(72) / 12 * 2 * np.pi) + 40 * np.cos(np.arange(72) * 2.4)
    return pd.Series((1300 + season).round(), index=MONTHS)


def changes() -> pd.DataFrame:
    names = ["All crime", "Violence against the person", "Sexual offences", "Miscellaneous crimes against society"]
    rows = pd.DataFrame({"category": names, "before": [16332, 3947, 370, 290], "after": [15246, 4048, 371, 310]})
    half = 1.96 * np.sqrt(rows["before"] + rows["after"])
    change = rows["after"] - rows["before"]
    return rows.assign(low=change - half, high=change + half)


def ahead() -> pd.DataFrame:
    months, wide = pd.period_range("2017-04", periods=12, freq="M").astype(str), np.linspace(90, 400, 12)
    return pd.DataFrame({"month": months, "value": 1300.0, "low": 1300 - wide, "high": 1300 + wide})


def control(values: pd.Series) -> pd.DataFrame:
    mark = np.where(values > 1450, "outside limits", "")
    rows = {"month": values.index, "value": values.to_numpy(), "mean": 1300, "lower": 1100, "upper": 1450}
    return pd.DataFrame({**rows, "special_cause": mark})


def districts() -> pd.DataFrame:
    values = np.linspace(107.8, 33, 14)
    return pd.DataFrame({"area": DISTRICTS, "value": values, "low": values - 3, "high": values + 3})


def deciles() -> pd.DataFrame:
    values = np.linspace(160, 40, 9)
    rows = {"decile": range(1, 10), "value": values, "low": values - 8, "high": values + 12}
    return pd.DataFrame({**rows, "fitted": values + 3})


def harm() -> pd.DataFrame:
    names = ["Rape", "Wounding", "Assault with less serious injury", "Robbery", "All other crimes"]
    return pd.DataFrame({"category": names, "left": [0.01, 0.01, 0.16, 0.01, 0.81], "right": [0.4, 0.3, 0.1, 0.1, 0.1]})


ANSWERS = ["Strongly disagree", "Disagree", "Neither agree nor disagree / Don't know", "Agree", "Strongly agree"]


def answers() -> pd.DataFrame:
    long = "Domestic abuse, violence, sexual offences and child sexual exploitation should be priorities"
    rows = [("Antisocial behaviour", 600, 0.015, 0.028, 0.057, 0.28, 0.62, 0.9, 0.873, 0.922),
            (long, 12, 0.25, 0.25, 0.0, 0.25, 0.25, 0.5, 0.25, 0.75)]  # fmt: skip
    return pd.DataFrame(rows, columns=["question", "n", *ANSWERS, "value", "low", "high"])


def scores() -> pd.DataFrame:
    names = ["Violence against the person", "Antisocial behaviour", "Miscellaneous crimes against society"]
    columns = ["Volume", "Change", "Share of force", "Concentration", "Public concern", "Score"]
    return pd.DataFrame([[0.29, 0.89, 0.2, 1, 0, 0.5], [1, 0.65, None, 0.3, 0.4, 0.48], [0, 0.2, 0.9, 0, 0.1, 0.2]],
                        index=names, columns=columns)  # fmt: skip


def steps(*counts: int) -> pd.DataFrame:
    names = ["Community protection warnings", "Community protection notices", "Breaches of a notice"]
    of = ["", "of the warnings", "of the notices"]
    return pd.DataFrame({"step": names, "count": counts, "of": of, "low": [None, 0.194, 0.043],
                         "high": [None, 0.276, 0.157]})  # fmt: skip


def states() -> pd.DataFrame:
    grid = pd.DataFrame("complete", index=["police.uk street-level crime", "ASB"], columns=MONTHS[:36])
    grid.iloc[0, 10:14], grid.iloc[1, 30:33] = "missing", "part"
    return grid


EVENTS = {"2014-11": "Inspection of crime recording", "2015-01": "Recording within 24 hours", "2016-11": "New system"}
RATES = pd.DataFrame(
    {"Blackpool": [124.1, 119, 115.3, 107.8, 117.9, 132.1], "Lancashire": [66, 65, 64, 63.2, 66.1, 73],
     "England and Wales": [70.1, 66, 63, 62.9, 64.8, 72]}, index=YEARS,
)  # fmt: skip
RANKS = pd.DataFrame(
    {"Average score": [24, 12, 6, 1], "Average rank": [30, 20, 10, 4], "Concentration": [3, 2, 1, 1]},
    index=["2004", "2007", "2010", "2015"],
)


def many_years() -> pd.DataFrame:
    """Residents of Blackpool, mid-1997 to mid-2020 (ONS), in a few steps."""
    known = pd.Series({1997: 141_959, 2000: 139_449, 2006: 143_733, 2010: 142_753, 2015: 140_162, 2020: 138_381})
    every = known.reindex(range(1997, 2021)).interpolate().round()
    return every.rename(index=str).to_frame("Blackpool")


CASES = {
    "change_bars": lambda w: charts.change_bars(changes(), periods=("2013/14", "2014/15"), **w),
    "change_bars_plain": lambda w: charts.change_bars(
        changes()[["category", "before", "after"]].tail(1), periods=("2013/14", "2014/15"), **w
    ),
    "contributions": lambda w: charts.contributions(
        pd.DataFrame({"category": ["Theft offences", "Violence", "Drugs"], "difference": [-350, 101, -106]}),
        total=-1086, **w,
    ),
    "year_line": lambda w: charts.year_line(RATES[["Blackpool"]], ours="Blackpool", decimals=1, **w),
    "year_line_of_many": lambda w: charts.year_line(many_years(), ours="Blackpool", axis="Residents", **w),
    "year_lines": lambda w: charts.year_line(RATES, ours="Blackpool", decimals=1, axis="Per 1,000 residents", **w),
    "month_line": lambda w: charts.month_line(monthly().drop("2013-12"), year="2014/15", events=EVENTS, **w),
    "xmr_chart": lambda w: charts.xmr_chart(control(monthly()), events=EVENTS, **w),
    "forecast_line": lambda w: charts.forecast_line(monthly().drop("2013-12"), ahead(), unit="offences", **w),
    "rank_line": lambda w: charts.rank_line(RANKS, ours="Average score", **w),
    "dot_ranks": lambda w: charts.dot_ranks(
        districts(), ours="Blackpool", axis="Crimes per 1,000 residents",
        lines={"Lancashire": 63.2, "England": 64.0, "England and Wales": 64.9}, **w,
    ),
    "funnel": lambda w: charts.funnel(
        pd.DataFrame({"area": ["Blackpool", "Wyre", "Fylde"], "residents": [142065, 107749, 75757],
                      "value": [28.5, 8.7, 12.4]}), average=12.0, ours="Blackpool", **w,
    ),
    "share_dots": lambda w: charts.share_dots(
        pd.DataFrame({"label": DOMAINS, "value": np.linspace(0, 0.66, 7), "other": 0.1}),
        ours="Blackpool", other="England", axis="LSOAs in the most deprived tenth", **w,
    ),
    "paired_bars": lambda w: charts.paired_bars(harm(), last="All other crimes", **w),
    "score_grid": lambda w: charts.score_grid(scores(), bold=["Violence against the person"], **w),
    "lorenz_curve": lambda w: charts.lorenz_curve(pd.Series(np.geomspace(1, 900, 94)), what="crime", **w),
    "lorenz_even": lambda w: charts.lorenz_curve(pd.Series([5.0] * 94), what="crime", **w),
    "decile_bars": lambda w: charts.decile_bars(
        pd.DataFrame({"decile": range(1, 10), "count": [36, 12, 14, 11, 8, 6, 4, 2, 1]}), **w
    ),
    "decile_rates": lambda w: charts.decile_rates(deciles(), axis="Crimes per 1,000 residents", **w),
    "calendar": lambda w: charts.calendar(monthly(), **w),
    "coverage": lambda w: charts.coverage(states(), **w),
    "cascade": lambda w: charts.cascade(steps(408, 95, 8), measure="asb", axis="Served, 2016/17", **w),
    "cascade_few": lambda w: charts.cascade(steps(9, 9, 0), **w),
    "opinions": lambda w: charts.opinions(
        answers(), answers=ANSWERS, against=2, middle=1, say="Agree", **w
    ),
    "opinions_two": lambda w: charts.opinions(
        answers().head(1), answers=[ANSWERS[1], ANSWERS[3]], against=1, say="Say yes", **w
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    return {name: draw({**WORDS, "title": f"{name} fell"}) for name, draw in CASES.items()}


def texts(picture: Picture) -> list[str]:
    return [text.text_content() for text in page(picture).iter("text")]


@pytest.mark.parametrize("name", CASES)
def test_text_has_room(name, monkeypatch):
    with recorded(monkeypatch) as lines:
        CASES[name](WORDS)
    assert lines
    assert faults(lines) == []


@pytest.mark.parametrize("name", CASES)
def test_the_figure_has_all_its_parts(name, pictures):
    figure = page(pictures[name])
    parts = [child.get("class") or child.tag for child in figure]
    assert (figure.tag, parts) == ("figure", ["figcaption", "scroll", "source", "data"])
    assert figure.findtext(".//figcaption/p[@class='title']") == f"{name} fell"
    assert figure.find("div").get("tabindex") == "0"
    assert figure.find("div").get("aria-label") == f"Picture: {name} fell"
    image = figure.find(".//svg")
    assert image.get("role") == "img"
    title = image.find("title")
    assert image.get("aria-labelledby") == title.get("id")
    assert title.text == pictures[name].alt
    table = figure.find(".//details//table")
    assert table.find("caption") is not None
    assert {th.get("scope") for th in table.iter("th")} == {"col", "row"}
    assert len(table.findall(".//tbody/tr")) == len(pictures[name].data)


@pytest.mark.parametrize("name", CASES)
def test_the_text_alternative_is_a_sentence_or_two(name, pictures):
    alt = pictures[name].alt
    assert re.fullmatch(r"[A-Z].*\.", alt)
    assert len(re.findall(r"\.(?:\s|$)", alt)) <= 2
    assert not re.search(r"\bnan\b|\bNone\b", alt)
    assert re.search(r"\d", alt)


@pytest.mark.parametrize("name", CASES)
def test_the_image_fits_a_strict_page(name, pictures):
    markup = pictures[name].to_html()
    assert not re.search(r"<script|<style|style=|https?://(?!www\.w3\.org)|xlink:|font-family=\"[^\"]*DejaVu", markup)
    svg = page(pictures[name]).find(".//svg")
    assert svg.get("viewbox", svg.get("viewBox")).startswith("0 0 700 ")
    assert not svg.get("width").endswith("pt")
    assert len(pictures[name].image) < 40_000


def test_ids_are_unique_on_a_page_and_every_reference_is_met(pictures):
    markup = "".join(picture.to_html() for picture in pictures.values())
    ids = re.findall(r'\bid="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    used = re.findall(r'(?:url\(#|href="#|labelledby=")([^")]+)', markup)
    assert used
    assert set(used) <= set(ids)


def test_the_same_data_make_the_same_bytes():
    one, other = (CASES["xmr_chart"](WORDS).to_html() for _ in range(2))
    assert one == other


def test_drawing_leaves_matplotlib_as_it_was():
    import matplotlib as mpl
    from matplotlib import pyplot

    before = dict(mpl.rcParams)
    CASES["year_line"](WORDS)
    assert dict(mpl.rcParams) == before
    assert pyplot.get_fignums() == []


@pytest.mark.parametrize("name", ["change_bars", "dot_ranks", "paired_bars", "year_line", "coverage"])
def test_hostile_names_are_shown_as_text(name, monkeypatch):
    frames = {
        "change_bars": lambda: charts.change_bars(
            changes().assign(category=HOSTILE), periods=(HOSTILE, "2014/15"), **WORDS
        ),
        "dot_ranks": lambda: charts.dot_ranks(districts().assign(area=HOSTILE), ours=HOSTILE, axis=HOSTILE, **WORDS),
        "paired_bars": lambda: charts.paired_bars(harm().assign(category="x" * 10_000), **WORDS),
        "year_line": lambda: charts.year_line(RATES.set_axis([HOSTILE, "b", "c"], axis=1), ours=HOSTILE, **WORDS),
        "coverage": lambda: charts.coverage(states().set_axis([HOSTILE, "b"]), **WORDS),
    }
    with recorded(monkeypatch) as lines:
        picture = frames[name]()
    figure = page(picture)
    assert figure.findall(".//script") == []
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", picture.to_html())
    assert [line for line in faults(lines) if "leaves" in line and "…" not in line and len(line) < 120] == []
    if name != "paired_bars":
        assert "<script>alert(1)</script>$\\frac{1}{2}$" in figure.text_content()


def test_missing_months_make_gaps():
    counts = monthly().drop(["2014-08", "2014-10"])
    whole = page(charts.month_line(monthly(), year="2014/15", **WORDS))
    gaps = page(charts.month_line(counts, year="2014/15", **WORDS))
    moves = [[p.get("d").count("M") for p in one.iter("path") if p.get("stroke-width") == "3"] for one in (whole, gaps)]
    assert [max(found) for found in moves] == [1, 3]  # to July, September alone, from November
    markers = [len([u for u in one.iter("use") if u.get("fill") == style.ACCENT.lower()]) for one in (whole, gaps)]
    assert markers == [12, 10]
    assert "2 points not shown" in gaps.find(".//svg/title").text
    rows = {row.findtext("th"): row.findall("td")[1].text_content() for row in gaps.findall(".//tbody/tr")}
    assert rows["August"] == rows["October"] == "[x]"


def test_a_year_with_no_months_is_no_line():
    picture = charts.month_line(monthly()["2014-04":], year="2014/15", **WORDS)
    assert "2013/14" not in texts(picture)
    assert "2014/15" in texts(picture)


def test_a_control_chart_marks_its_points_and_breaks_at_gaps_and_new_bases():
    rows = control(monthly().drop(["2014-06", "2014-07"]))
    rows.loc[rows["month"] >= "2015-04", ["mean", "lower", "upper"]] = [1400, 1200, 1600]
    figure = page(charts.xmr_chart(rows, **WORDS))
    marked = int((rows["special_cause"] != "").sum())
    assert len([u for u in figure.iter("use") if u.get("fill") == style.ORANGE.lower()]) == marked > 0
    assert f"{marked} of 70 months marked as unusual" in figure.find(".//svg/title").text
    assert {"Mean 1,400", "Upper limit 1,600"} <= {text.text for text in figure.iter("text")}
    assert len(figure.findall(".//tbody/tr")) == 72


def test_suppressed_values_are_neither_drawn_nor_told():
    rows = districts().astype({"value": "object"})
    rows.loc[2, "value"] = "[c]"
    picture = charts.dot_ranks(rows, ours="Blackpool", axis="Rate", **WORDS)
    hidden = districts().loc[2]
    told = page(picture).text_content()
    for number in (hidden["value"], hidden["low"], hidden["high"]):
        assert f"{number:.1f}" not in told
    assert "[c]" in texts(picture)
    assert "1 value not shown" in picture.alt


def test_of_many_years_the_ends_and_the_extremes_are_written_and_every_other_or_third_year_named():
    told = texts(CASES["year_line_of_many"](WORDS))
    assert {"141,959", "143,733", "138,381", "2020", "2018"} <= set(told)
    assert not {"142,753", "2019", "1997"} & set(told)


def test_deciles_are_whole_numbers():
    heads = page(CASES["decile_rates"](WORDS)).findall(".//tbody/tr/th")
    assert [one.text_content() for one in heads] == [str(decile) for decile in range(1, 11)]


def test_a_suppressed_decile_has_no_interval():
    rows = deciles().astype({"value": "object"})
    rows.loc[7, "value"] = "[c]"
    figure = page(charts.decile_rates(rows, axis="Rate", **WORDS))
    cells = [td.text_content() for td in figure.findall(".//tbody/tr")[7].findall("td")]
    assert cells[:3] == ["[c]", "[x]", "[x]"]
    assert {"[c]", "none"} <= {text.text for text in figure.iter("text")}


def test_a_suppressed_side_hides_the_change():
    rows = changes().astype({"before": "object"})
    rows.loc[2, "before"] = "[c]"
    figure = page(charts.change_bars(rows, periods=("2013/14", "2014/15"), **WORDS))
    last = [td.text_content() for td in figure.findall(".//tbody/tr")[-1].findall("td")]
    assert last == ["[c]", "371", "[c]", "[x]", "[x]"]
    assert "not shown" in {text.text for text in figure.iter("text")}


def test_a_part_that_is_suppressed_stops_the_contributions():
    rows = pd.DataFrame({"category": ["a", "b"], "difference": [5, "[c]"]})
    with pytest.raises(ValueError, match="suppressed"):
        charts.contributions(rows, total=9, **WORDS)


def test_contributions_add_up_with_the_residual():
    rows = pd.DataFrame({"category": ["Serious", "Less serious", "No injury"], "difference": [15, 446, 74]})
    data = charts.contributions(rows, total=751, **WORDS).data.set_index("Category").iloc[:, 0]
    assert data["Not in a category shown"] == 216
    assert data["Total change"] == 751
    whole = charts.contributions(rows, total=535, **WORDS).data
    assert "Not in a category shown" not in set(whole["Category"])


def test_changes_are_sorted_by_size_in_offences():
    figure = page(CASES["change_bars"](WORDS))
    names = [row.findtext("th") for row in figure.findall(".//tbody/tr")]
    assert names == [
        "All crime",
        "Violence against the person",
        "Miscellaneous crimes against society",
        "Sexual offences",
    ]
    assert {"−1,086 (−6.6%)", "+101 (+2.6%)"} <= {text.text for text in figure.iter("text")}
    greys = [p for p in figure.iter("path") if p.get("fill") == style.REST.lower()]
    assert len(greys) == 3  # only all crime changed clearly


def test_intervals_of_changes_lie_clear_of_the_bars(monkeypatch):
    drawn = []
    monkeypatch.setattr(changes_room, "_intervals", lambda ax, rows: (intervals(ax, rows), drawn.append(ax)))
    picture = CASES["change_bars"](WORDS)
    (ax,) = drawn
    lines = [line for line in ax.lines if line.get_marker() == "|"]
    bars = [(bar.get_y(), bar.get_y() + bar.get_height()) for bar in ax.patches]
    assert len(lines) == len(bars) == 4
    assert not any(low <= line.get_ydata()[0] <= high for line in lines for low, high in bars)
    assert {line.get_color() for line in lines} == {style.INK}
    assert "line below: 95%" in " ".join(texts(picture))


def test_a_source_of_years_has_a_box_a_year_and_not_twelve():
    grid = states().iloc[:, :24]
    grid.iloc[1, 12:] = "missing"
    plain, yearly = (charts.coverage(grid, yearly=names, **WORDS) for names in ((), ("ASB",)))
    boxes = [len([p for p in page(one).iter("path") if p.get("stroke-width") == "0.6"]) for one in (plain, yearly)]
    assert boxes[0] - boxes[1] == 24 - 2
    assert "Of 24 months of a source" in yearly.alt
    assert "of 2 years of a source, 1 complete" in yearly.alt


def test_a_small_share_has_words_and_digits_enough():
    rows = harm().assign(left=[0.00007, 0.01, 0.16, 0.01, 0.82])
    picture = charts.paired_bars(rows, last="All other crimes", **WORDS)
    assert "less than 0.1%" in texts(picture)
    assert "0.0%" not in texts(picture)
    assert picture.to_html().count(">0.01<") == 1


def test_half_of_it_is_in_so_many_places():
    counts = pd.Series([50, 30, 10, 5, 5, 0, 0, 0, 0, 0])
    picture = charts.lorenz_curve(counts, what="crime", places="LSOAs", **WORDS)
    assert "Half of crime is in 1 of 10 LSOAs" in texts(picture)
    even = charts.lorenz_curve(pd.Series([7] * 94), what="crime", **WORDS)
    assert "Half of crime is in 47 of 94 LSOAs" in texts(even)
    with pytest.raises(ValueError, match="every place"):
        charts.lorenz_curve(pd.Series([0, 0]), what="crime", **WORDS)
    with pytest.raises(ValueError, match="every place"):
        charts.lorenz_curve(pd.Series([1, "[c]"]), what="crime", **WORDS)


def test_ranks_are_more_deprived_never_higher():
    picture = CASES["rank_line"](WORDS)
    assert "more deprived, from 24th in 2004 to 1st in 2015" in picture.alt
    assert not re.search("higher|lower", picture.alt)
    assert "1st Average score," in texts(picture)


def test_paired_bars_keep_one_order_with_the_others_last():
    rows = [row.findtext("th") for row in page(CASES["paired_bars"](WORDS)).findall(".//tbody/tr")]
    assert rows == ["Rape", "Wounding", "Assault with less serious injury", "Robbery", "All other crimes"]


def test_each_step_is_a_share_of_the_one_before_it():
    told = " ".join(texts(CASES["cascade"](WORDS)))
    assert "23.3% (95 of 408) of the warnings" in told
    assert "8.4% (8 of 95) of the notices" in told
    few = CASES["cascade_few"](WORDS)
    assert "9 of 9 of the warnings" in " ".join(texts(few)), "too few for a percentage"
    assert "95% interval" not in " ".join(texts(few))


def test_opinions_tell_how_many_answered_and_give_no_share_of_a_few():
    told = " ".join(texts(CASES["opinions"](WORDS)))
    assert "n = 600" in told
    assert "90.0%" in told
    assert "too few" in told
    assert "50.0%" not in told


def test_many_marks_become_a_png_with_alt():
    grid = pd.DataFrame("complete", index=[f"Source {n}" for n in range(8)], columns=MONTHS)
    picture = charts.coverage(grid, **WORDS)
    image = page(picture).find(".//img")
    assert isinstance(picture.image, bytes)
    assert image.get("src").startswith("data:image/png;base64,")
    assert image.get("alt") == picture.alt
    assert int(image.get("width")) == 700
    assert len(picture.image) < 60_000


def test_words_are_demanded_and_alt_can_be_given():
    with pytest.raises(ValueError, match="title"):
        CASES["year_line"]({**WORDS, "title": "Crime rose by nan%"})
    with pytest.raises(ValueError, match="source"):
        CASES["year_line"]({**WORDS, "source": ""})
    given = CASES["year_line"]({**WORDS, "alt": "A line that rises.", "illustrative": True})
    assert page(given).find(".//svg/title").text == "A line that rises."
    assert page(given).find(".//span[@class='badge']").text == "Illustrative data"


def test_colours_can_be_told_apart_and_stay_with_their_measure():
    marks = [style.ACCENT, style.TURQUOISE, style.PINK, style.ORANGE, style.CHARCOAL, style.PURPLE, style.REST]
    assert all(style.contrast(colour) >= 3 for colour in marks)
    assert style.contrast(style.INK) >= 4.5
    assert all(style.contrast(shade, style.text_on(shade)) >= 4.5 for shade in style.SEQUENTIAL)
    assert style.colour_of("asb") == style.colour_of("asb") != style.colour_of("crime")
    assert style.contrast("#000000") == pytest.approx(21)


@pytest.mark.parametrize(
    ("wanted", "gap", "places"),
    [([0, 50], 16, [0, 50]), ([10, 10], 16, [2, 18]), ([30, 0, 31], 10, [25.5, 0, 35.5]), ([], 5, [])],
)
def test_labels_are_spread_no_further_than_they_must(wanted, gap, places):
    assert drawing.spread(wanted, gap) == pytest.approx(places)


BROKEN = "the scale does not begin at 0"


@pytest.mark.parametrize(("least", "told"), [(1100, True), (3, False)])
def test_a_scale_of_months_that_does_not_begin_at_nought_says_so(least, told):
    counts = (monthly() - monthly().min() + least).round()
    months = charts.month_line(counts, year="2014/15", **WORDS)
    frame = pd.DataFrame({"month": MONTHS, "value": counts.to_numpy(), "mean": counts.mean(), "special_cause": ""})
    limits = {"lower": counts.min() if told else 0, "upper": counts.max()}
    control = charts.xmr_chart(frame.assign(**limits), **WORDS)
    assert [BROKEN in picture.image for picture in (months, control)] == [told, told]


def test_a_line_of_years_says_where_its_scale_begins():
    frame = pd.DataFrame({"Blackpool": [5200, 5300, 5250]}, index=YEARS[:3])
    assert BROKEN in charts.year_line(frame, ours="Blackpool", axis="Offences", **WORDS).image
    assert BROKEN not in charts.year_line(frame, ours="Blackpool", axis="Offences", zero=True, **WORDS).image
