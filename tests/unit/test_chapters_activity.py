"""Partnership activity: printed figures come out, each share has its own whole, and what is absent is said."""

import pandas as pd
import pytest
from held import Held, calls, monthly, opened, rows, shown, small_town, text_of, together, year_of
from test_chapters_whole import SCENES, go_through

from assessment import project
from assessment.chapters.patterns.hate import HateCrime
from assessment.chapters.returns.police_outcomes import groups_of
from assessment.chapters.returns.powers import ASB_POWERS, followed, served
from assessment.chapters.returns.powers_words import denominators, register_sentences
from assessment.present.parts import Heading, Notice

YEARS = {"2013/14": ("2013-04-01", "2014-03-31"), "2014/15": ("2014-04-01", "2015-03-31")}


def returned(measure: str, value: float, start: str, end: str, **more: object) -> pd.DataFrame:
    told = {"period_start": start, "period_end": end, "value": float(value), "unit": "count", "note": "", **more}
    return rows("returns", measure=measure, area="Sandmouth", **told)


def of_year(measure: str, value: float, year: str = "2014/15", **more: object) -> pd.DataFrame:
    return returned(measure, value, *YEARS[year], **more)


def activity(*returns: pd.DataFrame, year: str = "2014/15", **tables: pd.DataFrame):
    held = Held(returns=together(*returns), **tables) if returns else Held(**tables)
    return opened("partnership_activity", held, year)


def values(chapter) -> dict[tuple[str, str], float]:
    return {(figure.id, figure.period): figure.value for figure in chapter.ledger}


def every_word(chapter) -> str:
    return " ".join(text_of(part) for _, part in shown(chapter))


@pytest.fixture(scope="module")
def blackpool(demonstration):
    made = {}
    for year in ("2014/15", "2016/17"):
        chapter = opened("partnership_activity", demonstration, year, project.area("blackpool"))
        made[year] = (chapter, go_through(chapter))
    return made


def test_every_call_shows_something(undrawn, blackpool):
    assert all(parts > 12 for _, parts in blackpool.values())


@pytest.mark.parametrize(
    ("id_", "period", "printed", "within"),
    [
        ("marac.cases.change_percent", "2016-04 to 2016-12", 18.7, 0.05),
        ("marac.cases.change_p", "2016-04 to 2016-12", 0.029, 5e-4),
        ("marac.children.change_percent", "2016-04 to 2016-12", 9.6, 0.05),
        ("marac.children.change_p", "2016-04 to 2016-12", 0.23, 5e-3),
        ("marac.repeats.change_percent", "2016-04 to 2016-12", 46.2, 0.05),
        ("marac.repeats.change_p", "2016-04 to 2016-12", 0.022, 5e-4),
        ("marac.children_a_case.ratio", "2015-04 to 2015-12", 1.11, 5e-3),
        ("marac.children_a_case.ratio", "2016-04 to 2016-12", 1.03, 5e-3),
        ("marac.repeats.share", "2016-04 to 2016-12", 0.258, 5e-4),
        ("asbrac.referrals.change_percent", "2016/17", -33.8, 0.05),
        ("asbrac.referrals.change_p", "2016/17", 0.034, 5e-4),
        ("powers.notices.share", "2016/17", 0.2328, 5e-5),
        ("powers.warnings.stopped_share", "2016/17", 0.767, 5e-4),
        ("powers.notice_breaches.share", "2016/17", 0.084, 5e-4),
        ("powers.cse_warnings.stopped_share", "2016/17", 0.914, 5e-4),
        ("powers.cse_warnings.stopped_share", "2016-04 to 2016-08", 0.930, 5e-4),
        ("hate.all.count", "2016/17", 201, 0),
        ("hate.marks.count", "2016/17", 216, 0),
        ("hate.race.change_percent", "2016/17", 71.6, 0.05),
        ("cctv.requests.count", "2016/17", 361, 0),
        ("avert.complied.share", "2016/17", 0.55, 5e-3),
    ],
)
def test_the_reports_figures_come_out(undrawn, blackpool, id_, period, printed, within):
    assert values(blackpool["2016/17"][0])[id_, period] == pytest.approx(printed, abs=within)


@pytest.mark.parametrize(
    ("id_", "printed", "within"),
    [
        ("asbrac.referrals.change_percent", -8.3, 0.05),
        ("asbrac.referrals.change_p", 0.67, 5e-3),
        ("asbrac.high_risk.share", 0.742, 5e-4),
        ("asbrac.high_risk.share_change_p", 0.0081, 5e-5),
        ("asbrac.high_risk.change", 12, 0),
        ("cse.referrals.count", 243, 0),
        ("treatment.young_people.count", 86, 0),
    ],
)
def test_the_plans_figures_come_out(undrawn, blackpool, id_, printed, within):
    assert values(blackpool["2014/15"][0])[id_, "2014/15"] == pytest.approx(printed, abs=within)


def test_wilsons_limits_are_those_of_the_claims(undrawn, blackpool):
    held = {(figure.id, figure.period): (figure.low, figure.high) for figure in blackpool["2016/17"][0].ledger}
    assert held["powers.warnings.stopped_share", "2016/17"] == pytest.approx((0.724, 0.806), abs=5e-4)
    assert held["powers.notice_breaches.share", "2016/17"] == pytest.approx((0.043, 0.158), abs=6e-4)
    assert held["powers.cse_warnings.stopped_share", "2016/17"] == pytest.approx((0.845, 0.954), abs=5e-4)
    assert held["avert.complied.share", "2016/17"] == pytest.approx((0.464, 0.632), abs=5e-4)


def test_the_printed_98_is_said_to_be_of_the_warnings(undrawn, blackpool):
    told = " ".join(blackpool["2016/17"][0].sentences)
    assert "The 98% printed for notices that went no further is a share of the warnings, 98.0% (400 of 408)" in told
    assert "of the notices it is 91.6% (87 of 95)" in told


def powers_of(breaches: float, printed: float) -> list[str]:
    counts = [of_year(f"powers.{name}", value) for name, value in
              (("warnings", 400), ("notices", 100), ("notice_breaches", breaches))]  # fmt: skip
    chapter = activity(*counts, of_year("powers.notices_stopped_share", printed, unit="percent"))
    return list(denominators(chapter, served(chapter, ASB_POWERS)[0]))


@pytest.mark.parametrize(
    ("breaches", "printed", "said"), [(20, 80, ""), (20, 95, "of the warnings"), (20, 60, "of no step")]
)
def test_a_printed_share_is_held_against_every_step(breaches, printed, said):
    told = powers_of(breaches, printed)
    assert bool(told) == bool(said)
    assert all(said.removeprefix("of ") in one and "80.0% (80 of 100)" in one for one in told)


def register(*cases: tuple[str, ...]) -> pd.DataFrame:
    names = ("powers.warnings", "powers.notices", "powers.notice_breaches")
    found = [
        (f"T{n}", name, pd.Timestamp(day))
        for n, days in enumerate(cases)
        for name, day in zip(names, days, strict=False)
    ]
    return pd.DataFrame(found, columns=["case", "measure", "date"]).assign(step="a step")


def test_a_register_follows_the_same_cases():
    cases = register(
        ("2014-01-05", "2014-05-01"),  # the notice is of the year, its warning is not
        ("2014-06-01", "2014-08-01", "2014-09-01"),
        ("2014-07-01", "2015-05-01"),  # the notice came after the edition's March
        ("2015-02-01",),
    )
    chapter = activity(cases=cases)
    found = followed(chapter, ASB_POWERS)
    assert found.counts == (3, 1, 1)
    told = " ".join(register_sentences(chapter, found))
    assert "one of the 2 notices served in the year follows a warning of an earlier year" in told
    assert "1 warning was served in the last three months" in told


def test_a_register_of_other_years_or_measures_tells_nothing():
    later = register(("2015-06-01",))
    assert followed(activity(cases=later), ASB_POWERS) is None
    assert followed(activity(cases=later.assign(measure="something")), ASB_POWERS) is None


def test_a_step_larger_than_the_one_before_is_no_cascade():
    chapter = activity(of_year("powers.warnings", 5), of_year("powers.notices", 9))
    assert served(chapter, ASB_POWERS) == []


def test_part_years_are_compared_over_the_same_months_or_as_a_pace():
    part = ("2014-04-01", "2014-11-30")
    alike = activity(returned("cse.referrals", 30, *part), returned("cse.referrals", 20, "2013-04-01", "2013-11-30"),
                     of_year("cse.referrals", 90, "2013/14"))  # fmt: skip
    assert alike.referrals["cse.referrals"].before.value == 20
    pace = activity(returned("cse.referrals", 192, *part), of_year("cse.referrals", 243, "2013/14"))
    found = pace.referrals["cse.referrals"]
    assert found.change.percent == pytest.approx(18.5, abs=0.05)  # claims.md P23
    assert found.change.p_exact == pytest.approx(0.087, abs=5e-4)
    assert "288 a year at the same pace (annualised)" in found.sentence()
    assert "no clear change" in found.sentence()
    assert values(pace)["cse.referrals.annualised", "2014-04 to 2014-11"] == 288


def test_the_expected_cases_are_forty_for_ten_thousand_women(undrawn):
    people = rows("population", authority="E06000999", name="Sandmouth", year=[2014], residents=[30000],
                  age_18_plus=[25000], basis=["mid-year estimate"])  # fmt: skip
    chapter = activity(of_year("marac.cases", 102), population=people)
    assert chapter.expected.women == 0.51 * 25000
    assert chapter.expected.due == pytest.approx(51)
    assert "above the 40 that SafeLives expects" in chapter.expected.sentence()
    assert values(chapter)["marac.against_expected.ratio", "2014/15"] == pytest.approx(2)


def hateful(**strands: int) -> Held:
    """A hundred crimes a month in two years; the first of this year bear strands, as many as said."""
    crime = together(monthly("crime", year_of("2013/14", 100) | year_of("2014/15", 100), category="Violence"))
    for name in ("race", "religion", "sexual_orientation", "transgender", "disability"):
        crime[f"hate_{name}"] = False
        now, before = crime.index[crime["month"] >= "2014-04"], crime.index[crime["month"] < "2014-04"]
        crime.loc[now[: strands.get(name, 0)], f"hate_{name}"] = True
        crime.loc[before[: strands.get(name, 0)], f"hate_{name}"] = True
    return Held(crime=crime)


def test_strands_overlap_and_are_not_added_up():
    found = HateCrime(opened("partnership_activity", hateful(race=30, religion=10, disability=5)))
    assert (found.whole.count, found.marks) == (30, 45)
    assert "bear 45 strands between them" in found.overlap()


def test_a_strand_of_a_few_is_hidden_and_so_is_what_would_tell_it():
    chapter = opened("partnership_activity", hateful(race=30, religion=4))
    found = HateCrime(chapter)
    text = found.section().to_text()
    held = {figure.id: figure for figure in chapter.ledger}
    assert held["hate.religion.count"].suppressed
    assert "hate.marks.count" not in held
    assert held["hate.religion.change"].suppressed
    assert "[c]" in text
    assert "religion" in text.split("No change is shown")[1]


def test_a_strand_of_a_few_in_the_year_before_still_tells_its_count_of_this_year():
    grown = hateful(race=30, religion=10)
    crime = grown.tables["crime"]
    before = crime.index[crime["month"] < "2014-04"]
    crime.loc[before[4:], "hate_religion"] = False
    found = HateCrime(opened("partnership_activity", grown))
    religion = next(one for one in found.parts if one.subject.id == "hate.religion")
    assert (religion.count, religion.withheld, found.marks) == (10, True, 40)
    assert "No change is shown" in found.section().to_text()


def test_records_without_a_strand_say_so(undrawn):
    chapter = opened("partnership_activity", small_town("2014/15"))
    assert not chapter.hate_crime().parts
    (notice,) = (part for part in chapter.wanting() if isinstance(part, Notice))
    assert notice.text.startswith("Hate crime by strand cannot be shown: ")
    assert notice.mend


def test_nothing_supplied_is_one_box_a_source_and_no_empty_part(undrawn):
    chapter = opened("partnership_activity", small_town("2014/15").but(returns=None))
    assert go_through(chapter) > 3
    assert chapter.sentences == []
    parts = [part for call in calls("partnership_activity") for part in eval(call, {"chapter": chapter})]
    boxes = [part for part in parts if isinstance(part, Notice) and part.kind == "missing"]
    assert len({box.mend for box in boxes}) == len(boxes) == 3
    returns = next(box for box in boxes if "returns" in box.text)
    assert returns.text.startswith("MARAC cases of the year, ASBRAC referrals of the year, warnings and notices of")
    assert [part.text for part in parts if isinstance(part, Heading)] == ["What is missing, and who has it?"]


def test_published_treatment_stands_where_nothing_was_returned(undrawn):
    told = rows("published", topic="drugs", measure="Opiate users completing treatment", area="Sandmouth",
                period="2013/14", value=[5.2], unit="percent", comparator_england=[7.6],
                source_url="https://example.org")  # fmt: skip
    chapter = activity(published=told)
    assert "5.2% in 2013/14, against 7.6% in England" in " ".join(chapter.key_sentences())
    assert "Treatment as published" in every_word(chapter)


@pytest.mark.parametrize("scene", SCENES)
def test_every_cell_runs_on_what_there_is(undrawn, scene):
    assert go_through(opened("partnership_activity", SCENES[scene])) > 4


def ended(year: str, **outcomes: int) -> pd.DataFrame:
    names = {"court": "Awaiting court outcome", "caution": "Offender given a caution", "open": "Under investigation",
             "none": "Investigation complete; no suspect identified"}  # fmt: skip
    told = [names[name] for name, number in outcomes.items() for _ in range(number)]
    return monthly("crime", year_of(year, len(told)), category="Drugs", outcome=told * 12)


def test_outcomes_are_shares_of_the_years_crimes(undrawn):
    crime = together(ended("2013/14", court=4, none=16), ended("2014/15", court=1, caution=1, open=3, none=15))
    chapter = opened("partnership_activity", Held(crime=crime))
    assert go_through(chapter) > 6
    held = {(figure.id, figure.period): figure for figure in chapter.ledger}
    action = held["outcomes.action.share", "2014/15"]
    assert (action.numerator, action.denominator) == (24, 240)
    assert held["outcomes.action.share", "2013/14"].value == 0.2
    assert held["outcomes.open.share", "2014/15"].value == 0.15
    assert "fell by 10.0 percentage points" in " ".join(chapter.sentences)


@pytest.mark.parametrize(
    ("outcome", "group"),
    [
        ("Court result unavailable", "charged"),
        ("Offender given community sentence", "charged"),
        ("Offender given penalty notice", "out_of_court"),
        ("Offender given a drugs possession warning", "out_of_court"),
        ("Unable to prosecute suspect", "not_prosecuted"),
        ("Formal action is not in the public interest", "not_in_public_interest"),
        ("Status update unavailable", "open"),
    ],
)
def test_an_outcome_belongs_to_one_group(outcome, group):
    assert groups_of(pd.Series([outcome])).tolist() == [group]
