"""What must hold of every comparison of two periods, and what is refused."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.change import Dispersion, compare, decompose, dispersion_of, like_for_like, sign_test
from assessment.periods import FinancialYear

few = settings(derandomize=True, max_examples=50, deadline=None)
counts = st.integers(0, 2000)
some = st.integers(1, 2000)


@few
@given(some, some, st.floats(0.2, 5))
def test_the_interval_contains_the_ratio_and_widens_with_dispersion(before, after, phi):
    plain, spread = compare(before, after), compare(before, after, dispersion=phi)
    assert plain.low < plain.ratio < plain.high
    assert (spread.high / spread.low >= plain.high / plain.low) == (phi >= 1)
    assert plain.percent == pytest.approx(100 * (plain.ratio - 1))


@few
@given(counts, counts)
def test_swapping_the_periods_turns_the_change_round(before, after):
    there, back = compare(before, after), compare(after, before)
    assert there.difference == -back.difference
    assert there.p_exact == pytest.approx(back.p_exact)
    assert there.p_e_test == pytest.approx(back.p_e_test, rel=1e-6)
    if before and after:
        assert there.ratio == pytest.approx(1 / back.ratio)
        assert (there.low, there.high) == pytest.approx((1 / back.high, 1 / back.low))


@few
@given(some, st.integers(1, 40))
def test_only_the_ratio_of_the_exposures_matters(before, after):
    assert compare(before, after, exposure=(3, 2)) == compare(before, after, exposure=(12, 8))


@few
@given(st.integers(1, 4000))
def test_the_p_of_the_interval_agrees_with_the_interval(after):
    found = compare(2000, after)
    assert (found.p < 0.05) == (not found.low <= 1 <= found.high)
    assert 0 <= found.p_exact <= 1 and 0 <= found.p_e_test <= 1


def test_zeros_have_defined_answers():
    none = compare(0, 0)
    assert (none.difference, none.percent, none.ratio, none.low, none.high) == (0, None, None, 0, None)
    assert (none.p_exact, none.p_e_test, none.p) == (1, 1, None)
    ended, begun = compare(9, 0), compare(0, 9)
    assert (ended.percent, ended.ratio, ended.low) == (-100, 0, 0) and ended.high < 1
    assert (begun.percent, begun.ratio, begun.high) == (None, None, None) and begun.low > 1


def test_no_field_is_ever_nan():
    for before, after in ((0, 0), (0, 1), (1, 0), (1, 1), (6000, 1), (1, 6000), (50_000, 50_000)):
        found = vars(compare(before, after))
        assert not any(isinstance(value, float) and math.isnan(value) for value in found.values())


def test_dispersion_is_never_under_one_and_finds_extra_variation():
    assert dispersion_of([100] * 12, [100] * 12) == Dispersion(1, 11)
    assert dispersion_of([50, 150] * 6, [150, 50] * 6).value > 20


@pytest.mark.parametrize("months", [3, 6])
def test_months_that_scatter_and_do_not_change_are_seldom_called_changed(months):
    # Negative binomial of dispersion 5 about 100; by the normal 17% and 11% have p under .05.
    random = np.random.default_rng(20150401)
    drawn = random.negative_binomial(25, 0.2, (600, 2, months))
    found = [compare(a.sum(), b.sum(), dispersion=dispersion_of(a, b)) for a, b in drawn]
    assert np.mean([one.p < 0.05 for one in found]) < 0.07
    assert all((one.p < 0.05) == (not one.low <= 1 <= one.high) for one in found)


@few
@given(some, some, st.floats(1, 9), st.integers(1, 40))
def test_an_estimated_dispersion_is_surer_of_nothing_than_a_known_one(before, after, phi, degrees):
    known, estimated = (compare(before, after, dispersion=one) for one in (phi, Dispersion(phi, degrees)))
    assert (known.degrees, estimated.degrees) == (None, degrees)
    assert estimated.p >= known.p and estimated.low <= known.low and estimated.high >= known.high


def test_a_count_of_none_rests_on_no_estimate():
    assert compare(0, 9, dispersion=Dispersion(3, 11)).degrees is None


def test_sign_test_without_changes_says_nothing():
    assert sign_test(0, 0).p == 1
    assert sign_test(6, 12).p == 1
    assert sign_test(4, 12).p == sign_test(8, 12).p


def year_of(start, values):
    months = FinancialYear(start).months
    return dict(zip(months, values, strict=True))


FIRST = [10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32]
SECOND = [9, 13, 14, 10, 18, 25, 20, 20, 20, 20, 20, 20]


def test_like_for_like_takes_the_year_as_text_or_as_a_financial_year():
    series = pd.Series(year_of(2013, FIRST) | year_of(2014, SECOND))
    texts = [like_for_like(series, year).after for year in ("2014/15", FinancialYear(2014), 2014)]
    assert texts == [sum(SECOND)] * 3


def test_like_for_like_does_not_depend_on_the_order_of_months():
    series = pd.Series(year_of(2013, FIRST) | year_of(2014, SECOND))
    straight, shuffled = (
        like_for_like(series, "2014/15"),
        like_for_like(series.sample(frac=1, random_state=1), "2014/15"),
    )
    pd.testing.assert_series_equal(straight.changes, shuffled.changes)
    assert (straight.fell, straight.rose, straight.most) == (8, 2, "2015-03")
    assert straight.months == tuple(FinancialYear(2014).months)


def test_like_for_like_leaves_out_a_month_that_either_year_lacks():
    series = pd.Series(year_of(2013, FIRST) | year_of(2014, SECOND)).drop("2013-05")
    series["2014-12"] = np.nan
    found = like_for_like(series, "2014/15")
    assert found.left_out == ("2013-05", "2013-12", "2014-05", "2014-12")
    assert (found.before, found.after) == (sum(FIRST) - 12 - 26, sum(SECOND) - 13 - 20)
    assert found.part_year and len(found.months) == 10


def test_like_for_like_says_which_fell_most_only_where_one_fell():
    series = pd.Series(year_of(2013, FIRST) | year_of(2014, [n + 1 for n in FIRST]))
    found = like_for_like(series, "2014/15")
    assert (found.fell, found.rose, found.most) == (0, 12, None)


def test_decompose_adds_up():
    found = decompose({"a": 10, "b": 0, "c": 5}, {"a": 4, "b": 7, "d": 2})
    assert list(found.parts.index) == ["a", "b", "c", "d"]
    assert found.parts["difference"].sum() + found.residual == found.difference == -2
    assert found.parts["share"].sum() == pytest.approx(1)
    assert found.parts["percent"].isna().tolist() == [False, True, False, True]
    level = decompose({"a": 1, "b": 2}, {"a": 2, "b": 1})
    assert level.residual_share is None and level.parts["share"].isna().all()


TWO_YEARS = pd.Series(year_of(2013, FIRST) | year_of(2014, SECOND), dtype=float)

BAD = [
    (lambda: compare(float("nan"), 5), "before is nan"),
    (lambda: compare(5, -1), "after is -1: give 0 or more"),
    (
        lambda: compare(5, 28.8),
        "after is 28.8: give a whole number .the count itself, its period as the exposure",
    ),
    (lambda: compare(5, 6, exposure=(12, 0)), "exposure.1. is 0"),
    (lambda: compare(5, 6, exposure=(12, 8, 4)), "exposure has 3"),
    (lambda: compare(5, 6, dispersion=0), "dispersion is 0"),
    (lambda: compare(5, 6, confidence=1), "confidence is 1"),
    (lambda: dispersion_of([1, 2, 3], [1, 2]), "after has 2 values: give 3 or more"),
    (lambda: dispersion_of([1, 2, 3], [1, 2, 3, 4]), "before has 3, after has 4"),
    (lambda: dispersion_of([0, 0, 0], [1, 2, 3]), "too few months with events"),
    (lambda: sign_test(5, 4), "fell 5 exceeds of 4"),
    (lambda: sign_test(-1, 4), "fell is -1"),
    (lambda: like_for_like(TWO_YEARS, "2020/21"), "no month of 2020/21 has counts in both years"),
    (lambda: like_for_like(pd.concat([TWO_YEARS, TWO_YEARS[:1]]), "2014/15"), "2013-04 is given twice"),
    (lambda: like_for_like(TWO_YEARS * -1, "2014/15"), "series.0. is -10"),
    (lambda: like_for_like(TWO_YEARS.replace(10, np.inf), "2014/15"), "series.0. is inf"),
    (lambda: decompose({"a": float("nan")}, {"a": 1}), "before.0. is nan"),
    (lambda: decompose({"a": -1}, {"a": 1}), "before.0. is -1"),
    (lambda: decompose({}, {}), "before has 0 values"),
]


@pytest.mark.parametrize(("call", "said"), BAD, ids=[said for _, said in BAD])
def test_what_is_refused_and_what_is_said(call, said):
    with pytest.raises(ValueError, match=said):
        call()
