"""A final edition stays what was signed off: another number in it has a reason in the configuration, or is refused."""

import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from pages.sample import AREA
from rich.console import Console

from assessment import store
from assessment.areas import Area
from assessment.editions import Standing
from assessment.errors import AssessmentError
from assessment.figures import Figure, read_figures, write_figures
from assessment.periods import FinancialYear
from assessment.publish.parts import Parts
from assessment.run import chapter, edition, progress
from assessment.run.request import Request
from assessment.run.signed_off import refuse_unexplained

SIGNED = {"year": "2014/15", "signed_off_by": "Chair of the partnership", "signed_off_on": date(2015, 10, 1)}
FINAL = Standing(state="final", **SIGNED)
FIRST = {"on": date(2016, 1, 12), "why": "A month was counted twice.", "figures": ("crime.all.count",)}
SECOND = {"on": date(2016, 2, 1), "why": "A late return."}
CORRECTED = Standing(state="final", revision=(FIRST,), **SIGNED)
GONE = {"state": "withdrawn", "withdrawn_on": date(2016, 3, 1), "withdrawn_why": "The records were not all there."}
WITHDRAWN = Standing(**SIGNED, **GONE)
DRAFT = Standing(year="2014/15")
CRIME = Figure("crime.all.count", "All recorded crime", 15246, "count", "2014/15", chapter="priority_trends")
ASB = replace(CRIME, id="asb.all.count", label="Antisocial behaviour", value=13734)
OTHER = replace(CRIME, value=15245)


def standing_there(folder, standing, figures=(CRIME, ASB)):
    """An edition in its place, as a build left it."""
    folder.mkdir(parents=True)
    write_figures(figures, folder / "figures.json")
    told = {"area": "testton", "year": "2014/15", "chapters": [], "sources": [], "files": ["figures.json", "run.json"]}
    told["standing"] = standing.model_dump(mode="json", exclude={"year"})
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("was", "now"),
    [(FINAL, FINAL), (CORRECTED, CORRECTED), (FINAL, DRAFT), *((WITHDRAWN, one) for one in (WITHDRAWN, FINAL, DRAFT))],
)
def test_other_figures_without_a_new_reason_are_refused(tmp_path, was, now):
    place = standing_there(tmp_path / "2014-15", was)
    with pytest.raises(AssessmentError, match=r"would change without a reason: All recorded crime, 2014/15") as refused:
        refuse_unexplained(place, now, [OTHER, ASB])
    assert f"is {was.state}, and one of its figures" in str(refused.value)
    assert '[[edition]]' in refused.value.mend and 'figures = ["crime.all.count"]' in refused.value.mend  # fmt: skip


def test_a_revision_that_names_figures_explains_no_others(tmp_path):
    place, changed = standing_there(tmp_path / "2014-15", FINAL), [OTHER, replace(ASB, value=13733)]
    with pytest.raises(AssessmentError, match="would change without a reason: Antisocial behaviour"):
        refuse_unexplained(place, CORRECTED, changed)
    refuse_unexplained(place, Standing(state="final", revision=(SECOND,), **SIGNED), changed)  # it names none: all


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (DRAFT, DRAFT),  # a draft may change
        (DRAFT, FINAL),  # and is signed off as it then is
        (FINAL, CORRECTED),
        (CORRECTED, Standing(state="final", revision=(FIRST, SECOND), **SIGNED)),
        (FINAL, WITHDRAWN),  # a withdrawal waits for nothing: its pages say that they are not to be used
        (WITHDRAWN, CORRECTED),
    ],
)
def test_what_was_not_signed_off_is_explained_or_is_being_withdrawn_may_change(tmp_path, was, now):
    refuse_unexplained(standing_there(tmp_path / "2014-15", was), now, [OTHER, ASB])


def test_a_changed_reason_for_an_old_correction_is_none_for_a_new_one_but_another_date_is(tmp_path):
    place = standing_there(tmp_path / "2014-15", CORRECTED)
    refuse_unexplained(
        place, Standing(state="final", revision=({**FIRST, "on": date(2016, 2, 2)},), **SIGNED), [OTHER, ASB]
    )


@pytest.mark.parametrize(
    "now",
    [
        [CRIME, ASB],
        [CRIME, ASB, replace(CRIME, id="crime.robbery.count")],  # one more takes nothing back
        [CRIME, replace(ASB, label="Incidents", sources=("other.csv",))],
    ],
)
def test_the_same_figures_need_no_reason(tmp_path, now):
    refuse_unexplained(standing_there(tmp_path / "2014-15", FINAL), FINAL, now)


@pytest.mark.parametrize("now", [[CRIME], [CRIME, ASB.suppress()], [CRIME, replace(ASB, period="2015/16")]])
def test_a_figure_that_vanishes_is_hidden_or_moves_is_a_change(tmp_path, now):
    with pytest.raises(AssessmentError, match="Antisocial behaviour"):
        refuse_unexplained(standing_there(tmp_path / "2014-15", FINAL), FINAL, now)


def test_what_lies_beside_an_edition_is_no_statistic_of_it(tmp_path):
    files = replace(CRIME, id="quality.files_left_out.count", value=0)
    place = standing_there(tmp_path / "2014-15", FINAL, [CRIME, files])
    refuse_unexplained(place, FINAL, [CRIME, replace(files, value=5)])


def test_nothing_is_refused_where_no_edition_stands(tmp_path):
    refuse_unexplained(tmp_path / "2014-15", FINAL, [OTHER])


def test_a_build_that_is_refused_leaves_the_edition_as_it_was(tmp_path, monkeypatch):
    place = standing_there(tmp_path / "testton" / "2014-15", FINAL)
    area = Area.model_validate(AREA.model_dump(exclude_defaults=True) | {"edition": (FINAL.model_dump(),)})
    area = area.model_copy(update={"slug": "testton"})
    request = Request(area, FinancialYear(2014), tmp_path / "raw", tmp_path, ())

    prepared = SimpleNamespace(problems=[], folder=tmp_path)
    published = ([OTHER, ASB], Parts())
    workers = SimpleNamespace(apart=True, files=None, begin=lambda **_: None, call=lambda *_: published)
    workers.aside = lambda *_: nullcontext()
    workers.results = lambda _: [{}]
    monkeypatch.setattr(store.Wanted, "of", lambda *_: SimpleNamespace(there=lambda: prepared))
    for name in ("as_it_stands", "refuse_empty_year"):
        monkeypatch.setattr(edition, name, lambda *_: None)
    monkeypatch.setattr(edition, "AsBuilt", lambda *_: SimpleNamespace(parts={}))
    monkeypatch.setattr(edition, "run_chapters", lambda *_: [chapter.ChapterRun(None, "done", 1.0)])
    monkeypatch.setattr(edition.record, "list_files", lambda _: None)
    with pytest.raises(AssessmentError, match="would change without a reason"):
        edition.build(request, progress.PlainProgress(Console()), workers)
    assert read_figures(place / "figures.json")[0].value == CRIME.value
