"""Pictures in words: the least and the most of each column as the table beside them prints them."""

import pandas as pd
import pytest

from assessment.present.descriptions import MOST, description


def test_each_column_has_its_least_and_most_as_printed_and_its_gaps_counted():
    months = pd.DataFrame({"Month": ["April", "May", "June", "July"], "2014/15": [1320, "[c]", 253, 253]})
    assert description(months.assign(Share=[1.25, None, 2.5, 2.0], Note="none"), {"Share": 1}) == (
        "The table has 4 rows, the first April, the last July.",
        "2014/15: least 253 (June and July), most 1,320 (April), 1 suppressed.",
        "Share: least 1.3 (April), most 2.5 (June), 1 not available.",
    )


def test_a_suppressed_value_is_never_told():
    frame = pd.DataFrame({"Ward": ["Talbot", "Layton"], "Victims": ["[c]", "[c]"]})
    assert description(frame) == ("The table has 2 rows, the first Talbot, the last Layton.",)


def test_rows_that_are_numbers_are_named_by_what_they_number():
    told = description(pd.DataFrame({"Rate": [9.5, 2.5]}, index=pd.Index([1, 10], name="Decile")))
    assert told[1] == "Rate: least 2.5 (Decile 10), most 9.5 (Decile 1)."


@pytest.mark.parametrize(("values", "told"), [([5, 5, 5], "all 5 (a, b and c)"), ([5] * 4, "all 5 (4 rows)")])
def test_a_column_of_one_value(values, told):
    assert description(pd.DataFrame({"Name": list("abcd")[: len(values)], "n": values}))[1] == f"n: {told}."


def test_nothing_is_said_of_no_rows_and_many_columns_are_counted():
    assert description(pd.DataFrame({"Name": [], "n": []})) == ()
    wide = description(pd.DataFrame({"Name": ["a"]} | {f"c{at}": [at] for at in range(MOST + 2)}))
    assert wide[0] == "The table has one row: a." and wide[-1] == "2 more columns in the table."
