"""Harm weights on records: the finest first, what has none is counted, and what a coarse category allows."""

import pandas as pd
import pytest
from held import Held, monthly, opened, rows, small_town, source, together, year_of

from assessment.chapters.crime.subjects import DOMESTIC, VIOLENCE
from assessment.chapters.harm_index.shown import harm_of
from assessment.chapters.harm_index.weights import Weighed, versions_that_fit, weigh_records

CRIMES = together(
    rows("crime", 2, offence_code="5D", subcategory="Violence with injury", category="Violence"),
    rows("crime", 3, offence_code="8N", subcategory="Violence with injury", category="Violence"),
    rows("crime", 4, offence_code="8L", subcategory="Stalking", category="Violence"),
    rows("crime", 1, offence_code="999", subcategory="Unheard of", category="Unheard of"),
)


def weights(*told: tuple[str, str, str, float], version="A", **more) -> pd.DataFrame:
    levels, keys, names, days = (list(column) for column in zip(*told, strict=True))
    return rows("harm_weights", version=version, level=levels, key=keys, harm_category=names, days=days, **more)


ALL_LEVELS = weights(
    ("category", "Violence", "Other violence", 1.0),
    ("subcategory", "Violence with injury", "Injury", 10.0),
    ("offence_code", "5D", "Wounding", 100.0),
)


def test_the_weight_of_a_code_goes_before_its_subgroups_and_that_before_its_categorys():
    found = weigh_records(CRIMES, ALL_LEVELS, "A")
    assert found.categories[["crimes", "days", "harm"]].to_dict("index") == {
        "Wounding": {"crimes": 2, "days": 100, "harm": 200},
        "Injury": {"crimes": 3, "days": 10, "harm": 30},
        "Other violence": {"crimes": 4, "days": 1, "harm": 4},
    }
    assert (found.total, found.unweighed) == (234, 1)
    assert found.records["days"].sum() == 234


def test_several_keys_may_share_a_category_and_days_without_a_range_are_their_own():
    shared = weights(("offence_code", "5D", "Hurt", 30.0), ("offence_code", "8N", "Hurt", 5.0), days_low=[10.0, None])
    row = weigh_records(CRIMES, shared, "A").categories.loc["Hurt"]
    assert (row["crimes"], row["harm"], row["days"]) == (5, 75, 15)
    assert (row["low"], row["high"]) == ((2 * 10 + 3 * 5) / 5, 15)


def test_a_version_fits_that_weighs_nine_in_ten_and_the_best_stands_first():
    half = weights(("offence_code", "8L", "Stalking", 3.0), version="Half")
    nothing = weights(("category", "Violence", "Violence", 0.0), version="Nothing")
    shipped = ALL_LEVELS.assign(version="Shipped")
    found = versions_that_fit(CRIMES, together(half, nothing, shipped, ALL_LEVELS), {"Shipped"})
    assert [one.version for one in found] == ["A", "Shipped"], "weights that came with the data go first"
    assert versions_that_fit(CRIMES.iloc[:0], ALL_LEVELS, set()) == [] == versions_that_fit(CRIMES, None, set())


def chapter(**changes):
    return opened("harm", small_town("2014/15").but(**changes))


def test_the_few_categories_their_shares_and_the_most_frequent_are_figures(undrawn):
    found = chapter()
    told = found.findings().to_text()
    count, harm, crime = (found.ledger.get(f"harm.top_categories.{what}", "2014/15") for what in
                          ("count", "share_of_harm", "share_of_crime"))  # fmt: skip
    assert count.value == 2 and harm.value == harm.numerator / harm.denominator >= 0.9
    assert crime.denominator == 2400
    assert "two categories (rape, violence with injury) hold" in told
    assert told.startswith("- Under the weights of a test, two categories")
    assert "The most frequent category, shoplifting, makes up" in told


def test_days_of_the_table_are_crimes_times_days(undrawn):
    frame = chapter().harm_table().parts[0].frame
    assert (frame["Crimes"] * frame["Days a crime"]).round(6).equals(frame["Days of harm"].round(6))
    assert list(frame["Rank by harm"]) == sorted(frame["Rank by harm"])


def many_categories(number: int) -> Held:
    """So many categories with a weight, the first with the most harm and the last with none."""
    names = [f"Kind {n:02d}" for n in range(number)]
    crimes = [monthly("crime", {"2014-04": 10}, category=name, lsoa="E01000001") for name in names]
    days = [float(number - 1 - n) for n in range(number)]
    told = weights(*(("category", name, name, day) for name, day in zip(names, days, strict=True)))
    return Held({"crime": [source("crime.csv", "force_extract", "crime")], "harm_weights": [
        source("mine.csv", "harm_weights", "harm_weights", release="A"),
        source("theirs.csv", "harm_weights", "harm_weights", release="B")]},
        crime=together(*crimes), harm_weights=told)  # fmt: skip


@pytest.mark.parametrize(("number", "rows_drawn", "said"), [(13, 13, ""), (19, 13, "the 12 of 19 categories")])
def test_what_the_picture_leaves_out_is_said_and_drawn_as_one_row(number, rows_drawn, said):
    picture = opened("harm", many_categories(number)).volume_and_harm().parts[0]
    assert len(picture.data) == rows_drawn
    assert said in picture.subtitle
    assert ("by name" in picture.subtitle) == bool(said)
    assert picture.data.iloc[:, 1].sum() == pytest.approx(100)
    if said:
        assert picture.data["Category"].iloc[-1] == "The other seven categories"


def test_pictures_name_the_version_of_the_weights_and_its_file_alone(undrawn):
    found = opened("harm", many_categories(13))
    for part in (found.volume_and_harm().parts[0], found.harm_table().parts[0]):
        assert part.source.endswith("weights: A (mine.csv)")
        assert "theirs" not in part.source


def test_a_category_without_harm_has_no_rank_and_no_interval_of_one():
    table = opened("harm", many_categories(13)).harm_table().parts[0]
    last = table.frame.set_index("Category").loc["Kind 12"]
    assert (last["Rank by harm"], last["95% interval of the rank"]) == ("–", "–")
    assert "no rank" in table.notes[0]
    ends = table.frame["95% interval of the rank"][:-1].str.extract(r" to (\d+)")[0].astype(int)
    assert ends.max() <= 12, "of twelve that have harm none is thirteenth"


def test_a_share_that_is_not_nothing_is_not_drawn_as_nothing():
    rare = many_categories(13).but(crime=lambda crime: together(
        crime, monthly("crime", {"2014-05": 20_000}, category="Kind 05", lsoa="E01000001")))  # fmt: skip
    picture = opened("harm", rare).volume_and_harm().parts[0]
    assert "less than 0.1%" in picture.image
    shares = [cell.split("<")[0] for cell in picture.to_html().split('<td class="number">')[1:]]
    assert "0.0" not in shares


def test_versions_read_as_words_in_a_sentence():
    named = {"Demonstration weights, version 1": "the demonstration weights, version 1",
             "Cambridge Crime Harm Index, February 2026": "the Cambridge Crime Harm Index, February 2026"}  # fmt: skip
    for version, told in named.items():
        assert Weighed(version, None, None, 0).plainly == told


COARSE = weights(("category", "Violence and sexual offences", "Violence and sexual offences", 200.0),
                 ("category", "Burglary", "Burglary", 20.0))  # fmt: skip


def coarse_town() -> Held:
    counts = {"Violence and sexual offences": 30, "Burglary": 10}
    frames = [monthly("crime", year_of("2014/15", n), category=name, lsoa="E01000001") for name, n in counts.items()]
    return Held(crime=together(*frames), harm_weights=COARSE)


def test_a_coarse_category_is_said_to_be_one(undrawn):
    found = opened("harm", coarse_town())
    assert "a common assault counts as much as a rape" in found.check().to_text()
    told = found.findings().to_text()
    assert "one category (violence and sexual offences) holds" in told
    assert "That rests on a coarse category: violence and sexual offences are one in this source" in told


def test_weights_that_do_not_fit_are_not_said_to_be_missing(undrawn):
    found = opened("harm", coarse_town().but(harm_weights=ALL_LEVELS))
    notice = found.volume_and_harm().parts[0]
    assert "no version of the weights fits" in notice.text and "config/harm/README.md" in notice.mend
    none = opened("harm", coarse_town().but(harm_weights=None)).volume_and_harm().parts[0]
    assert "no file of the kind 'Harm weights" in none.text


@pytest.mark.parametrize(
    ("second", "told"),
    [
        ({"Rape": 1000.0, "Violence with injury": 300.0}, "Both versions name the same categories"),
        ({"Shoplifting": 1000.0, "Rape": 900.0}, "it takes as many categories, though not the same ones, and they are"),
        ({"Shoplifting": 9000.0}, "it takes one category, and they are"),
    ],
)
def test_a_second_version_says_whether_the_finding_depends_on_the_weights(undrawn, second, told):
    first = small_town("2014/15").table("harm_weights")
    other = first.assign(version="Other", days=[float(second.get(name, 0)) for name in first["harm_category"]])
    assert told in chapter(harm_weights=together(first, other)).second_index().to_text()


def test_half_of_the_harm_is_in_the_places_that_hold_it(undrawn):
    counts = {"E01000000": 60, "E01000001": 30, "E01000002": 20}  # of twelve LSOAs
    frames = [monthly("crime", {"2014-04": n}, lsoa=lsoa, subcategory="Rape") for lsoa, n in counts.items()]
    found = chapter(crime=together(*frames, monthly("crime", {"2014-04": 500}, subcategory="Rape")))
    found.concentration()
    places = found.ledger.get("harm.half_of_harm.lsoas", "2014/15")
    assert (places.value, places.denominator) == (1, 12), "rows without an LSOA lie nowhere"
    nowhere = chapter(crime=lambda crime: crime.assign(lsoa=None))
    assert "do not say in which LSOA" in nowhere.concentration().to_text()


# Sums that a reader could take apart

MIXED = weights(("offence_code", "1", "Homicide", 1000.0), ("offence_code", "5D", "Hurt", 100.0),
                ("offence_code", "8N", "Hurt", 1.0))  # fmt: skip


def shown_harm(grave, slight, homicides=0, marked=()):
    """A chapter and the harm of its violence: of two codes of one category, and of homicide."""
    codes = ["5D"] * grave + ["8N"] * slight + ["1"] * homicides
    told = {"month": "2014-05", "category": VIOLENCE.label, "offence_code": codes}
    crimes = rows("crime", **told, domestic_abuse=[n in marked for n in range(len(codes))])
    public = opened("harm", Held(crime=crimes, harm_weights=MIXED))
    return public, public.weighed[0]


@pytest.mark.parametrize("domestic", range(5))
def test_the_harm_of_what_is_marked_does_not_tell_its_kinds_and_that_of_a_category_is_exact(domestic):
    public, weighed = shown_harm(475, 475, 10, marked=range(950 + domestic))
    days, step = harm_of(public, weighed, DOMESTIC)
    assert (days, step) == (50_000, 5000), "the same with no homicide among them and with four"
    assert harm_of(public, weighed, VIOLENCE) == (pytest.approx(10_000 + 48_000), 0), "it is told by the table of harm"
    restricted = opened("harm", public.prepared, restricted=True)
    assert harm_of(restricted, restricted.weighed[0], DOMESTIC) == (47_975 + 1000 * domestic, 0)


@pytest.mark.parametrize("grave", range(22, 27))
def test_the_harm_of_a_category_of_several_weights_does_not_tell_how_many_were_of_each(grave):
    public, weighed = shown_harm(grave, 100 - grave)
    row = weighed.categories.loc["Hurt"]
    assert (row["harm"], row["days"]) == (2500, 25)
    assert "rounded" in public.harm_table().parts[0].notes[0]


@pytest.mark.parametrize("grave", [1, 2])
def test_a_hidden_category_of_several_weights_stands_in_with_the_gravest(grave):
    _, weighed = shown_harm(grave, 2, 200)
    assert weighed.categories.loc["Hurt", ["crimes", "days", "harm"]].tolist()[1] == 100
