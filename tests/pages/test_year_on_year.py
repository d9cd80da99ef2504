"""Public editions of one year after another: what one hides no other tells, and none is refused for its neighbours."""

import pytest
from editions import command

YEARS = ("2014/15", "2015/16", "2016/17")


@pytest.mark.slow
@pytest.mark.parametrize("years", [YEARS, YEARS[::-1]], ids=["in order", "backwards"])
def test_each_year_is_published_beside_the_others(tmp_path, years):
    for year in years:
        done = command("build", "--year", year, "--out", tmp_path)
        assert done.returncode == 0, done.stderr
