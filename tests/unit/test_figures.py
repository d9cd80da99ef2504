import json
import math

import numpy as np
import pytest

from assessment.errors import AssessmentError
from assessment.figures import Figure, Ledger, read_figures, snake, write_figures


def figure(**more):
    return Figure(
        **{
            "id": "crime.all.count",
            "label": "All crime",
            "value": 15246,
            "unit": "count",
            "period": "2014/15",
        }
        | more
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "Crime.all"},
        {"id": "crime"},
        {"unit": ""},
        {"period": ""},
        {"value": math.nan},
        {"low": math.inf},
    ],
)
def test_a_figure_that_says_too_little_or_nothing_is_refused(wrong):
    with pytest.raises(ValueError, match=r"figure|id"):
        figure(**wrong)


def test_a_suppressed_figure_holds_no_number():
    hidden = figure(value=3, low=1.0, high=8.0, numerator=3, denominator=10, confidence=0.95).suppress()
    assert hidden.suppressed
    assert (hidden.value, hidden.low, hidden.high, hidden.numerator, hidden.denominator) == (None,) * 5
    with pytest.raises(ValueError, match="suppressed"):
        figure(value=3, suppressed=True)


def test_the_ledger_refuses_two_values_for_one_figure():
    ledger = Ledger("harm", "Blackpool")
    ledger.add(figure())
    assert ledger.add(figure()).chapter == "harm"
    with pytest.raises(AssessmentError, match="has two values"):
        ledger.add(figure(value=15247))
    ledger.add(figure(period="2013/14", value=16332))
    assert len(ledger) == 2


def test_a_figure_that_one_chapter_hides_and_another_shows_is_refused_without_its_number():
    ledger = Ledger()
    ledger.add(figure(chapter="harm"))
    with pytest.raises(AssessmentError, match=r"is hidden once and shown once.*chapters harm and violence") as refused:
        ledger.add(figure(chapter="violence").suppress())
    assert "15246" not in str(refused.value)


def test_figures_are_written_one_key_a_line_and_read_back(tmp_path):
    path = tmp_path / "figures.json"
    first = figure(value=np.int64(15246), sources=("crime_2014-15.csv.gz",))
    write_figures([first], path)
    assert read_figures(path) == [first]
    assert '\n    "value": 15246,\n' in path.read_text(encoding="utf-8")
    assert list(json.loads(path.read_text(encoding="utf-8"))[0]) == [
        "id",
        "label",
        "value",
        "unit",
        "period",
        "chapter",
        "area",
        "low",
        "high",
        "confidence",
        "method",
        "numerator",
        "denominator",
        "sources",
        "suppressed",
        "illustrative",
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Violence against the person", "violence_against_the_person"),
        ("Criminal damage & arson ", "criminal_damage_arson"),
    ],
)
def test_a_category_becomes_part_of_an_id(name, expected):
    assert snake(name) == expected
