"""The words for a trend against the exact tables of Mann and Kendall's S, and another program's verdicts."""

import numpy as np
import pymannkendall
import pytest

from assessment.measures.trend import describe

# Gilbert (1987), table A18, as the package mannkendall of MeteoSwiss ships it (github.com/mannkendall/Python,
# mk_hardcoded.py): the chance of so large an S, or a larger, of 4 to 10 values without a trend and without ties.
GILBERT = {
    4: {0: 0.625, 2: 0.375, 4: 0.167, 6: 0.042},
    5: {0: 0.592, 2: 0.408, 4: 0.242, 6: 0.117, 8: 0.042, 10: 0.0083},
    6: {1: 0.5, 3: 0.36, 5: 0.235, 7: 0.136, 9: 0.068, 11: 0.028, 13: 0.0083, 15: 0.0014},
    7: {1: 0.5, 3: 0.386, 5: 0.281, 7: 0.191, 9: 0.119, 11: 0.068, 13: 0.035, 15: 0.015, 17: 0.0054, 19: 0.0014,
        21: 0.0002},
    8: {0: 0.548, 2: 0.452, 4: 0.36, 6: 0.274, 8: 0.199, 10: 0.138, 12: 0.089, 14: 0.054, 16: 0.031, 18: 0.016,
        20: 0.0071, 22: 0.0028, 24: 0.00087, 26: 0.00019, 28: 0.000025},
    9: {0: 0.54, 2: 0.46, 4: 0.381, 6: 0.306, 8: 0.238, 10: 0.179, 12: 0.13, 14: 0.09, 16: 0.06, 18: 0.038,
        20: 0.022, 22: 0.012, 24: 0.0063, 26: 0.0029, 28: 0.0012, 30: 0.00043, 32: 0.00012, 34: 0.000025,
        36: 0.0000028},
    10: {1: 0.5, 3: 0.431, 5: 0.364, 7: 0.3, 9: 0.242, 11: 0.19, 13: 0.146, 15: 0.108, 17: 0.078, 19: 0.054,
         21: 0.036, 23: 0.023, 25: 0.014, 27: 0.0083, 29: 0.0046, 31: 0.0023, 33: 0.0011, 35: 0.00047, 37: 0.00018,
         39: 0.000058, 41: 0.000015, 43: 0.0000028, 45: 0.00000028},
}  # fmt: skip

# Hollander and Wolfe (1999), table A.30, as trends.earth has it (github.com/ConservationInternational, stats.py): an S
# above these, of 4 to 40 values, is significant at 95%, one-sided.
HOLLANDER_WOLFE = [4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 31, 33, 36, 40, 43, 47, 50, 54, 59, 63, 66, 70, 75, 79, 84, 88]
HOLLANDER_WOLFE += [93, 97, 102, 106, 111, 115, 120, 126, 131, 137, 142]


def with_s(points: int, s: int) -> list[int]:
    """The whole numbers up to `points` in an order whose S is just `s`."""
    falls, order = (points * (points - 1) // 2 - s) // 2, []
    for number in range(1, points + 1):
        # Each number is set before as many smaller ones as falls are still wanted.
        before = min(falls, len(order))
        order.insert(len(order) - before, number)
        falls -= before
    return order


@pytest.mark.parametrize("points", GILBERT)
def test_words_come_where_gilberts_exact_table_has_them(points):
    for s, chance in GILBERT[points].items():
        rising, falling = describe(with_s(points, s)), describe(with_s(points, -s))
        assert (rising.test.s, falling.test.s) == (s, -s)
        assert (rising.words == "static") == (falling.words == "static") == (2 * chance > 0.05)
        # At 1% the normal approximation behind the words is the later by one step of ten values, S 29 (exact .0092).
        strong = 2 * chance < 0.01 and (points, s) != (10, 29)
        assert rising.words.startswith("strong") == strong, (points, s)
        assert falling.words == rising.words.replace("upward", "downward")


@pytest.mark.parametrize(("points", "critical"), list(enumerate(HOLLANDER_WOLFE, 4)))
def test_no_word_comes_before_hollander_and_wolfes_critical_value(points, critical):
    # Ours are two-sided, so a word comes a few steps later, but for four values it comes at all.
    assert describe(with_s(points, critical)).words == "static"
    assert describe(with_s(points, critical + points // 2 * 4)).words != "static" or points == 4


def test_words_are_pymannkendalls_verdicts():
    random = np.random.default_rng(1975)
    seen = set()
    for _ in range(200):
        values = random.normal(0, 1, random.integers(5, 25)).round(1)
        values += random.choice([0, 0.05, 0.2, -0.2]) * np.arange(len(values))
        found = describe(values).words
        at_5, at_1 = (pymannkendall.original_test(values, alpha=alpha) for alpha in (0.05, 0.01))
        expected = {"increasing": "weak upward", "decreasing": "weak downward", "no trend": "static"}[at_5.trend]
        if at_1.h and abs(at_1.Tau) >= 0.5:
            expected = expected.replace("weak", "strong")
        assert found == expected
        seen.add(found)
    assert len(seen) == 5
