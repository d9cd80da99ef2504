"""Deprivation: properties of the summaries and the gradient, and what bad input gets."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.deprivation import rank_correlation, slope_index, summarise

N = 200
EXACT = settings(derandomize=True, deadline=None, max_examples=120)
LSOAS = st.lists(
    st.tuples(st.integers(1, N), st.integers(1, 3000), st.integers(0, 90)),
    min_size=1,
    max_size=25,
    unique_by=lambda row: row[0],
)


def table(rows):
    ranks, people, scores = zip(*rows, strict=True)
    deciles = [-(-10 * rank // N) for rank in ranks]
    return pd.DataFrame({"rank": ranks, "decile": deciles, "score": scores, "population": people})


@EXACT
@given(LSOAS, st.randoms())
def test_the_summaries_do_not_depend_on_the_order_of_the_rows(rows, random):
    found, turned = (summarise(table(order), N) for order in (rows, random.sample(rows, len(rows))))
    assert [*vars(turned).values()] == pytest.approx([*vars(found).values()], rel=1e-12)


@EXACT
@given(LSOAS)
def test_each_summary_lies_between_its_least_and_most_deprived_lsoa(rows):
    lsoas, found = table(rows), summarise(table(rows), N)
    assert lsoas.score.min() - 1e-9 <= found.average_score <= lsoas.score.max() + 1e-9
    assert N + 1 - lsoas["rank"].max() <= found.average_rank + 1e-9
    assert found.local_concentration <= N + 1 - lsoas["rank"].min() + 1e-9
    assert found.average_rank <= found.local_concentration + 1e-9
    assert 0 <= found.extent <= 1
    assert 0 <= found.proportion <= 1


@EXACT
@given(LSOAS)
def test_a_more_deprived_area_has_larger_summaries(rows):
    lsoas = table(rows)
    worse = lsoas.assign(rank=(lsoas["rank"] + 1) // 2, decile=(lsoas.decile + 1) // 2, score=lsoas.score + 1)
    before, after = summarise(lsoas, N), summarise(worse, N)
    assert all(a >= b - 1e-9 for a, b in zip(vars(after).values(), vars(before).values(), strict=True))


def test_without_populations_the_proportion_stands_alone():
    lsoas = table([(1, 5, 50), (150, 7, 3)])
    for bare in (lsoas.drop(columns="population"), lsoas.assign(population=np.nan), lsoas.assign(population=None)):
        found = summarise(bare, N)
        assert (found.proportion, found.average_score, found.average_rank) == (0.5, None, None)
        assert (found.extent, found.local_concentration) == (None, None)
    assert summarise(lsoas.drop(columns="score"), N).average_score is None


@EXACT
@given(st.lists(st.tuples(st.integers(1, 5000), st.floats(20, 30)), min_size=3, max_size=12), st.floats(0.1, 50))
def test_the_slope_scales_with_the_rate_and_the_relative_index_does_not(groups, times):
    people, rates = (np.array(side) for side in zip(*groups, strict=True))
    try:
        found = slope_index(people, rates)
    except ValueError:
        return
    scaled = slope_index(7 * people, times * rates)
    assert scaled.slope == pytest.approx(times * found.slope, rel=1e-6, abs=1e-6)
    assert scaled.relative == pytest.approx(found.relative, rel=1e-6, abs=1e-6)


def test_a_level_rate_has_no_slope_and_a_straight_one_its_own():
    assert slope_index([5, 5, 5], [8, 8, 8]).slope == pytest.approx(0)
    assert slope_index([5, 5, 5], [8, 8, 8]).relative == pytest.approx(1)
    found = slope_index([10, 10, 10, 10, 10], [90, 70, 50, 30, 10])
    assert (found.intercept, found.slope) == pytest.approx((100, -100))
    assert found.relative == pytest.approx(0, abs=1e-12)


def test_a_perfect_order_has_no_width():
    found = rank_correlation([1, 2, 3, 4], [10, 20, 30, 70])
    assert (found.value, found.low, found.high, found.pairs) == (1, 1, 1, 4)
    assert rank_correlation([1, 2, 3, 4], [4, 3, 2, 1]).value == -1


@EXACT
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=4, max_size=40))
def test_the_correlations_interval_holds_it_and_stays_within_one(pairs):
    first, second = zip(*pairs, strict=True)
    if len(set(first)) == 1 or len(set(second)) == 1:
        return
    found = rank_correlation(first, second)
    assert -1 <= found.low <= found.value <= found.high <= 1


ONE = pd.DataFrame({"rank": [1, 2], "decile": [1, 1], "score": [9.0, 8.0], "population": [5, 5]})


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: summarise(ONE.drop(columns="rank"), N), "no column rank"),
        (lambda: summarise(ONE.iloc[:0], N), "1 or more"),
        (lambda: summarise(ONE.assign(rank=[1, np.nan]), N), "finite"),
        (lambda: summarise(ONE.assign(rank=[1, 201]), N), "the most there can be is 200"),
        (lambda: summarise(ONE.assign(rank=[0, 1]), N), "1 or more"),
        (lambda: summarise(ONE.assign(decile=[1, 11]), N), "the most there can be is 10"),
        (lambda: summarise(ONE.assign(decile=[1, 1.5]), N), "whole number"),
        (lambda: summarise(ONE.assign(population=[5, np.nan]), N), "finite"),
        (lambda: summarise(ONE.assign(population=[5, -1]), N), "0 or more"),
        (lambda: summarise(ONE.assign(population=0), N), "zero in every LSOA"),
        (lambda: summarise(ONE.assign(score=[9.0, np.inf]), N), "finite"),
        (lambda: slope_index([1, 2], [1, 2]), "3 or more"),
        (lambda: slope_index([1, 2, 3], [1, 2]), "3 or more|as many"),
        (lambda: slope_index([1, 2, 3], [1, 2, 3, 4]), "as many"),
        (lambda: slope_index([1, 0, 3], [1, 2, 3]), "more than 0"),
        (lambda: slope_index([1, 1, 1], [1, np.nan, 3]), "finite"),
        (lambda: slope_index([1, 1, 1], [0, 0, 0]), "not above zero"),
        (lambda: rank_correlation([1, 2, 3], [1, 2, 3]), "4 or more"),
        (lambda: rank_correlation([1, 1, 1, 1], [1, 2, 3, 4]), "same throughout"),
        (lambda: rank_correlation([1, 2, 3, 4], [1, 2, 3, 4, 5]), "as many"),
        (lambda: rank_correlation([1, 2, 3, 4], [4, 1, 3, 2], confidence=1), "share between 0 and 1"),
    ],
)
def test_bad_input_says_what_to_give(call, told):
    with pytest.raises(ValueError, match=told):
        call()


def test_a_line_that_ends_below_zero_has_a_slope_and_no_ratio_of_its_ends():
    found = slope_index([1, 1, 1, 1, 1], [90, 10, 5, 0, 0])
    assert found.slope < -found.intercept < 0 and found.relative is None
