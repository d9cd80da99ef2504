"""The auditor's arithmetic, what it must never accuse, and what no text may do to it."""

import ast
import math
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.measures import audit
from assessment.measures.audit.numbers import numbers
from assessment.measures.audit.part_year import _SPAN, months_of
from assessment.measures.audit.reading import read
from assessment.measures.audit.sums import agrees, implied_base, whole_bases
from assessment.measures.audit.tables import tables

ROUNDINGS = st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN])
PACKAGE = Path(audit.__file__).parent
STEADY = settings(deadline=None)


def verdicts(text: str) -> list[str]:
    return [claim.verdict for claim in audit.check(text)]


def accused(text: str) -> list[str]:
    return [audit.line(claim) for claim in audit.check(text) if claim.verdict == "inconsistent"]


def printed(part: int, whole: int, places: int, rounding: str) -> str:
    """100·part/whole as a careful author prints it."""
    share = Decimal(100 * part) / Decimal(whole)
    return str(share.quantize(Decimal(1).scaleb(-places), rounding=rounding))


# The interval of the base: methods.md and claims.md P16, P18, P21, R1, R6, R8


@pytest.mark.parametrize(
    ("count", "percent", "decimals", "expected"),
    [
        (86, 5.2, 1, (1638, 1670)),
        (366, 3, 0, (10457, 14640)),
        (2059, 12.4, 1, (16538, 16673)),
        (45, 25.7, 1, (175, 175)),
        (57, 30.3, 1, (188, 188)),
        (104, 40.5, 1, (257, 257)),
        (4, 12.9, 1, (31, 31)),
        (174, 33.7, 1, (515, 518)),
        (1, 70, 0, None),
        (3, 0, 0, (600, math.inf)),
        (1, 12, 0, (8, 8)),
        (1, 13, 0, (8, 8)),
        (5, 50, 0, (10, 10)),
    ],
)
def test_implied_base(count, percent, decimals, expected):
    assert whole_bases(*implied_base(count, percent, decimals)) == expected


def test_implied_base_is_that_of_methods_md():
    low, high = implied_base(-86, -5.2, 1)
    assert (low, high) == (86 / (5.25 / 100), 86 / (5.15 / 100))


@STEADY
@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3), ROUNDINGS)
def test_the_true_base_lies_in_its_interval(part, base, places, rounding):
    percent = float(printed(part, base, places, rounding))
    found = whole_bases(*implied_base(part, percent, places))
    assert found is not None
    assert found[0] <= base <= found[1]


@pytest.mark.parametrize(("part", "whole"), [(1, 8), (1, 200), (3, 8), (5, 200), (125, 1000)])
def test_halves_may_be_rounded_either_way(part, whole):
    for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        assert agrees(part, whole, float(printed(part, whole, 0, rounding)), 0)
    assert not agrees(part, whole, 100 * part / whole + 1, 0)
    assert not agrees(part, 0, 1, 0)


# What is true is never called inconsistent


@STEADY
@given(st.integers(1, 10**5), st.integers(0, 10**5), st.integers(0, 2), ROUNDINGS)
def test_true_changes_are_never_accused(before, after, places, rounding):
    gap, word = abs(after - before), "rise" if after > before else "fall"
    verb, sign = ("rose", "+") if after > before else ("fell", "-")
    share = printed(gap, before, places, rounding)
    text = (
        f"Thefts {verb} by {share}% (n={gap:,}). Burglary saw a {word} of {share}% ({sign}{gap} offences).\n\n"
        f"There were {after:,} arrests, which was a {word} of {share}% (n={gap}) on the year before.\n\n"
        f"Robbery {verb} by {share}%, from {before:,} to {after:,}.\n\n"
        f"Fraud {verb} from {before} to {after} ({share}%).\n\n"
        f"There were {after} referrals compared with {before} referrals the year before, a {word} of {share}%.\n"
    )
    assert accused(text) == []


@STEADY
@given(st.integers(1, 10**5), st.data(), st.integers(0, 2), ROUNDINGS)
def test_true_shares_are_never_accused(whole, data, places, rounding):
    part = data.draw(st.integers(0, whole))
    share, rest = printed(part, whole, places, rounding), printed(whole - part, whole, places, rounding)
    text = (
        f"There were {whole:,} offences. Of these, {share}% (n={part}) were old.\n\n"
        f"Of the {whole} cases, {part} ({share}%) closed. Some {share}% ({part}) of the {whole} letters were kept.\n\n"
        f"{part} of the {whole} areas ({share}%) fell.\n\n"
        f"Of the {whole} warned {part} went on, which is a rate of {rest}%.\n"
    )
    assert accused(text) == []


@STEADY
@given(st.lists(st.integers(0, 5000), min_size=2, max_size=9), st.integers(0, 2), ROUNDINGS, st.booleans())
def test_true_tables_are_never_accused(counts, places, rounding, total_first):
    whole = sum(counts)
    if whole == 0:
        return
    rows = [
        f"Group {chr(65 + n)}\t{count:,}\t{printed(count, whole, places, rounding)}%" for n, count in enumerate(counts)
    ]
    total = f"Total\t{whole:,}\t100%"
    lines = ["Breakdown by group", "", "Group\tNumber\tShare", *([total, *rows] if total_first else [*rows, total])]
    assert accused("\n".join(lines) + "\n") == []


@STEADY
@given(
    st.lists(st.tuples(st.integers(1, 5000), st.integers(0, 5000)), min_size=1, max_size=8),
    st.integers(0, 2),
    ROUNDINGS,
)
def test_true_change_tables_are_never_accused(pairs, places, rounding):
    rows = []
    for number, (before, after) in enumerate(pairs):
        sign = "-" if after < before else "+"
        share = printed(abs(after - before), before, places, rounding)
        rows.append(f"Kind {chr(65 + number)}\t{before:,}\t{after:,}\t{sign}{abs(after - before)}\t{sign}{share}%")
    text = "\n".join(["Kind\t2015/16\t2016/17\tChange\t% change", *rows]) + "\n"
    assert accused(text) == []
    assert verdicts(text).count("consistent") >= len(rows)


@STEADY
@given(st.integers(1000, 10**6), st.lists(st.integers(1, 900), min_size=4, max_size=9), ROUNDINGS)
def test_true_rates_of_one_base_are_never_accused(base, counts, rounding):
    rows = [f"Row {chr(65 + n)}\t{count}\t{printed(count, base, 2, rounding)}" for n, count in enumerate(counts)]
    assert accused("\n".join(["Row\tNumber\tRate", *rows]) + "\n") == []


@STEADY
@given(st.integers(10, 5000), st.integers(10, 5000))
def test_true_levels_and_their_change_are_never_accused(now, fewer):
    """The counts of both years given, a change in per cent and one in points are each told for what they are."""
    part_now, part_then, whole_now, whole_then = now, now + 7, now + fewer, now + fewer + 31
    level, then = 100 * part_now / whole_now, 100 * part_then / whole_then
    word = "increase" if level > then else "decrease"
    counts = f"It is of {whole_now} people, a decrease of 31. Of them {part_now} did so, a decrease of 7."
    for change in (f"{abs(100 * (level / then - 1)):.1f}% {word}", f"{abs(level - then):.1f} percentage point {word}"):
        assert accused(f"The rate is {level:.1f}%, representing a {change}. {counts}") == []


# One wrong figure is found


@settings(max_examples=60, deadline=None)
@given(st.integers(50, 5000), st.integers(3, 40))
def test_a_wrong_change_is_found(before, gap):
    share = 100 * gap / before
    text = f"Offences rose by {share + 5:.1f}% (n={gap}), from {before:,} to {before + gap:,}."
    assert verdicts(text) == ["inconsistent"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(60, 90), min_size=3, max_size=6), st.integers(3, 20))
def test_parts_over_their_total_are_found(counts, excess):
    rows = [f"Group {chr(65 + n)}\t{count}" for n, count in enumerate(counts)]
    text = "\n".join(["Group\tNumber", f"Total\t{sum(counts) - excess}", "By group\t", *rows]) + "\n"
    assert verdicts(text) == ["inconsistent"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Theft fell by 12% (n=+40).", "not a fall"),
        ("Theft fell by 130% (n=13).", "more than 100%"),
        ("Theft rose by 70% (+1 offence).", "no whole number"),
        ("Twelve of the eight areas fell.", "more than the whole"),
        ("8 of the 12 months (80%) fell.", "= 66.67%"),
        ("There were 95 notices, of which 8 (2%) were broken.", "= 8.42%"),
        ("8.4% (18) of the 95 notices were broken.", "= 18.95%"),
        ("Numbers almost doubled from 51 to 70.", "= 1.37"),
        ("The number more than doubled, from 20 to 39.", "= 1.95"),
        ("Over half (45%) agreed.", "50.0 or more"),
        ("Nearly two thirds (50%) agreed.", "58.3 to 75.0"),
        ("Satisfaction is at 30%, over twice the county's 20%.", "= 1.50"),
        ("There were 636 calls between April and December 2015 compared with 848 in 2014/15.", "9 months"),
        ("In 2016 there were 5 arrests. In 2016 there were 7 arrests.", "7 here, 5 on line 1"),
        ("Some 400 people came, the majority of whom (150) were young.", "= 37.5%"),
        ("Totals were similar (100 and 200).", "ratio 2.000"),
        ("All theft fell by 3% (n=30). Splitting it in two parts shows a fall of 5% and a fall of 9%.", "should lie"),
        ("Kind\t2015\t2016\tChange\nA\t10\t20\t+11\n", "+10, printed +11"),
        ("| Kind | 2015 | 2016 | Change |\n|---|---|---|---|\n| A | 10 | 12 | +25% |\n", "+20.0%"),
        ("Kind\tNumber\nA\t60\nB\t50\nTotal\t100\n", "= 110 against 100"),
        ("Distribution by age\n\nAge\tHere\nYoung\t20%\nMiddle\t50%\nOld\t27%\n", "= 97, not within 1.5"),
        ("Kind\tApr 2015 - Dec 2015\t2014/15\nA\t10\t20\n", "9 months"),
        ("Year\tCalls\n2014/15\t243\nApril to November 2015\t192\n", "8 months set beside whole years"),
        ("There were 86 offences, a fall of 14 (16%).", "14/100 = 14.00%"),
        ("There were 86 offences, down 14 (16%).", "14/100 = 14.00%"),
        ("There were 86 offences, a fall of 14 (50%).", "14/100 = 14.00%"),
        ("Kind\t2013/14\t2014/15\tChange (%)\nRobbery\t200\t190\t-7.0\n", "-5.00%, printed -7.0%"),
        ("Crime rose by 30% to 120 from 100.", "+20.00%, printed 30%"),
        ("The share rose from 20% to 25%, a 7% rise in percentage points.", "printed 7 points"),
    ],
)
def test_what_cannot_be_right(text, words):
    assert [words in found for found in accused(text)] == [True], audit.check(text)


CHANGE_HEADS = ("Change (%)", "%", "% change", "Percentage change", "Difference\t% change")


@pytest.mark.parametrize("head", CHANGE_HEADS)
@pytest.mark.parametrize("years", ["2013/14\t2014/15", "2013\t2014"])
def test_the_per_cent_of_a_heading_is_that_of_its_figures(head, years):
    difference = "-10\t" if "\t" in head else ""
    (claim,) = audit.check(f"Kind\t{years}\t{head}\nRobbery\t200\t190\t{difference}-5.0\n")
    assert claim.verdict == "consistent"
    assert "-5.00%, printed -5.0%" in claim.arithmetic


def test_a_part_of_a_year_beside_its_count_brought_to_a_whole_one_holds():
    text = "Period\tCases\tA year at that pace\n2014/15\t243\t243\nApril 2015 to November 2015\t192\t{}\n"
    assert verdicts(text.format(288)) == ["consistent"]
    assert verdicts(text.format(290)) == ["inconsistent"]


def test_an_unsigned_difference_is_no_earlier_count():
    text = "Kind\t2013/14\t2014/15\tDifference\t% change\nRobbery\t190\t200\t10\t5.3\n"
    assert verdicts(text) == ["consistent"]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Burglary was 50% higher (150 vs 100).", "+50.00%, printed 50%"),
        ("Crime rose by 20% to 120 from 100.", "+20.00%, printed 20%"),
        ("The share rose from 20% to 25%, a 5% rise in percentage points.", "printed 5 points"),
        ("There were 86 offences, a fall of 14 (14%).", "14/100 = 14.00%"),
    ],
)
def test_what_is_read_and_holds(text, sums):
    assert [(claim.verdict, sums in claim.arithmetic) for claim in audit.check(text)] == [("consistent", True)]


@pytest.mark.parametrize(
    "text",
    [
        "Calls rose from 100 to 150 and burglary rose by 3%.",
        "Officer numbers fell from 120 to 100 and crime rose by 9%.",
        "Officer numbers fell from 120 to 100 while crime rose by 9%.",
        "Officer numbers fell from 120 to 100 amid a 9% rise in crime.",
        "Calls rose from 100 to 150, theft 9% higher.",
    ],
)
def test_the_change_of_another_thing_is_left_undecided(text):
    assert verdicts(text) == ["consistent", "unverifiable"]


def test_no_count_is_denied_only_where_there_is_none():
    assert "no count is printed" in audit.check("Crime rose by 9%.")[0].arithmetic
    assert "no count is printed" not in audit.check("Crime was 5% higher (1.5 vs 1.0).")[0].arithmetic


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_texts_by_their_byte_order_mark(coding):
    assert audit.decode("Theft – fell".encode(coding)) == "Theft – fell"


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0", "Theft".encode("utf-16-le"), b"\x96 5%", b"\xff\xfeA"])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(ValueError, match="not UTF-8 text"):
        audit.decode(content)


# What only looks wrong is left alone


@pytest.mark.parametrize(
    "text",
    [
        "Referrals rose from 30 to 45, and crime fell by 10%.",
        "Referrals rose from 30 to 45, crime fell by 10%.",
        "Burglary rose by 3% in 2015 and calls rose from 100 to 150.",
        "Demand rose by 20% to 12 teams from 30 schools.",
        "Burglary was 60% higher (150 vs 100).",
        "From 86 offences, a fall of 14 (16%).",
        "There were 86 offences, a fall of 14 (16%) in burglary.",
        "Kind\t2013/14\t2014/15\tChange\nRobbery\t200\t190\t-5.0\n",
        "Kind\t2013/14\t2014/15\t%\nA\t10\t20\t40\nB\t20\t30\t60\n",
        "Kind\t2013/14\t2014/15\tChange (% points)\nA\t20%\t25%\t+5%\n",
        "Reports doubled in the town, where 90% of residents felt safe compared with 85% in the county.",
        "In 2015 there were 12 cases, double the number expected by the 3 officers.",
        "There was a 34% reduction in referrals, with 47 cases closed compared with 50 cases closed.",
        "The unit is open from 9 to 5. People aged from 10 to 17 took part. Prices ranged from 20 to 10, a rise.",
        "Satisfaction rose from 60% to 66%, an increase of 10%.",
        "Failures fell by 7 percentage points, from 16% in 2022 to 9% in 2023.",
        "There were 200 thefts, which is an increase of 25% (160 in the previous year).",
        "There were 200 thefts, which is an increase of 25% (n=160).",
        "Of the 690 offences 300 involved alcohol, of which 40% (n=120) were at night.",
        "There were 300 more offences than last year. Of these offences 31.2% (n=215) were closed.",
        "In one of the 14 districts 40% (n=8) agreed.",
        "In 2016 5 referrals were received. In 2016 7 referrals were made.",
        "In 2016 there were 5 arrests.\n\nRobbery\n\nIn 2016 there were 7 arrests.",
        "The town moved up from 12 to 7 in the rankings.",
        "The number of areas with increased crime went from 5 to 3.",
        "The number was in the same area (12 and 20 respectively).",
        "Half of these were domestic burglaries (12%).",
        "Detections fell to 24% (n=23) from 26%.",
        "The share rose from 10% (n=7) to 20% (n=13).",
        "Staff fell from thirty to 7 (77%).",
        "Some 72.7% of respondents (n=33) said radio.",
        "Children account for 30% of all victims. There were 345 children and 3,800 victims.",
        "In 2014/15 there were 20 burglaries and 15,246 crimes. Burglary accounts for 5% of all crime.",
        "Of the 14 districts with 300 offences, the majority (120) were in one.",
        "Incidents fell from over 100 to under 60, a fall of 45%.",
        "Between April and June 2015 there were 50 calls compared with 40 in the same period of 2014/15.",
        "Breakdown of theft and burglary offences:\n\nKind\tNumber\nTheft\t200\nBurglary\t150\nRobbery\t60\n",
        "Sex\tAverage\nTotal\t34\nMale\t35\nFemale\t33\n",
        "Kind\t2015\nTotal\t30%\nA\t5%\nB\t28%\nC\t70%\n",
        "Kind\t2015\t2016\t2017\tChange since 2015\nA\t10\t20\t30\t+20\n",
        "Kind\t2015\t2016\tChange\t% of total\nA\t10\t20\t+10\t40%\nB\t20\t30\t+10\t60%\n",
        "Kind\t2013/14\t2014/15\tChange\t95% interval from\tto\nRobbery\t205\t190\t-15\t-53\t+32\n",
        "Kind\t2013/14\t2014/15\tChange\tLower 95% confidence limit\nRobbery\t205\t190\t-15\t-53\n",
        "Total\t100\nViolence\t60\nof which domestic\t30\nTheft\t40\n",
        "Total\t100\nBy age\t\nUnder 25\t30\n25 and over\t40\nBy sex\t\nMale\t50\nFemale\t50\n",
        "Kind\tNumber\nViolence\t60\nWith injury\t40\nWithout\t20\nTheft\t40\nTotal\t100\n",
        "Area\tCrimes\tRate\nA\t100\t10.0\nB\t200\t15.0\nC\t300\t20.0\nD\t150\t30.0\nE\t120\t12.0\n",
        "The table shows 2,070 carers, and 500 of the carers were young.\n\nKind\tNumber\nCarers\t2,070\nOthers\t20\n",
        "The table shows 2,070 carers, up from 1,900 carers.\n\nKind\tNumber\nCarers\t2,070\nOthers\t20\n",
    ],
)
def test_what_must_not_be_accused(text):
    assert accused(text) == []


# Reading


def test_numbers_and_their_units():
    text = "In 2014/15 1,086 crimes, 6.6% or -382 (n=+2059) and 2 per cent,"
    text += " 21.89 per 1,000, 18 percentage points, £5, aged 16."
    found = [(number.value, number.unit) for number in numbers(text) if number.unit not in {"year", "other"}]
    assert found == [
        (1086, "count"),
        (6.6, "percent"),
        (382, "count"),
        (2059, "count"),
        (2, "percent"),
        (21.89, "rate"),
        (18, "points"),
    ]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("April 2015 to December 2015", 9),
        ("between April and December 2015", 9),
        ("Apr 2015 - Mar 2016", 12),
        ("1 April 2016 to 31 March 2017", 12),
        ("October to January", 4),
        ("July and October", None),
        ("8 April to 15 October", None),
    ],
)
def test_months_of_a_span(text, months):
    assert months_of(_SPAN.search(text)) == months


def test_a_sentence_wrapped_over_lines_is_one():
    text = "There were 690 sexual offences reported in the whole of the\nyear. Of these, 31.2% (n=215)\nwere old.\n"
    claims = audit.check(text)
    assert [(claim.verdict, claim.line) for claim in claims] == [("consistent", 2)]


def test_line_ends_and_dashes_of_any_kind():
    unix = "Kind\t2015\t2016\tChange\nA\t20\t10\t-10\n\nTheft fell by 2.8% (-382).\n"
    for text in (unix.replace("\n", "\r\n"), unix.replace("\n", "\r"), unix.replace("-", "−"), unix.replace("-", "–")):
        assert [(c.line, c.verdict) for c in audit.check(text)] == [(2, "consistent"), (4, "consistent")]


def test_tables_by_tabs_bars_and_gaps():
    for text in ("A\t1\t2\nB\t3\t4\n", "| A | 1 | 2 |\n| B | 3 | 4 |\n", "A   1   2\nB   3   4\n"):
        (table,) = tables(text, [0, text.index("\n") + 1])
        assert [[cell.value for cell in row.cells] for row in table.rows] == [[1, 2], [3, 4]]


def test_a_claim_on_one_printable_line():
    text = "Theft\x1b[31m and the like " + "very " * 40 + "much\n\u202ereduced by 5.2% (n=86)."
    (claim,) = audit.check(text)
    shown = audit.line(claim)
    assert shown.isprintable()
    assert "\n" not in shown
    assert shown.startswith('line 1: "Theft')
    assert '(n=86).": consistent: 86 is 5.2% of 1,638 to 1,670' in shown


# Any text


NOTHING = ("", " ", "\n\n", "\x00", "%", "(n=)", "٣٪ (n=٣)", "٣٣% (n=٥)", "½% (n=²)", "\ufeff", "\ud800 5%")


@pytest.mark.parametrize("text", NOTHING)
def test_little_or_nothing(text):
    assert audit.check(text) == []


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789%.,()+-–/|\t\n £nofthe =xABall totalby%", max_size=400))
def test_no_text_breaks_it(text):
    for claim in audit.check(text):
        assert claim.verdict in {"consistent", "inconsistent", "unverifiable"}
        assert 1 <= claim.line <= text.count("\n") + 1
        assert audit.line(claim).isprintable()


@STEADY
@given(st.text(max_size=300))
def test_no_unicode_breaks_it(text):
    assert isinstance(audit.check(text), list)


SLOW = [pytest.param(piece, marks=pytest.mark.slow) for piece in ("(", "\t", " ", "-", "|", "٣", "1,000,", "\x00")]


@pytest.mark.parametrize("piece", ["a", "1", *SLOW])
def test_ten_megabytes_on_one_line(piece):
    assert audit.check(piece * (10_000_000 // len(piece))) == []


@pytest.mark.parametrize(
    "piece",
    [
        "from 1 to 2 ", "5% (n=3) ", "of the 5 only 3 were 60% ", "(ABC) ", "half of ", "april to ", ". ", "\n",
        "a\t1\t2\t3\n", "x  1  2\n", "crime accounts for 5% of all crime ", "In 2014 there were 5.\n", "- - ",
        "population ",
    ],
)  # fmt: skip
def test_much_of_the_same(piece):
    """Time that grew faster than the length would not end here."""
    assert isinstance(audit.check(piece * (200_000 // len(piece))), list)


def test_it_imports_nothing_of_ours_and_nothing_heavy():
    standard = {"re", "math", "html", "bisect", "collections", "dataclasses", "itertools", "typing"}
    for module in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                assert name.split(".")[0] in standard or name.startswith("assessment.measures.audit"), (module, name)


def test_reading_keeps_places():
    text = "Über – the year’s 5% (n=2)\r\nand more"
    document = read(text)
    assert len(document.text) == len(document.original)
