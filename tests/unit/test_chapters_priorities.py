"""The chapter on priorities: what is scored and what is not, gaps, weights, and what the configuration records."""

import pandas as pd
import pytest
from held import AREA, Held, monthly, opened, rows, shown, small_town, together, year_of

from assessment import project
from assessment.areas import Morile
from assessment.chapters.choice.criteria import HALF_WAY
from assessment.errors import AssessmentError
from assessment.present.parts import Notice

TOWN = small_town("2013/14", "2014/15")
OWN = ("violence", "domestic_abuse", "antisocial_behaviour")
LSOAS = [f"E0100{n:04d}" for n in range(12)]


def area(**settings):
    return AREA.model_copy(update={"priorities": OWN, **settings})


def chapter_of(town=TOWN, **settings):
    return opened("priorities", town, area=area(**settings))


def figure(chapter, id):
    return chapter.ledger.get(id, "2014/15")


def test_a_criterion_that_few_candidates_have_is_shown_and_not_scored():
    chapter = chapter_of()
    assert chapter.evidence.scored == ["volume", "change", "harm", "concentration"]
    told = " ".join(part.to_text() for part in chapter.criteria())
    assert "Not scored: share of force and public concern." in told


def test_a_gap_counts_as_half_way_and_the_finding_says_what_it_would_be_at_either_end():
    chapter = chapter_of()
    scores = chapter.evidence.scores()
    assert scores.loc["antisocial_behaviour", "harm"] == HALF_WAY
    assert scores.loc[scores.index != "antisocial_behaviour", "harm"].agg(["min", "max"]).tolist() == [0, 1]
    told = next(text for text in chapter.key_sentences() if "cannot be told" in text)
    low, high = (figure(chapter, f"priorities.antisocial_behaviour.rank_at_{end}").value for end in ("least", "most"))
    assert high <= figure(chapter, "priorities.antisocial_behaviour.rank").value <= low
    assert told.startswith("The harm of antisocial behaviour cannot be told and counts as half-way")


def test_weights_of_the_configuration_change_the_order_and_are_said():
    alike, harmful = chapter_of(), chapter_of(priorities_weights={"harm": 1.0, "volume": 0.0})
    assert harmful.ranking.table.index[0] == harmful.evidence.table["harm"].idxmax()
    assert harmful.ranking.table["score"].max() == pytest.approx(1)
    assert not alike.ranking.table["score"].equals(harmful.ranking.table["score"])
    assert "weighed alike" in next(iter(alike.key_sentences()))
    assert "weighed as the area's configuration says" in next(iter(harmful.key_sentences()))


def test_weights_of_criteria_that_cannot_be_scored_stop_with_a_mend():
    chapter = chapter_of(priorities_weights={"concern": 1.0})
    with pytest.raises(AssessmentError, match="has a weight above 0") as caught:
        list(chapter.key_sentences())
    assert "priorities_weights" in str(caught.value) and "volume" in str(caught.value)


def test_a_survey_is_known_up_to_the_march_of_the_edition_alone():
    told = {"area": "Sandmouth", "value": [12.0, 30.0, 40.0], "unit": "percent"}
    ends = ["2013-12-31", "2015-03-31", "2015-12-31"]
    returns = rows("returns", measure="consultation.concern.violence", period_start=ends, period_end=ends, **told)
    chapter = chapter_of(TOWN.but(returns=returns))
    assert chapter.evidence.table["concern"].dropna().to_dict() == {"violence": 30.0}
    assert chapter.ledger.get("priorities.violence.concern_percent", "2015").value == 30.0


def test_the_share_of_the_force_is_scored_where_the_force_file_has_every_category():
    months = [*year_of("2013/14", 1), *year_of("2014/15", 1)]
    kinds = ["Violence against the person", "Sexual offences", "Theft offences", "Drug offences"]
    table = pd.DataFrame(
        [(month, code, kind, "crime", 10 + 10 * (code == "E07000998")) for month in months for kind in kinds
         for code in ("E06000999", "E07000998")],
        columns=["month", "authority", "category", "kind", "count"],
    )  # fmt: skip
    chapter = chapter_of(TOWN.but(district_months=table))
    assert chapter.evidence.table["county"].dropna().to_dict() == pytest.approx(
        dict.fromkeys(["violence", "sexual_offences", "theft_offences", "drug_offences"], 100 / 3)
    )
    assert "county" not in chapter.evidence.scored, "it is the same for all and sets none apart"


def test_candidates_of_too_few_are_left_out_and_named():
    few = monthly("crime", {"2014-05": 19}, category="Robbery", lsoa=LSOAS[0])
    enough = monthly("crime", {"2014-05": 20}, category="Possession of weapons", lsoa=LSOAS[0])
    chapter = chapter_of(TOWN.but(crime=lambda crime: together(crime, few, enough)))
    assert "robbery" not in chapter.evidence.table.index
    assert "possession_of_weapons" in chapter.evidence.table.index
    assert any("left out of the order: robbery." in text for text in chapter.care)


def test_rare_and_frequent_crime_spread_alike_are_concentrated_alike():
    months = year_of("2013/14", 4) | year_of("2014/15", 4)
    spread = LSOAS * (96 // 12)
    rare = monthly("crime", months, category="Rare").assign(lsoa=spread)
    often = together(*[monthly("crime", months, category="Often").assign(lsoa=spread) for _ in range(50)])
    one = monthly("crime", months, category="In one place", lsoa=LSOAS[0])
    town = Held(crime=together(rare, often, one), boundaries=TOWN.table("deprivation").assign(layer="lsoa")
                .rename(columns={"lsoa": "code"})[["layer", "code", "authority"]])  # fmt: skip
    found = chapter_of(town).evidence.table["concentration"]
    assert found["in_one_place"] > 0.8 and found["rare"] < 0.05 and found["often"] < 0.05


def test_swaps_are_of_neighbours_and_of_the_areas_own_that_stay_outside():
    chapter = chapter_of()
    order, swaps = list(chapter.ranking.table.index), chapter.ranking.swaps
    pairs = set(zip(swaps["first"], swaps["second"], strict=True))
    assert (order[0], order[1]) in pairs
    last = chapter.ranking.first[-1]
    assert {(last, name) for name in OWN if name not in chapter.ranking.first} <= pairs


def test_nothing_to_order_is_said_and_shown_as_nothing():
    crime = monthly("crime", year_of("2014/15", 3), category="Theft offences")
    chapter = opened("priorities", Held(crime=crime))
    assert list(chapter.key_sentences()) == []
    assert "nothing to put in order" in chapter.criteria().to_text()


def test_the_configuration_s_judgement_is_shown_beside_the_scores(undrawn):
    entry = Morile(physical=3, psychological=4, financial=1, community=2, likelihood=5, position=2, confidence=4)
    chapter = chapter_of(morile={"violence": entry}, priorities_reasons={"violence": "It hurts."})
    told = {call: part.to_text() for call, part in shown(chapter)}
    assert "Violence against the person\t3\t4\t1\t2\t5\t2\t4" in chapter.morile().to_text()
    assert "It hurts." in chapter.recommendation().to_text()
    assert "none recorded" in chapter.recommendation().to_text() and told


def test_without_records_of_judgement_each_says_how_to_give_it():
    chapter = opened("priorities", TOWN)
    for section in (chapter.morile(), chapter.recommendation()):
        (notice,) = section
        assert isinstance(notice, Notice) and "config/areas/sandmouth.toml" in notice.mend


@pytest.mark.parametrize(("year", "first", "outside"), [("2014/15", 4, 1), ("2016/17", 3, 2)])
def test_the_demonstration_says_which_of_the_five_published_come_first(demonstration, year, first, outside):
    chapter = opened("priorities", demonstration, year, project.area("blackpool"))
    own = [name for name in chapter.area.priorities if name in chapter.ranking.first]
    assert (len(own), 5 - len(own)) == (first, outside), "nothing is tuned: this is what equal weights give"
    assert set(chapter.area.priorities_reasons) == set(chapter.area.priorities)
