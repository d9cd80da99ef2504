"""Words of change and of share beside their figures, pages of HTML, and the line that counts the verdicts."""

import pytest

from assessment.measures import audit


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Burglary fell by a third from 450 to 420.", "-6.67%, where the words allow 29.2 to 37.5%"),
        ("Burglary fell by\na third, from 450 to 420.", "-6.67%"),
        ("Theft rose from 100 to 120, a rise of almost a half over the year.", "+20.00%"),
        ("Calls rose by over a quarter, to 110 from 100.", "25.0 or more"),
        ("Shoplifting doubled (a rise of 30%).", "rose by 30%, where the words allow a rise of 75.0 to 125.0%"),
        ("Shoplifting more than doubled in 2016 (up 98%).", "100.0 or more"),
        ("Shoplifting halved (-20%).", "fell by 20%, where the words allow a fall of 43.8 to 56.2%"),
        ("Shoplifting doubled (a fall of 100%).", "fell by 100%"),
        ("Robbery doubled from 120 to 60.", "and it fell"),
        ("Robbery halved, from 60 to 120.", "and it rose"),
        ("Robbery quadrupled from 100 to 200.", "= 2.00"),
        ("Burglary fell by a third (a fall of 12%).", "12%, where the words allow 29.2 to 37.5"),
        ("One in three (21%) of the residents felt unsafe.", "21%, where the words allow 29.2 to 37.5"),
        ("2 in 5 young people (60%) agreed.", "35.0 to 45.0"),
    ],
)
def test_words_that_their_figures_contradict(text, words):
    (claim,) = audit.check(text)
    assert (claim.verdict, words in claim.arithmetic) == ("inconsistent", True), claim


@pytest.mark.parametrize(
    "text",
    [
        "Burglary fell by a third from 450 to 300.",
        "There were 47 cases compared with 71 cases, a fall of a third.",
        "The share fell by nearly a quarter, from 20% to 15.5%.",
        "Shoplifting doubled (a rise of 98%).",
        "Robbery halved, from 120 to 60.",
        "Almost one in three residents (30%) felt unsafe.",
        "One in five residents (20%) agreed.",
        "Of the 1,262 outcomes, 7.5% of 16,837 crimes were charged.",
        "Of the 131 referrals, 55% of these complied.",
    ],
)
def test_words_that_their_figures_bear_out(text):
    assert [claim.verdict for claim in audit.check(text)] == ["consistent"], audit.check(text)


@pytest.mark.parametrize(
    "text",
    [
        "Burglary fell by almost a third, from 450 to 320.",
        "Burglary fell by a third (12%).",
        "Unemployment doubled (8%).",
        "Burglary doubled and robbery grew (a rise of 30%).",
        "The share fell by a quarter, from 50% to 25%.",
        "Budgets rose by half a million (12%).",
        "Calls fell by a third in the town, where visits went from 450 to 420.",
        "One in three men and young women (21%) agreed.",
        "One in three residents against one in five nationally (21%) agreed.",
        "One in three wards (12%) has a centre.",
        "There were 1,262 outcomes, 9.5% of 16,837.",
        "Of the 131 referrals, 55% of women complied.",
        "A third of adults drink too much, with young men (45%) first.",
    ],
)
def test_what_may_mean_something_else_is_not_accused(text):
    assert "inconsistent" not in {claim.verdict for claim in audit.check(text)}, audit.check(text)


PAGE = """<!doctype html>
<html><head><title>Crime</title><style>p { width: 5% }</style></head>
<body><p class="a">Burglary <strong>fell</strong>
by 12% (n=<em>40</em>), and&nbsp;more.</p><p>Robbery doubled from
100 to 120<sup>1</sup>.</p><svg><text>50% (n=1)</text></svg>
<table><tr><th>Kind</th><th>2013/14</th><th>2014/15</th><th>Change (%)</th></tr>
<tr><td>Robbery</td>
<td>200</td><td>190</td><td>-7.0</td></tr></table></body></html>
"""


def test_a_page_is_read_without_its_tags():
    found = [(claim.line, claim.words, claim.verdict) for claim in audit.check_page(PAGE)]
    assert found == [
        (3, "Burglary fell by 12% (n=40)", "consistent"),
        (4, "Robbery doubled from 100 to 120.", "inconsistent"),
        (7, "Robbery 200 190 -7.0", "inconsistent"),
    ]


def test_the_verdicts_are_counted():
    claims = audit.check("Theft rose by 70% (+1 offence). Crime rose by 9%. Theft fell by 2.8% (-382).")
    assert audit.summary(claims) == "3 claims read: 1 consistent, 1 inconsistent, 1 unverifiable."
    assert audit.summary(claims[:1]) == "1 claim read: 0 consistent, 1 inconsistent, 0 unverifiable."
    assert audit.summary([]).startswith("No claim")


@pytest.mark.parametrize(
    "text", ["There were 1,262 outcomes, 9.5% of 16,837.", "Of the 131 referrals, 55% of women came."]
)
def test_a_share_of_another_thing_is_not_borne_out_by_the_count_before(text):
    assert [claim.verdict for claim in audit.check(text)] == ["unverifiable"]
