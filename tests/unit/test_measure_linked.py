"""Hidden counts that several sums share."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures.disclosure import audit
from assessment.measures.linked import Line, widths


def test_two_kinds_of_one_sum_and_a_kind_alone():
    assert widths([Line({"a": 1, "b": 1}, 40)]) == {"a": 38, "b": 38}
    assert widths([Line({"a": 1}, 40)]) == {"a": 0}
    assert widths([Line({"a": 1}, 40, open=True)]) == {"a": 39}


def test_sums_that_share_a_count_tell_more_than_each_alone():
    all_kinds, assaults = Line({"a": 1, "b": 1, "c": 1}, 30), Line({"a": 1, "b": 1}, 28)
    assert min(widths([all_kinds]).values()) == 27
    assert widths([all_kinds, assaults]) == {"a": 26, "b": 26, "c": 0}
    assert widths([all_kinds, Line({"a": 1, "b": 1, "whole": -1}, 0)])["c"] == 27, "a whole that is hidden too"


def test_lines_that_contradict_each_other_bind_nothing_and_spoil_no_others():
    found = widths([Line({"a": 1}, -3), Line({"b": 1}, 7)])
    assert found == {"a": np.inf, "b": 0}
    assert widths([]) == {}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=4), st.lists(st.integers(1, 30), max_size=3))
def test_one_sum_is_as_a_table_of_one_way(hidden, shown):
    table = pd.Series({**{f"h{n}": np.nan for n in range(len(hidden))}, **{f"s{n}": v for n, v in enumerate(shown)},
                       "Total": sum(hidden) + sum(shown)})  # fmt: skip
    told = audit(table, least=1).set_index("row")
    found = widths([Line({f"h{n}": 1 for n in range(len(hidden))}, sum(hidden))])
    assert {name: round(width) for name, width in found.items()} == (told["high"] - told["low"]).to_dict()
