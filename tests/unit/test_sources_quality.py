"""Findings on the combined tables: dates that have not come yet, weights that cannot weigh."""

import datetime

import polars as pl

from assessment.sources.quality import future, weights

TODAY = datetime.date(2015, 3, 20)


def test_records_of_months_that_have_not_come_are_told():
    tables = {
        "crime": pl.DataFrame({"month": ["2015-03", "2015-04", "2031-01", "2031-01"]}),
        "asb": pl.DataFrame({"month": ["2015-03"]}),
        "returns": pl.DataFrame({"period_start": [datetime.date(2015, 3, 31), datetime.date(2015, 4, 1)]}),
        "recorded_crime": pl.DataFrame({"year": ["2014/15", "2015/16"]}),
    }
    told = {problem.tables[0]: problem for problem in future.findings(tables, TODAY)}
    assert told.keys() == {"crime", "returns", "recorded_crime"}
    assert told["crime"].message.startswith("3 rows of crime of months that have not come yet: 2015-04, 2031-01")
    assert told["crime"].months == ("2015-04", "2031-01")
    assert told["returns"].message.startswith("1 row of returns")
    assert all(problem.mend for problem in told.values())


def weighted(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["version", "level", "key", "days"], orient="row")


CRIME = pl.DataFrame({"category": ["Drugs"] * 9 + ["Robbery"], "subcategory": [None] * 10, "offence_code": [None] * 10},
                     schema_overrides={"subcategory": pl.String, "offence_code": pl.String})  # fmt: skip


def test_weights_of_nothing_and_for_other_kinds_are_told_and_fitting_ones_are_not():
    table = weighted(
        ("nought", "category", "Drugs", 0.0),
        ("other", "category", "drugs!", 5.0),
        ("other", "subcategory", "Rape", 9.0),
        ("fits", "category", "Drugs", 5.0),
    )
    told = {problem.check: problem.message for problem in weights.findings({"harm_weights": table, "crime": CRIME})}
    assert told == {
        "weights-nought": "every weight of 'nought' is nought: nothing can be weighed by it",
        "weights-unfitting": "the weights of 'other' (by category, subcategory) fit 0% of the records of crime: "
        "they are not used",
    }
    assert not [*weights.findings({"crime": CRIME})]
    assert len([*weights.findings({"harm_weights": table})]) == 1
