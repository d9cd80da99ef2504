"""Suppression: it never leaks, hides no zero, depends on no order; and what bad input gets."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.disclosure import audit, suppress

EXACT = settings(derandomize=True, deadline=None, max_examples=40)
COUNT = st.one_of(st.integers(0, 9), st.integers(0, 200))
BODY = st.integers(1, 5).flatmap(
    lambda rows: st.integers(1, 4).flatmap(
        lambda columns: st.lists(st.lists(COUNT, min_size=columns, max_size=columns), min_size=rows, max_size=rows)
    )
)
MARGINS = st.sampled_from(["both", "rows", "columns", "none"])


def table_of(body, margins):
    table = pd.DataFrame(body, [f"r{i}" for i in range(len(body))], [f"c{i}" for i in range(len(body[0]))])
    if margins in ("both", "rows"):
        table["Total"] = table.sum(axis=1)
    if margins in ("both", "columns"):
        table.loc["Total"] = table.sum()
    return table


@EXACT
@given(BODY, MARGINS)
def test_no_hidden_count_is_left_in_a_narrow_interval(body, margins):
    table = table_of(body, margins)
    shown = suppress(table)
    hidden = shown.isna()
    assert hidden[(table > 0) & (table < 5)].sum().sum() == ((table > 0) & (table < 5)).sum().sum()
    assert not hidden[table == 0].any().any()
    assert (shown[~hidden].fillna(0) == table[~hidden].fillna(0)).all().all()
    # Whether or not the reader knows that no hidden count is zero.
    for least in (0, 1):
        found = audit(shown, least=least)
        assert found.protected.all(), found
        truth = np.array([table.loc[row, column] for row, column in zip(found["row"], found["column"], strict=True)])
        assert ((found.low <= truth) & (truth <= found.high)).all()


@EXACT
@given(BODY, MARGINS, st.randoms())
def test_what_is_hidden_does_not_depend_on_the_order_of_rows_or_columns(body, margins, random):
    table = table_of(body, margins)
    turned = table.loc[random.sample([*table.index], len(table)), random.sample([*table.columns], table.shape[1])]
    pd.testing.assert_frame_equal(suppress(turned).loc[table.index, table.columns], suppress(table))


@settings(EXACT, max_examples=12)
@given(BODY)
def test_nothing_more_could_be_shown(body):
    table = table_of(body, "both")
    shown = suppress(table)
    for row, column in itertools.product(table.index, table.columns):
        if np.isnan(shown.loc[row, column]) and table.loc[row, column] >= 5:
            fewer = shown.copy()
            fewer.loc[row, column] = table.loc[row, column]
            assert not audit(fewer, least=1).protected.all(), (row, column)


def test_a_table_of_large_counts_and_zeros_is_shown_whole():
    table = table_of([[0, 12], [30, 5]], "both")
    pd.testing.assert_frame_equal(suppress(table), table.astype(float))


def test_a_small_count_with_a_total_takes_another_with_it():
    shown = suppress(pd.Series({"a": 2, "b": 40, "c": 11, "Total": 53}, name="offences"))
    assert shown.isna().tolist() == [True, False, True, False]
    assert shown.name == "offences"


def test_without_totals_only_the_small_counts_are_hidden():
    shown = suppress(table_of([[3, 40], [7, 11]], "none"))
    assert shown.isna().to_numpy().tolist() == [[True, False], [False, False]]
    found = audit(shown)
    assert (found.low.item(), found.high.item()) == (0, np.inf)


def test_a_lone_small_count_takes_its_totals_with_it():
    shown = suppress(table_of([[3, 0], [0, 9]], "both"))
    assert audit(shown, least=1).protected.all()
    assert shown.loc["r0", "c0":"Total"].isna().tolist() == [True, False, True]


def test_the_threshold_may_be_another():
    assert suppress(table_of([[8, 90], [50, 70]], "none"), threshold=10).isna().sum().sum() == 1
    shown = suppress(table_of([[8, 90], [50, 70]], "both"), threshold=10)
    assert audit(shown, threshold=10, least=1).protected.all()


def test_an_audit_of_a_table_with_nothing_hidden_is_empty():
    assert audit(table_of([[8, 9]], "both")).empty


GOOD = table_of([[8, 9], [3, 20]], "both")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: suppress(GOOD.iloc[:0]), "at least one row"),
        (lambda: suppress(GOOD.mask(GOOD == 3)), "a count is missing"),
        (lambda: suppress(GOOD.replace(3, -3)), "0 or more"),
        (lambda: suppress(GOOD.replace(3, 3.5)), "whole number"),
        (lambda: suppress(GOOD.replace(3, np.inf)), "finite"),
        (lambda: suppress(GOOD.replace(3, 4)), "not the sum of its parts"),
        (lambda: suppress(pd.concat([GOOD, GOOD])), "no label twice"),
        (lambda: suppress(GOOD, threshold=0), "1 or more"),
        (lambda: audit(GOOD.replace(3, 4)), "not the sum of its parts"),
        (lambda: audit(GOOD.replace(9, np.nan).replace(17, 7)), "contradict the totals"),
        (lambda: audit(GOOD.mask(GOOD == 3).replace(20, 21)), "contradict the totals"),
    ],
)
def test_bad_input_says_what_to_give(call, told):
    with pytest.raises(ValueError, match=told):
        call()


@pytest.mark.parametrize("label", ["total", "TOTAL ", "All", "grand total", "violence"])
def test_a_total_is_known_by_its_name_or_as_the_sum_of_the_others(label):
    shown = suppress(pd.Series({"a": 2, "b": 30, label: 32}))
    assert shown.isna().tolist() == [True, True, False]
    assert suppress(table_of([[2, 30], [40, 50]], "both").rename({"Total": label})).isna().sum().sum() == 4


def test_two_lines_that_are_not_one_the_sum_of_the_others_have_no_total():
    assert suppress(pd.Series({"a": 2, "b": 30, "c": 40})).isna().tolist() == [True, False, False]
    with pytest.raises(ValueError, match="two lines are totals"):
        suppress(pd.Series({"a": 2, "total": 2, "All": 4}))


def test_an_audit_knows_a_total_in_any_case():
    assert audit(pd.Series({"a": None, "b": 30, "TOTAL": 32})).high.tolist() == [2]
