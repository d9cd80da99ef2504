"""Priorities: properties of the scores and their sensitivity, and what bad input gets."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.priorities import scaled, score, sensitivity, swap_weights

EXACT = settings(derandomize=True, deadline=None, max_examples=80)
TABLE = (
    st.integers(2, 6)
    .flatmap(
        lambda rows: st.integers(1, 4).flatmap(
            lambda columns: st.lists(
                st.lists(st.integers(-20, 20), min_size=columns, max_size=columns), min_size=rows, max_size=rows
            )
        )
    )
    .map(lambda rows: pd.DataFrame(rows, [f"p{i}" for i in range(len(rows))], [f"c{i}" for i in range(len(rows[0]))]))
)


@EXACT
@given(TABLE, st.sampled_from(["min-max", "rank"]))
def test_scores_run_from_0_to_1_and_keep_the_rows(table, scale):
    found = score(table, scale=scale)
    assert found.index.tolist() == table.index.tolist()
    assert found.between(-1e-12, 1 + 1e-12).all()


@EXACT
@given(TABLE, st.randoms())
def test_nothing_depends_on_the_order_of_rows_or_columns(table, random):
    turned = table.loc[random.sample([*table.index], len(table)), random.sample([*table.columns], table.shape[1])]
    pd.testing.assert_series_equal(score(turned).loc[table.index], score(table))
    pd.testing.assert_frame_equal(sensitivity(turned, 50).loc[table.index], sensitivity(table, 50))


@EXACT
@given(TABLE)
def test_one_that_is_ahead_in_everything_is_never_behind(table):
    best = pd.concat([table, (table.max() + 1).to_frame("best").T])
    found = sensitivity(best, 50, top=1)
    assert (found.loc["best", ["in_top", "first", "mean_rank"]] == 1).all()


@EXACT
@given(TABLE, st.floats(0.1, 9), st.integers(-5, 5))
def test_units_do_not_matter(table, times, shift):
    pd.testing.assert_series_equal(score(times * table + shift), score(table))


def test_only_the_proportions_of_weights_matter():
    table = pd.DataFrame({"x": [1, 2, 4], "y": [3, 1, 2]}, list("abc"))
    pd.testing.assert_series_equal(score(table, {"x": 2, "y": 6}), score(table, {"y": 0.75, "x": 0.25}))
    pd.testing.assert_series_equal(score(table), score(table, [1, 1] and {"x": 1, "y": 1}))


def test_a_criterion_that_is_the_same_for_all_sets_none_apart():
    table = pd.DataFrame({"x": [1, 2], "same": [7, 7]}, list("ab"))
    assert scaled(table)["same"].tolist() == [0, 0]
    assert sensitivity(table, 50, top=1)["first"].tolist() == [0, 1]


def test_more_weight_than_the_swap_turns_the_order():
    table = pd.DataFrame({"x": [1.0, 0.0, 0.5], "y": [0.0, 1.0, 0.2]}, list("abc"))
    weights = {"x": 0.7, "y": 0.3}
    swap = swap_weights(table, weights, "a", "b").loc["x", "swap"]
    assert swap == pytest.approx(0.5)
    before, after = (score(table, {"x": swap + step, "y": 1 - swap - step}) for step in (0.01, -0.01))
    assert before["a"] > before["b"]
    assert after["a"] < after["b"]


def test_a_single_criterion_has_no_swap():
    table = pd.DataFrame({"x": [1, 2]}, list("ab"))
    assert swap_weights(table, None, "a", "b").empty


GOOD = pd.DataFrame({"x": [1, 2], "y": [2, 1]}, list("ab"))


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: score(GOOD.iloc[:0]), "at least one row"),
        (lambda: score(pd.DataFrame([[1], [2]], ["a", "a"], ["x"])), "no label twice"),
        (lambda: score(GOOD.assign(x=[1, np.nan])), r"x\[1\] is nan"),
        (lambda: score(GOOD.assign(x=[1, np.inf])), "finite"),
        (lambda: score(GOOD, {"x": 1}), "each of x, y"),
        (lambda: score(GOOD, {"x": 1, "y": 1, "z": 1}), "nothing else"),
        (lambda: score(GOOD, {"x": 0, "y": 0}), "one above 0"),
        (lambda: score(GOOD, {"x": -1, "y": 1}), "0 or more"),
        (lambda: score(GOOD, scale="z-score"), "'min-max', 'rank' or 'none'"),
        (lambda: sensitivity(GOOD, 0), "1 or more"),
        (lambda: sensitivity(GOOD, 10, top=0), "1 or more"),
        (lambda: swap_weights(GOOD, None, "a", "c"), "no priority is named 'c'"),
    ],
)
def test_bad_input_says_what_to_give(call, told):
    with pytest.raises(ValueError, match=told):
        call()
