"""Harm: properties that hold for any counts, and what bad input gets."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.harm import rank_intervals, smallest_set, weigh

NAMES = list("abcdefgh")
HARM = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 60), min_size=1).filter(lambda harm: any(harm.values()))
EXACT = settings(derandomize=True, deadline=None, max_examples=150)


@EXACT
@given(HARM, st.integers(1, 100))
def test_no_smaller_set_holds_the_share(harm, percent):
    found = smallest_set(harm, percent / 100)
    total = sum(harm.values())

    def enough(names):
        return 100 * sum(harm[name] for name in names) >= percent * total

    assert enough(found.categories)
    assert not any(enough(names) for names in itertools.combinations(harm, len(found) - 1))
    assert found.share_of_harm == pytest.approx(sum(harm[name] for name in found) / total)


@EXACT
@given(HARM, st.randoms())
def test_the_set_does_not_depend_on_the_order_of_the_rows(harm, random):
    rows = list(harm.items())
    random.shuffle(rows)
    assert smallest_set(dict(rows)) == smallest_set(harm)


@EXACT
@given(HARM)
def test_the_whole_leaves_out_what_has_no_harm(harm):
    found = smallest_set(harm, 1, counts=dict.fromkeys(harm, 2))
    assert set(found) == {name for name, days in harm.items() if days}
    assert found.share_of_crime == pytest.approx(len(found) / len(harm))


def test_a_tie_is_settled_by_name():
    assert smallest_set({"b": 1, "a": 1, "c": 1}, 0.6).categories == ("a", "b")


def test_weights_of_other_categories_are_passed_over_and_lists_go_by_position():
    assert weigh({"a": 2}, {"a": 3, "z": 9}).to_dict() == {"a": 6}
    assert weigh([2, 5], [3, 0]).tolist() == [6, 0]


def test_rank_intervals_hold_the_rank_and_do_not_depend_on_the_order_of_the_rows():
    counts, days = {"b": 137, "a": 135, "c": 2470, "d": 0}, {"a": 1460, "b": 1825, "c": 20, "d": 5}
    found = rank_intervals(counts, days, draws=400)
    assert found.index.tolist() == ["b", "a", "c", "d"]
    assert found["rank"].tolist() == [1, 2, 3, 4]
    for name in ("harm", "rank"):
        assert (found[f"{name}_low"] <= found[name]).all()
        assert (found[name] <= found[f"{name}_high"]).all()
    turned = rank_intervals(dict(reversed(counts.items())), days, draws=400)
    pd.testing.assert_frame_equal(turned.loc[found.index], found)


def test_rank_intervals_cover_the_harm_of_a_poisson_count():
    random = np.random.default_rng(3)
    held = 0
    for draw in range(200):
        low, high = rank_intervals([random.poisson(50)], [1], draws=400, seed=draw).loc[0, ["harm_low", "harm_high"]]
        held += low <= 50 <= high
    assert held >= 180


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: weigh({"a": 1, "b": 1}, {"a": 1}), "no weight for b"),
        (lambda: weigh({"a": np.nan}, {"a": 1}), "finite"),
        (lambda: weigh({"a": -1}, {"a": 1}), "0 or more"),
        (lambda: weigh({"a": 1}, {"a": np.inf}), "finite"),
        (lambda: weigh(pd.Series([1, 2], ["a", "a"]), {"a": 1}), "twice"),
        (lambda: weigh([1, 2], [1]), "no weight for 1"),
        (lambda: smallest_set({"a": 0}), "no harm"),
        (lambda: smallest_set({}), "1 or more"),
        (lambda: smallest_set({"a": 1}, 0), "more than 0"),
        (lambda: smallest_set({"a": 1}, 1.1), "up to 1"),
        (lambda: smallest_set({"a": 1}, counts={"b": 1}), "every category"),
        (lambda: smallest_set({"a": 1}, counts={"a": 0}), "at least one crime"),
        (lambda: rank_intervals([1], [5], [6], [7]), "between them"),
        (lambda: rank_intervals({"a": 1}, {"a": 5}, {"b": 1}, {"b": 9}), "every category"),
    ],
)
def test_bad_input_says_what_to_give(call, told):
    with pytest.raises(ValueError, match=told):
        call()
