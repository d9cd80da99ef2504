"""The XmR chart against NHS tools' own test cases and NIST's worked chart."""

import numpy as np
import pytest

from assessment.measures.spc import _runs, _trend, _two_in_three, xmr

# nhspy-plotthedots (NHS Python Community), tests/unittests/test_limits_calculations.py: values, mean, limits.
NHSPY = [
    ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5.5, 2.84, 8.16),
    ([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 5.5, 2.84, 8.16),
    ([1, 2, 3, 4, 5, 4, 3, 2, 1, 2], 2.7, 0.04, 5.36),
    ([1, 2, 3], 2.0, -0.66, 4.66),
    (list(range(20)), 9.5, 6.84, 12.16),
    ([3, 1, 4, 1, 5, 9, 2], 3.5714285714285716, -6.625238095238096, 13.768095238095238),
    ([1, 2, 3, 2, 1, 2, 3, 4, 5, 6, 7, 4, 3, 2, 1, 2], 3.0, -0.014666666666666828, 6.014666666666667),
]

# NHSRplotthedots (R), tests/testthat/_snaps/ptd_spc_standard.md: set.seed(123), rnorm(20), to three figures.
NHSR = [-0.560, -0.230, 1.56, 0.0705, 0.129, 1.72, 0.461, -1.27, -0.687, -0.446]
NHSR += [1.22, 0.360, 0.401, 0.111, -0.556, 1.79, 0.498, -1.97, 0.701, -0.473]

# NIST/SEMATECH e-Handbook, 6.3.2.2: the flow rate of ten batches; limits by 3/1.128 = 2.6596.
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]


@pytest.mark.parametrize(("values", "mean", "lower", "upper"), NHSPY, ids=lambda v: str(v)[:24])
def test_limits_agree_with_nhspy_plotthedots(values, mean, lower, upper):
    found = xmr(values)
    assert (found.mean, found.lower, found.upper) == pytest.approx((mean, lower, upper), abs=1e-12)


def test_limits_agree_with_nhsrplotthedots():
    found = xmr(NHSR)
    assert (found.mean, found.lower, found.upper) == pytest.approx((0.142, -3.01, 3.29), abs=0.01)
    assert set(found.special_cause) == {""}  # "common_cause 20"


def test_limits_agree_with_nist():
    found = xmr(NIST)
    assert (found.mean, found.moving_range) == pytest.approx((50.81, 1.8778), abs=5e-5)
    assert (found.lower, found.upper) == pytest.approx((45.8159, 55.8041), abs=1e-3)
    assert set(found.special_cause) == {""} and found.trial


def test_screening_as_nhsrplotthedots_describes_its_deviation_from_the_excel_tool():
    # Vignette "Deviations": 1, 2 in turn with one 10; the ranges of 9 and 8 are screened out.
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    screened, excel = xmr(values), xmr(values, screen=False)
    assert (screened.screened, screened.moving_range) == (2, 1.0)
    assert excel.moving_range == pytest.approx(32 / 17)
    assert excel.upper - excel.lower > screened.upper - screened.lower
    assert screened.special_cause[4] == "outside limits"


@pytest.mark.parametrize(
    ("sides", "marked"),
    [
        # NHSRplotthedots, test-ptd_calculate_point_type.R, ptd_seven_point_one_side_mean; the run is marked.
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [1] * 8 + [0]),
        ([-1] * 8 + [1], [1] * 8 + [0]),
        ([1, 1, 1, 0, 1, 1, 1, 1], [0] * 8),
    ],
)
def test_shift_rule_agrees_with_nhsrplotthedots(sides, marked):
    assert _runs(np.array(sides, float), 7).astype(int).tolist() == marked


@pytest.mark.parametrize(
    ("points", "marked"),
    [
        # The same file, ptd_seven_point_trend and ptd_part_of_seven_trend.
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 1, 1, 1, 1, 1, 1, 1, 0]),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0, 1, 1, 1, 1, 1, 1, 1, 0]),
    ],
)
def test_trend_rule_agrees_with_nhsrplotthedots(points, marked):
    assert _trend(np.array(points, float), 7).astype(int).tolist() == marked


@pytest.mark.parametrize(
    ("close", "sides", "marked"),
    [
        # The same file, ptd_two_in_three: points close to a limit, their sides, and the threes marked.
        ([1, 0, 1], [1, 1, 1], [1, 1, 1]),
        ([0, 1, 1], [1, 1, 1], [1, 1, 1]),
        ([0, 0, 1, 0, 1, 0, 0], [1] * 7, [0, 0, 1, 1, 1, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [1] * 7, [0, 1, 1, 1, 1, 0, 0]),
        ([1, 0, 1], [1, -1, 1], [0, 0, 0]),
        ([0, 0, 1, 1, 0, 0, 0], [-1, 1, -1, 1, -1, 1, -1], [0] * 7),
        ([1, 0, 0, 1, 1], [1] * 5, [0, 0, 1, 1, 1]),
    ],
)
def test_two_in_three_rule_agrees_with_nhsrplotthedots(close, sides, marked):
    off = np.array(sides) * np.where(close, 2.5, 0.5)  # the limit is 3, two thirds of it 2
    assert _two_in_three(off, 3.0).astype(int).tolist() == marked


def test_two_in_three_needs_one_side_as_nhsrplotthedots_tests_it():
    # test-ptd_spc_standard.R: 1 and -1 in turn, then 5.5 and -5.5: common cause both.
    assert xmr([1, -1] * 7 + [5.5, -5.5]).special_cause[-2:] == ("", "")
