"""Editions of a part of a year beside those of more of it: no subtraction of what they show finds a count of 1 to 4."""

import importlib
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from held import AREA, Held, monthly, opened, rows, together
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from assessment import project
from assessment.chapters.crime import kinds
from assessment.chapters.crime import subjects as s
from assessment.chapters.crime.hidden import hides, share_of, shown_months
from assessment.chapters.patterns import people
from assessment.chapters.patterns.where import Places
from assessment.errors import AssessmentError
from assessment.figures import Figure, write_figures
from assessment.neighbours import Neighbour, beside, neighbours
from assessment.periods import FinancialYear
from assessment.publish.beside import Beside

YEAR = FinancialYear.parse("2014/15")
CODES = {"5D": "Violence with injury", "8N": "Violence with injury", "105A": "Other", "8L": kinds.STALKING.label,
         "1": "Homicide"}  # fmt: skip
TOLD = (s.VIOLENCE, *kinds.VIOLENCE)
FEW = 5


def chapter(held, year, *beside):
    module = importlib.import_module("assessment.chapters.violence")
    return module.Chapter(project.chapter("violence"), AREA, year, held, None, False, tuple(beside))


def violence(counts):
    """Records of the months of 2014/15 by offence code: a row of twelve counts for each of the five."""
    told = {"category": s.VIOLENCE.label}
    made = [
        monthly("crime", dict(zip(YEAR.months, row, strict=True)), subcategory=name, offence_code=code, **told)
        for (code, name), row in zip(CODES.items(), counts, strict=True)
    ]
    return Held(crime=together(*made))


def to(length):
    return replace(YEAR, length=length)


# What is published, and what a reader makes of it


def published(one):
    """The totals of violence and its kinds, and the months of violence: by the row of the kind (-1: all) and months."""
    found = {}
    for at, subject in enumerate(TOLD):
        if not hides(one, subject, one.year):
            found[at - 1, tuple(one.year.months)] = one.counts.total(subject, one.year)
    months = shown_months(one, s.VIOLENCE, one.counts.months(s.VIOLENCE))
    return found | {(-1, (month,)): count for month, count in months.items() if count != "[c]"}


def row_of(at, months):
    """One for each kind and month that a count is a sum of."""
    sums = np.zeros((len(CODES), 12))
    sums[slice(None) if at < 0 else at, [YEAR.months.index(month) for month in months]] = 1
    return sums.ravel()


def found_by(known, counts, lengths):
    """The small counts that all that is `known` together brings to a range narrower than five."""
    first, last = sorted(lengths)
    spans = [YEAR.months[:first], YEAR.months[:last], YEAR.months[first:last], *([month] for month in YEAR.months)]
    matrix, told = np.array([row_of(*place) for place in known]), list(known.values())
    for at in range(-1, len(CODES)):
        for months in spans if at < 0 else spans[:3]:
            aim = row_of(at, months)
            if 0 < aim @ counts.ravel() < FEW:
                ends = [linprog(sign * aim, A_eq=matrix, b_eq=told, method="highs") for sign in (1, -1)]
                if all(one.status == 0 for one in ends) and -ends[1].fun - ends[0].fun < FEW - 1e-6:
                    yield at, months


SMALL = st.sampled_from([0, 0, 1, 2, 3, 4, 5, 7, 12, 30])
COUNTS = st.lists(st.lists(SMALL, min_size=12, max_size=12), min_size=5, max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.lists(SMALL, min_size=12, max_size=12), min_size=5, max_size=5), st.integers(1, 12), st.integers(1, 12)
)
@example([[9] * 11 + [2], [9] * 12, [9] * 12, [9] * 12, [9] * 12], 11, 12)
@example([[9] * 11 + [2], [9] * 12, [9] * 12, [9] * 12, [9] * 12], 12, 11)
@example([[9] * 12, [9] * 12, [9] * 12, [9] * 12, [1] * 12], 12, 9)
@example([[0] * 10 + [3, 6], *[[0] * 12] * 2, [9] * 12, [9] * 12], 12, 11)
def test_no_subtraction_of_two_editions_finds_a_small_count(counts, first, second):
    counts = np.array(counts)
    assume(first != second and counts[:, : min(first, second)].sum() > 0)
    held = violence(counts)
    before = published(chapter(held, to(first)))
    assume(not list(found_by(before, counts, (first, second))))  # what one tells by itself is looked at elsewhere
    plain = published(chapter(held, to(second)))
    assume(not list(found_by(plain, counts, (first, second))))
    after = published(chapter(held, to(second), Neighbour(to(first))))
    assert not list(found_by({**before, **after}, counts, (first, second)))


LEAK = violence([[9] * 11 + [2], *[[9] * 12] * 4])


@pytest.mark.parametrize(("first", "second"), [(11, 12), (12, 11)])
def test_the_later_edition_hides_what_the_two_would_tell_with_what_would_tell_that(first, second):
    assert not any(hides(chapter(LEAK, to(second)), one, to(second)) for one in TOLD), "alone it tells nothing"
    later = chapter(LEAK, to(second), Neighbour(to(first)))
    hidden = [one for one in TOLD if hides(later, one, to(second))]
    assert s.SERIOUS_ASSAULTS in hidden and len(hidden) == 2, "and one more, for the sum of the kinds is known"
    again = chapter(LEAK, to(first), Neighbour(to(second), first=False, gave_way=(to(first),)))
    assert not any(hides(again, one, to(first)) for one in TOLD), "what stood first stays as it was"


def test_a_part_year_gives_way_to_the_year_before_for_the_same_months_of_it():
    held = Held(crime=together(*(monthly("crime", dict.fromkeys(months, count), category=s.VIOLENCE.label)
                                 for months, count in ((YEAR.months[:11], 9), (YEAR.before.months[:11], 9),
                                                       (YEAR.before.months[11:], 3)))))  # fmt: skip
    part = to(11)
    assert not hides(chapter(held, part), s.VIOLENCE, part.before)
    assert hides(chapter(held, part, Neighbour(YEAR.before)), s.VIOLENCE, part.before)
    assert hides(chapter(held, part), s.VIOLENCE, YEAR.before), "nor does it show its own and the whole year"


def test_nothing_is_hidden_in_a_restricted_edition_nor_beside_whole_years():
    whole = opened("violence", LEAK, restricted=True)
    assert not hides(whole, s.SERIOUS_ASSAULTS, YEAR)
    assert not hides(chapter(LEAK, YEAR, Neighbour(YEAR.before)), s.SERIOUS_ASSAULTS, YEAR)


def test_a_figure_that_differs_by_few_from_that_of_another_edition_is_hidden():
    numbers = {"crime.a.count": [["2014-04 to 2015-02", 42, None, None]],
               "crime.a.share": [["2014-04 to 2015-02", 0.5, 20, 40]]}  # fmt: skip
    one = chapter(LEAK, YEAR, Neighbour(to(11), first=False, numbers=numbers))
    assert one.figure("crime.a.count", "A", 46, "count").suppressed
    assert not one.figure("crime.a.count", "A", 47, "count", period="2013/14").suppressed
    assert one.share("crime.a.share", "A", 20, 43).suppressed, "the rest of it grew by three"
    assert not one.share("crime.a.share", "B", 26, 60, period="2013/14").suppressed
    assert not one.figure("crime.a.places", "A", 46, "LSOAs").suppressed


def test_places_and_ages_are_hidden_where_two_editions_differ_by_few():
    one = chapter(LEAK, YEAR, Neighbour(to(11)))
    counts = pd.Series({"A": 60, "B": 70, "C": 80})
    table = pd.DataFrame({"after": counts, "residents": 100.0})
    between = {"after": [(pd.Series({"A": 2, "B": 9, "C": 8}), 0)]}
    hidden = Places("lsoa", table, 0, "", ("crime",), one.disclosure, gaps=between).hidden
    assert hidden["A"] and hidden.sum() == 2
    ages = {"victim_age": ["16-19"] * 30 + ["25-29"] * 40 + ["65+"] * 30}
    before = rows("crime", 100, month="2014-05", category=s.VIOLENCE.label, **ages)
    march = rows("crime", 12, month="2015-03", category=s.VIOLENCE.label, victim_age=["16-19"] * 10 + ["65+"] * 2)
    found = people.ages_of(chapter(Held(crime=together(before, march)), YEAR, Neighbour(to(11))), s.VIOLENCE)
    assert (
        found[0].hidden["65+"]
        and not people.ages_of(chapter(Held(crime=together(before, march)), YEAR), s.VIOLENCE)[0].hidden.any()
    )


# Which editions stand beside one


FILES = {"march.csv": "a"}


def edition(folder, year, **told):
    folder.mkdir(parents=True)
    told = {"year": str(year), "restricted": False, "sources": [{"file": "march.csv", "sha256": "a"}]} | told
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    write_figures([Figure("crime.a.count", "A", 42, "count", year.period)], folder / "figures.json")


def test_what_stands_beside_an_edition_is_known_by_its_run_json(tmp_path):
    edition(tmp_path / "part", to(11))
    edition(tmp_path / "full", YEAR.before)
    edition(tmp_path / "mine", YEAR)
    edition(tmp_path / "part-restricted", to(11), restricted=True)
    edition(tmp_path / "part.failed", to(10))
    edition(tmp_path / "of-before", to(9), restricted=None)
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "notes.txt").write_text("{", encoding="utf-8")
    (found,) = neighbours(tmp_path, YEAR, FILES)
    assert found == {"year": str(to(11)), "first": True, "gave_way": [],
                     "numbers": {"crime.a.count": [["2014-04 to 2015-02", 42, None, None]]}}  # fmt: skip
    assert Neighbour.of(found).year == to(11)
    assert [one["year"] for one in neighbours(tmp_path, to(11), FILES)] == ["2013/14", "2014/15"]


def test_an_edition_that_gave_way_goes_first_no_longer_while_the_files_are_the_same(tmp_path):
    edition(tmp_path / "part", to(11), gave_way=["2014/15"])
    for files in ({"march.csv": "a"}, {"march.csv": "a", "april.csv": "b"}, {}):
        assert not neighbours(tmp_path, YEAR, files)[0]["first"], "files of other months change nothing"
    assert neighbours(tmp_path, YEAR, {"march.csv": "b"})[0]["first"]


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"restricted": fal', '{"restricted": false, "year": "2014/16", "sources": []}']
)
@pytest.mark.parametrize("name", ["run.json", "figures.json"])
def test_a_damaged_edition_beside_stops_the_build_and_names_its_folder(tmp_path, name, text):
    edition(tmp_path / "2014-15", YEAR)
    assert neighbours(tmp_path, to(11), FILES)
    (tmp_path / "2014-15" / name).write_text("{" if name == "figures.json" else text, encoding="utf-8")
    with pytest.raises(AssessmentError, match="damaged") as caught:
        neighbours(tmp_path, to(11), FILES)
    assert str(tmp_path / "2014-15" / name) in str(caught.value) and "build that edition again" in caught.value.mend
    assert not neighbours(tmp_path, YEAR, FILES), "it is itself built anew"


def test_an_edition_whose_run_json_is_gone_stops_the_build_and_a_restricted_one_does_not(tmp_path):
    for name in ("2014-15-restricted", "2014-15"):
        edition(tmp_path / name, YEAR)
        (tmp_path / name / "run.json").unlink()
    with pytest.raises(AssessmentError, match="damaged") as caught:
        neighbours(tmp_path, to(11), FILES)
    assert "'2014-15'" in caught.value.mend


def test_the_editions_of_another_area_of_the_same_authorities_are_beside_too(tmp_path, monkeypatch):
    twin = AREA.model_copy(update={"slug": "twin"})
    county = AREA.model_copy(update={"slug": "county", "authorities": (*AREA.authorities, "E07000998")})
    known = {one.slug: one for one in (AREA, twin, county)}
    monkeypatch.setattr(project, "area_names", lambda: list(known))
    monkeypatch.setattr(project, "area", known.get)
    for slug, year in (("twin", YEAR), ("county", to(9))):
        edition(tmp_path / slug / year.slug, year)
    assert [one["year"] for one in beside(tmp_path / AREA.slug, AREA, to(11), FILES)] == ["2014/15"]
    found = Beside.of(tmp_path / AREA.slug, AREA, str(to(11)))
    assert [one.year for one in found.neighbours] == [YEAR]
    assert found.counts == {("crime.a.count", "2014/15"): 42}, "the last look lays them side by side too"
    assert {codes for codes, _ in found.areas} == {frozenset(one.authorities) for one in (twin, county)}


def sexual(own, march=(0, 0, 0, 0)):
    """Sexual offences by their victims' age, 0-9, 10-14, 15 and 16-19: of the year, and of its last month."""
    bands = ("0-9", "10-14", "15", "16-19")
    made = [
        rows("crime", count, month=month, category=s.SEXUAL.label, victim_age=band)
        for month, counts in (("2014-05", own), ("2015-03", march))
        for band, count in zip(bands, counts, strict=True)
        if count
    ]
    return Held(crime=together(*made))


@pytest.mark.parametrize(
    ("own", "march", "lost", "all_of_them"),
    [
        ((44, 40, 30, 90), (0, 0, 0, 0), [], False),
        ((3, 40, 30, 90), (0, 0, 0, 0), ["0-9", "15"], False),
        ((2, 2, 3, 90), (0, 0, 0, 0), ["0-9", "10-14", "15", "16-19"], True),
        ((44, 40, 30, 90), (3, 8, 9, 20), ["0-9", "10-14"], False),
        ((44, 40, 30, 3), (0, 0, 0, 0), ["15", "16-19"], True),
    ],
)
def test_what_is_told_of_all_children_tells_no_band_of_theirs(own, march, lost, all_of_them):
    held = sexual(own, march)
    made = importlib.import_module("assessment.chapters.sexual_offences").Chapter(
        project.chapter("sexual_offences"), AREA, YEAR, held, None, False, (Neighbour(to(11)),) if any(march) else ()
    )
    hidden = people.ages_of(made, s.SEXUAL)[0].hidden
    assert list(hidden.index[hidden]) == lost
    assert hides(made, s.UNDER_16, YEAR) == all_of_them
    assert share_of(made, s.UNDER_16, "Of children", sum(own[:3]), sum(own)).suppressed == all_of_them
