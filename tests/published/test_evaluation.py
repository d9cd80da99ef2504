"""The weighted displacement difference against its authors' worked examples."""

import math
import warnings

import numpy as np
import pytest
import statsmodels.api as sm

from assessment.measures.evaluation import displacement_difference


def test_the_papers_case_study():
    # Wheeler and Ratcliffe (2018), Crime Science 7:11, the case study with treated, control and displacement areas:
    # WDD -118, variance 1,568, z -2.98, 95% interval -196 to -40; also the test "Est & Variance Paper" of R's ptools.
    found = displacement_difference((207, 110), (308, 318), (178, 157), (150, 140))
    assert found.difference == -118
    assert found.standard_error == pytest.approx(math.sqrt(1568), abs=1e-12)
    assert round(found.z, 2) == -2.98
    assert (round(found.low), round(found.high)) == (-196, -40)


@pytest.mark.parametrize(
    ("areas", "difference"),
    [
        # ptools, tests/testthat: "Local -10", "Displacement -10", "Total -20".
        pytest.param([(20, 10), (20, 20)], -10, id="local"),
        pytest.param([(20, 20), (20, 20), (20, 10), (20, 20)], -10, id="displacement"),
        pytest.param([(20, 10), (20, 20), (20, 10), (20, 20)], -20, id="total"),
    ],
)
def test_the_examples_of_the_r_package(areas, difference):
    found = displacement_difference(*areas)
    assert found.difference == difference
    assert found.standard_error == pytest.approx(math.sqrt(sum(map(sum, areas))))


def test_the_papers_simple_example():
    # The same paper, "Methods": the treated area falls from 30 to 20, its control from 30 to 25: a local effect of -5.
    found = displacement_difference((30, 20), (30, 25))
    assert (found.difference, found.standard_error) == (-5, pytest.approx(math.sqrt(105)))


def test_difference_and_error_are_those_of_a_poisson_model_with_additive_effects():
    # statsmodels: eight Poisson counts, one mean each (identity link), and the contrast of their changes.
    areas = [(207, 110), (308, 318), (178, 157), (150, 140)]
    counts = np.array(areas, float).ravel()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that an identity link could leave the counts' domain, which it does not here
        model = sm.GLM(counts, np.eye(8), family=sm.families.Poisson(sm.families.links.Identity()))
        fit = model.fit(start_params=counts)
    test = fit.t_test(np.array([-1, 1, 1, -1, -1, 1, 1, -1]))
    found = displacement_difference(*areas)
    assert found.difference == pytest.approx(test.effect.item())
    assert (found.standard_error, found.z) == pytest.approx((test.sd.item(), test.tvalue.item()))
    assert (found.low, found.high) == pytest.approx(tuple(test.conf_int().ravel()))
