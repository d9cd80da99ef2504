"""Every claim of the two documents: the figures of an edition that hold it, or the reason why data cannot give it.

P1 to P36 are claims of the plan of 2016 to 2019, R1 to R17 of the report of 2016/17: a line each in claims.toml.
"""

import tomllib
from pathlib import Path

import pytest

CLAIMS = [*(f"P{number}" for number in range(1, 37)), *(f"R{number}" for number in range(1, 18))]
TOLD = tomllib.loads(Path(__file__).with_name("claims.toml").read_text(encoding="utf-8"))
CANNOT = "cannot: "


def test_no_claim_is_forgotten_or_made_up():
    assert sorted(TOLD) == sorted(CLAIMS)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_claim_has_its_figures_or_the_reason_why_not(claim, demonstration_2014, demonstration_2016):
    told = TOLD[claim]
    if told.startswith(CANNOT):
        assert len(told.split()) > 5, "say why data cannot give it"
        return
    known = {figure["id"] for edition in (demonstration_2014, demonstration_2016) for figure in edition.figures}
    assert not [id for id in told.split() if id not in known]
