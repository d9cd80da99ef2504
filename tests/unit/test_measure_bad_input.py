"""Every public function of the measures, given bad numbers: it says what to give, or answers without any NaN."""

import dataclasses
import importlib
import inspect
import math
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from assessment import measures
from assessment.periods import months_between

RING = np.roll(np.eye(6), 1, axis=1) + np.roll(np.eye(6), -1, axis=1)
MONTHS = months_between("2012-04", "2016-03")
WAVY = [50.0 + 9 * (n % 12 > 5) + (7 * n) % 11 for n in range(48)]
LSOAS = pd.DataFrame({"rank": [1, 40, 90], "decile": [1, 4, 9], "score": [80.0, 30.0, 5.0], "population": [9, 7, 8]})
CRITERIA = pd.DataFrame({"harm": [1.0, 0.0, 0.6], "volume": [0.0, 1.0, 0.7]}, ["rape", "theft", "violence"])
TABLE = pd.DataFrame({"a": [2.0, 40.0, 42.0], "b": [9.0, 44.0, 53.0]}, ["x", "y", "Total"])
PEOPLE = pd.DataFrame({"age": ["young", "old", "old", "young"], "sex": ["F", "F", "M", "M"]})
HIDDEN = TABLE.mask(TABLE < 10)

GOOD: dict[str, dict[str, Any]] = {
    "rates.count_limits": {"count": 12, "confidence": 0.95},
    "rates.rate": {"count": 12, "population": 900, "per": 1000, "confidence": 0.95},
    "rates.proportion": {"count": 12, "total": 90, "per": 1, "confidence": 0.95},
    "rates.standardised_rate": {"counts": [5, 9], "populations": [80, 90], "standard": [1, 2], "per": 1e5},
    "rates.standardised_ratio": {"observed": [5, 9], "expected": [6.0, 7.0], "per": 100},
    "rates.funnel_limits": {"size": [900, 1200], "average": 12.0, "per": 1000},
    "counts.compare": {"before": 40, "after": 52, "exposure": (12, 8), "dispersion": 1.5, "confidence": 0.95},
    "counts.e_test": {"before": 40, "after": 52, "exposure": (12, 8)},
    "counts.dispersion_of": {"before": [9, 12, 7], "after": [14, 8, 9]},
    "counts.sign_test": {"fell": 8, "of": 12},
    "change.like_for_like": {"series": pd.Series(WAVY, MONTHS), "year": "2013/14"},
    "change.decompose": {"before": {"a": 5, "b": 9}, "after": {"a": 6, "b": 7}, "total": (15, 17)},
    "shares.compare_shares": {"before": (37, 72), "after": (49, 66), "confidence": 0.95},
    "many.hold_false_alarms": {"p": [0.01, 0.04, 0.6], "rate": 0.05},
    "weighting.rake": {"answers": PEOPLE, "margins": {"age": {"young": 3, "old": 2}, "sex": {"F": 1, "M": 1}}},
    "weighting.effective_size": {"weights": [0.5, 1, 1.5]},
    "trend.mann_kendall": {"values": [3, 5, 4, 8, 9], "times": [2011, 2012, 2013, 2014, 2016]},
    "trend.seasonal_mann_kendall": {"values": WAVY, "period": 12},
    "trend.describe": {
        "trend": [3, 5, 4, 8, 9],
        "times": [2011, 2012, 2013, 2014, 2016],
        "strong_tau": 0.5,
        "strong_p": 0.01,
        "weak_p": 0.05,
    },
    "recent.recent_trend": {
        "values": [10, 12, 11, 15, 18],
        "low": [8, 10, 9, 13, 16],
        "high": [12, 14, 13, 17, 20],
        "years": [2010, 2011, 2012, 2013, 2014],
    },
    "recent.recent_trend_proportion": {"counts": [10, 12, 11, 15, 18], "totals": [90, 91, 95, 92, 90]},
    "recent.chi_squared_for_trend": {"counts": [10, 12, 15], "totals": [90, 91, 95], "scores": [1, 2, 3]},
    "seasonality.seasonality": {"series": pd.Series(WAVY, MONTHS), "period": 12},
    "forecast.forecast": {"series": pd.Series(WAVY, MONTHS), "horizon": 2, "confidence": 0.95},
    "spc.xmr": {"values": [10, 14, 9, 15, 11, 13, 10], "shift": 7, "trend": 7},
    "harm.weigh": {"counts": {"a": 5, "b": 9}, "weights": {"a": 10, "b": 2}},
    "harm.smallest_set": {"harm": {"a": 50, "b": 18}, "share": 0.9, "counts": {"a": 5, "b": 9}},
    "harm.rank_intervals": {
        "counts": {"a": 5, "b": 9},
        "weights": {"a": 10, "b": 2},
        "low": {"a": 8, "b": 1},
        "high": {"a": 12, "b": 3},
        "draws": 50,
        "confidence": 0.95,
    },
    "concentration.beyond_chance": {"counts": [3, 0, 1]},
    "concentration.gini": {"counts": [3, 0, 1]},
    "concentration.lorenz": {"counts": [3, 0, 1]},
    "concentration.top_share": {"counts": [3, 0, 1], "share": 0.1},
    "concentration.places_holding": {"counts": [3, 0, 1], "share": 0.5},
    "deprivation.summarise": {"lsoas": LSOAS, "lsoas_in_england": 100},
    "deprivation.slope_index": {"populations": [10, 12, 9], "values": [90, 60, 40]},
    "deprivation.rank_correlation": {"first": [1, 2, 3, 5], "second": [5, 6, 2, 9], "confidence": 0.95},
    "spatial.getis_ord": {"values": [3, 9, 4, 1, 5, 2], "weights": RING, "permutations": 9, "level": 0.05},
    "spatial.local_moran": {"values": [3, 9, 4, 1, 5, 2], "weights": RING, "permutations": 9, "level": 0.05},
    "spatial.hotspot_stability": {"before": [1, 0, 1], "after": [1, 1, 0]},
    "_knox.near_repeat": {
        "x": [0, 10, 500],
        "y": [0, 0, 0],
        "t": [0, 2, 90],
        "distances": [50, 90],
        "days": [7, 14],
        "permutations": 9,
    },
    "priorities.scaled": {"criteria": CRITERIA},
    "priorities.score": {"criteria": CRITERIA, "weights": {"harm": 3, "volume": 1}},
    "priorities.sensitivity": {"criteria": CRITERIA, "draws": 20, "top": 1},
    "priorities.swap_weights": {
        "criteria": CRITERIA,
        "weights": {"harm": 3, "volume": 1},
        "first": "rape",
        "second": "theft",
    },
    "disclosure.suppress": {"table": TABLE, "threshold": 5},
    "disclosure.audit": {"table": HIDDEN, "threshold": 5, "least": 1},
    "evaluation.displacement_difference": {
        "treated": (20, 10),
        "control": (21, 22),
        "treated_displacement": (9, 8),
        "control_displacement": (9, 9),
        "confidence": 0.95,
    },
}
ELSEWHERE = {  # asked for otherwise than by numbers and tables
    "spatial.contiguity",  # by shapes: tests/unit/test_measure_spatial.py
    "linked.widths",  # by lines: tests/unit/test_measure_linked.py
}
MAY_BE_MISSING = {
    # What is None, NaN or infinite by the docstring, not by accident.
    "change.decompose": {"percent", "share"},
    "disclosure.suppress": {"a", "b"},
    "disclosure.audit": {"high"},
}
WRONG = {
    "huge": 1e12,
    "far too large": 1e300,
    "NaN": math.nan,
    "infinite": math.inf,
    "minus infinite": -math.inf,
    "negative": -1,
    "text": "many",
}
SAYS = re.compile(r"\b(give|leave|say|add|correct|fill|must|use|compare first)\b")


def public_functions() -> dict[str, Any]:
    """Every function of the measures that is public, by module and name, the auditor of texts apart."""
    found = {}
    for module in pkgutil.iter_modules(measures.__path__):
        if module.ispkg:
            continue
        loaded = importlib.import_module(f"assessment.measures.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            private = name.startswith("_") or module.name in {"_checks", "_labels", "_times", "_network"}
            if function.__module__ == loaded.__name__ and not private:
                found[f"{module.name}.{name}"] = function
    return found


FUNCTIONS = public_functions()


def test_every_public_function_is_walked():
    assert set(FUNCTIONS) - ELSEWHERE == set(GOOD)


def worse(value: Any) -> Iterator[tuple[str, Any]]:
    """One argument made wrong in every way that it can be."""
    if isinstance(value, str | bool):
        return
    if isinstance(value, pd.DataFrame | dict):
        yield "no table", [1, 2]
    if isinstance(value, pd.DataFrame):
        yield "empty", value.iloc[:0]
        for kind, bad in WRONG.items():
            yield f"{kind} in a cell", value.astype(object).where(np.arange(value.size).reshape(value.shape) != 1, bad)
    elif isinstance(value, dict):
        yield "empty", {}
        for kind, bad in (WRONG | {"missing": None}).items():
            yield f"{kind} in an entry", value | {next(iter(value)): bad}
        yield "all zero", dict.fromkeys(value, 0)
        yield "another label", {f"{name}?": number for name, number in value.items()}
    elif isinstance(value, pd.Series):
        yield from ((kind, pd.Series(bad, value.index[: len(bad)])) for kind, bad in worse(value.tolist()))
    elif np.ndim(value) == 2:
        yield "too small", value[1:, 1:]
        yield "all zero", np.zeros_like(value)
    elif np.ndim(value) == 1:
        yield "empty", []
        yield "one too few", list(value)[:-1]
        yield "all zero", [0] * len(value)
        yield "constant", [7] * len(value)
        for kind, bad in (WRONG | {"missing": None}).items():
            yield f"{kind} among them", [*value[:1], bad, *value[2:]]
    else:
        yield "zero", 0
        yield from WRONG.items()


CASES = [
    pytest.param(name, argument, bad, id=f"{name}({argument}: {kind})")
    for name, good in GOOD.items()
    for argument, value in good.items()
    for kind, bad in worse(value)
]


def numbers_in(found: Any, name: str = "") -> Iterator[tuple[str, float]]:
    """Every number of a result with the name of its field or column."""
    if dataclasses.is_dataclass(found):
        for field in dataclasses.fields(found):
            yield from numbers_in(getattr(found, field.name), field.name)
    elif isinstance(found, pd.DataFrame):
        for column in found:
            yield from numbers_in(found[column], str(column))
    elif isinstance(found, pd.Series | np.ndarray | list | tuple):
        for one in found:
            yield from numbers_in(one, name)
    elif isinstance(found, int | float | np.number) and not isinstance(found, bool):
        yield name, float(found)


@pytest.mark.parametrize("name", GOOD)
def test_the_good_call_has_an_answer(name):
    given = {key: value.copy() if hasattr(value, "copy") else value for key, value in GOOD[name].items()}
    answer = FUNCTIONS[name](**given)
    assert answer is not None
    for key, value in GOOD[name].items():
        if isinstance(value, pd.DataFrame | pd.Series):
            assert value.equals(given[key]), f"{name} changed its {key}"


@pytest.mark.parametrize(("name", "argument", "bad"), CASES)
def test_bad_input_gets_a_sentence_or_a_defined_answer(name, argument, bad):
    """Warnings are errors in these tests, so that nothing is worked out of a division by nothing either."""
    try:
        found = FUNCTIONS[name](**(GOOD[name] | {argument: bad}))
    except ValueError as error:
        assert SAYS.search(str(error)), f"says not what to give: {error}"
        return
    missing = {key for key, number in numbers_in(found) if not math.isfinite(number)}
    assert missing <= MAY_BE_MISSING.get(name, set()), found


ODD = {
    # What a hand tries: each gets a sentence that says what to give.
    "every place a neighbour": ("spatial.getis_ord", {"weights": np.ones((6, 6)) - np.eye(6)}, "all the others"),
    "dates and numbers": ("_knox.near_repeat", {"t": ["2014-01-01", 5, "2014-05-01"]}, "mixes dates and numbers"),
    "half a crime": ("concentration.gini", {"counts": [0.5, 0], "generalised": True}, "whole number"),
    "since by number": ("forecast.forecast", {"since": 2014}, "as the series names"),
    "no months": ("forecast.forecast", {"series": pd.Series(WAVY, [f"x{n}" for n in range(48)])}, "as 2014-12"),
    "no months of a season": ("seasonality.seasonality", {"series": pd.Series([1.0], ["x"])}, "as 2014-12"),
    "no year": ("change.like_for_like", {"year": "next"}, "give 2014/15"),
    "no categories": ("change.decompose", {"before": [1], "after": [2]}, "name their categories"),
    "criteria without names": ("priorities.score", {"criteria": CRITERIA.to_numpy()}, "must be a table"),
    "a list for a table": ("disclosure.suppress", {"table": [1, 2]}, "must be a DataFrame"),
}


@pytest.mark.parametrize(("name", "odd", "told"), ODD.values(), ids=ODD)
def test_odd_input_is_told_what_to_give(name, odd, told):
    with pytest.raises(ValueError, match=told):
        FUNCTIONS[name](**(GOOD[name] | odd))


@pytest.mark.parametrize("text", [None, b"5%", 5])
def test_the_auditor_asks_for_text(text):
    with pytest.raises(ValueError, match="give a str"):
        importlib.import_module("assessment.measures.audit").check(text)


def test_months_may_be_periods_or_dates():
    by_text = pd.Series(WAVY, MONTHS)
    for index in (pd.PeriodIndex(MONTHS, freq="M"), pd.DatetimeIndex([f"{month}-01" for month in MONTHS])):
        series = by_text.set_axis(index)
        assert FUNCTIONS["forecast.forecast"](series, 2).periods == ("2016-04", "2016-05")
        assert FUNCTIONS["seasonality.seasonality"](series).peak == FUNCTIONS["seasonality.seasonality"](by_text).peak
        assert FUNCTIONS["change.like_for_like"](series, 2013).months[0] == "2013-04"
        found = FUNCTIONS["trend.mann_kendall"](WAVY, index)
        assert found == FUNCTIONS["trend.mann_kendall"](WAVY, MONTHS)


def test_a_straight_line_has_no_autocorrelation_to_correct_for():
    mann_kendall = FUNCTIONS["trend.mann_kendall"]
    assert mann_kendall(range(12), autocorrelated=True) == mann_kendall(range(12))
