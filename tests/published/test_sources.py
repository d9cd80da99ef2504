"""Every measure by the name, arguments and fields that it promises, and by the sources that it is checked with."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import pytest

from assessment.measures import audit, change, deprivation, evaluation, rates, spc, trend

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "methods_sources.md"

# Arguments in their order, those by name alone after "*", with what they are when not given.
ARGUMENTS = {
    "rates.rate": "count, population, *, per=1000, confidence=0.95",
    "rates.proportion": "count, total, *, per=1, confidence=0.95",
    "rates.standardised_rate": "counts, populations, standard, *, per=100000, confidence=0.95",
    "rates.standardised_ratio": "observed, expected, *, per=100, confidence=0.95",
    "rates.funnel_limits": "size, average, *, kind='rate', per=None, confidence=0.95",
    "change.compare": "before, after, *, exposure=(1, 1), dispersion=1, confidence=0.95",
    "change.like_for_like": "series, year",
    "change.decompose": "before, after, *, total=None",
    "change.sign_test": "fell, of",
    "change.dispersion_of": "before, after",
    "trend.mann_kendall": "values, times=None, *, autocorrelated=False",
    "trend.seasonal_mann_kendall": "values, times=None, *, period=12, autocorrelated=False",
    "trend.describe": "trend, times=None, *, strong_tau=0.5, strong_p=0.01, weak_p=0.05",
    "trend.recent_trend": "values, low, high, *, years=None, confidence=0.95",
    "trend.recent_trend_proportion": "counts, totals, *, years=None",
    "trend.seasonality": "series, *, period=12",
    "trend.forecast": "series, horizon=12, *, period=12, confidence=0.95, since=None",
    "spc.xmr": "values, *, screen=True, shift=7, trend=7",
    "harm.weigh": "counts, weights",
    "harm.smallest_set": "harm, share=0.9, counts=None",
    "harm.rank_intervals": "counts, weights, low=None, high=None, *, draws=4000, confidence=0.95, seed=20150401",
    "concentration.gini": "counts, *, generalised=False",
    "concentration.beyond_chance": "counts",
    "concentration.top_share": "counts, share=0.1",
    "concentration.lorenz": "counts",
    "deprivation.summarise": "lsoas, lsoas_in_england",
    "deprivation.slope_index": "populations, values",
    "deprivation.rank_correlation": "first, second, *, confidence=0.95",
    "spatial.getis_ord": "values, weights, *, permutations=9999, level=0.05, seed=20150401",
    "spatial.local_moran": "values, weights, *, permutations=9999, level=0.05, seed=20150401",
    "spatial.hotspot_stability": "before, after",
    "spatial.near_repeat": "x, y, t, distances, days, *, metric='manhattan', permutations=999, seed=20150401",
    "priorities.score": "criteria, weights=None, *, scale='min-max'",
    "priorities.sensitivity": "criteria, draws=10000, *, top=3, scale='min-max', seed=20150401",
    "priorities.swap_weights": "criteria, weights, first, second, *, scale='min-max'",
    "disclosure.suppress": "table, *, threshold=5",
    "disclosure.audit": "table, *, threshold=5, least=0",
    "evaluation.displacement_difference": "treated, control, treated_displacement=None, control_displacement=None, *, "
    "confidence=0.95",
    "shares.compare_shares": "before, after, *, confidence=0.95",
    "many.hold_false_alarms": "p, *, rate=0.05",
    "weighting.rake": "answers, margins",
    "weighting.effective_size": "weights",
    "audit.check": "text",
}
FIELDS = {
    rates.Estimate: "value low high method",
    change.Change: "difference percent ratio low high p_exact p_e_test",
    trend.MannKendall: "s variance z p tau slope",
    trend.RecentTrend: "statistic slope label",
    spc.XmR: "mean lower upper special_cause",
    deprivation.Summary: "average_score average_rank proportion extent local_concentration",
    deprivation.Slope: "slope relative",
    evaluation.Difference: "difference standard_error z low high",
    audit.Claim: "words verdict arithmetic",
}
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| `")
]


def plainly(signature: inspect.Signature) -> str:
    """The signature without its types."""
    bare = [one.replace(annotation=inspect.Parameter.empty) for one in signature.parameters.values()]
    return str(signature.replace(parameters=bare, return_annotation=inspect.Signature.empty))[1:-1]


@pytest.mark.parametrize(("name", "arguments"), ARGUMENTS.items())
def test_each_measure_is_there_and_takes_what_it_promises(name, arguments):
    module, function = name.split(".")
    measure = getattr(importlib.import_module(f"assessment.measures.{module}"), function)
    assert plainly(inspect.signature(measure)) == arguments


@pytest.mark.parametrize(("result", "fields"), FIELDS.items(), ids=lambda v: getattr(v, "__name__", ""))
def test_each_result_has_the_fields_it_promises_and_cannot_be_changed(result, fields):
    assert set(fields.split()) <= set(result.__dataclass_fields__)
    assert result.__dataclass_params__.frozen


@pytest.mark.parametrize("name", ARGUMENTS)
def test_each_measure_has_two_sources_or_more(name):
    sources = {source for measure, source, *_ in ROWS if measure == f"`{name}`" and "(ours)" not in source}
    assert len(sources) >= 2, f"{PAGE.name} has {len(sources)} of {name}"


def test_no_other_measure_is_named():
    assert {measure.strip("`") for measure, *_ in ROWS} == set(ARGUMENTS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1][:40]}")
def test_each_row_says_how_near_and_names_a_test_that_exists(row):
    _, source, tolerance, test = row
    assert source and tolerance
    path, *names = test.strip("`").split("::")
    body = ast.parse((HERE / path).resolve().read_text(encoding="utf-8")).body
    for name in names:
        found = [part for part in body if getattr(part, "name", "") == name]
        assert found, f"{test} is not there"
        body = found[0].body
