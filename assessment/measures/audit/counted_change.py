"""A change printed with its count: is there an earlier count, and is it the one the text gives?"""

import re

from assessment.measures.audit.claim import CONSISTENT, INCONSISTENT, UNVERIFIABLE, Draft
from assessment.measures.audit.context import subject
from assessment.measures.audit.facts import MOST, Fact
from assessment.measures.audit.numbers import Number
from assessment.measures.audit.reading import Document, Sentence
from assessment.measures.audit.sums import agrees, half_digit, implied_base, interval, shown, whole_bases

KIND = "change with a count"
_LINKED = re.compile(
    r"[^.;:]{0,80}\b(?:which (?:was|is|were|are|represents?|represented|means)|representing|this (?:is|was|represents))"
    r" (?:an? )?[^0-9]{0,40}$"
)
_BESIDE = re.compile(
    r"(?:(?! (?:and|while|whilst|but|where|when|with) )[^.;:,(0-9-]){1,60}\s?[,(-]\s?(?:(?:an? )?(?:[a-z]{1,12} )?"
    r"(?:fall|rise|drop|decrease|increase|reduction) of|down|up)(?: by)? $"
)
_OF_BEFORE = re.compile(r"\b(?:from|compared|than|against|last|previous|prior|earlier|before)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"\s?[.,;)]|\s(?:on|since|over|from|compared|in (?:the (?:last|year|previous|same)|(?:19|20)))\b")
_LEADS_TO_LEVEL = re.compile(r",? to ")
_DATE = re.compile(
    r"(?:st|nd|rd|th)?\s?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|per\b|in\b|out\b|[/:.-][0-9])",
    re.IGNORECASE,
)


def judge_change(
    document: Document, sentence: Sentence, percent: Number, count: Number, end: int, towards: int
) -> Draft:
    """The verdict on "a rise of p% (n=d)": the base implied, held against a total the sentence gives."""
    draft = _of_itself(percent, count, towards)
    if draft.verdict == INCONSISTENT:
        return draft
    against = _against_totals(document, sentence, percent, count, end, towards)
    against = against or _against_level(document, sentence, percent, count, end, towards)
    draft = against or _pinned(document, sentence, percent, count, towards, draft)
    _remember(document, sentence, percent, count, towards, draft)
    return draft


def _of_itself(percent: Number, count: Number, towards: int) -> Draft:
    size = shown(count.value)
    low, _ = implied_base(count.low, percent.value, percent.decimals)
    _, high = implied_base(count.high, percent.value, percent.decimals)
    if count.sign and count.sign != "+-"[towards < 0]:
        sums = f"{count.sign}{size} is not {'a rise' if towards > 0 else 'a fall'}"
        return _draft(INCONSISTENT, sums)
    if towards < 0 and percent.value - half_digit(percent.decimals) > 100:
        return _draft(INCONSISTENT, f"a count cannot fall by more than 100%: {shown(percent.value, percent.decimals)}%")
    if not count.value:
        verdict = CONSISTENT if percent.low <= 0 else INCONSISTENT
        return _draft(verdict, f"a change of 0 is 0%, printed {shown(percent.value, percent.decimals)}%")
    bases = whole_bases(low, high)
    said = f"{size} is {shown(percent.value, percent.decimals)}% of {shown(low, 2)} to {shown(high, 2)}"
    if bases is None:
        other = "" if count.sign else _other_reading(percent, count, towards)
        verdict = UNVERIFIABLE if other else INCONSISTENT
        return _draft(verdict, f"{said}: no whole number lies in it{other}")
    later = (bases[0] + towards * count.value, bases[1] + towards * count.value)
    sums = f"{size} is {shown(percent.value, percent.decimals)}% of {interval(*bases)}, so now {interval(*later)}"
    return _draft(CONSISTENT, sums, bases)


def _other_reading(percent: Number, count: Number, towards: int) -> str:
    """A count without a sign may be the count before or the count of now rather than the difference."""
    near = round(percent.value * count.value / 100)
    differences = range(max(1, near - 1), near + 2)
    if any(agrees(gap, count.value, percent.value, percent.decimals) for gap in differences):
        return f"; {shown(count.value)} may be the count before"
    then = count.value / (1 + towards * percent.value / 100) if towards > 0 or percent.value < 100 else 0.0
    befores = range(max(1, round(then) - 1), round(then) + 2)
    if any(agrees(abs(count.value - b), b, percent.value, percent.decimals) for b in befores):
        return f"; {shown(count.value)} may be the count of now"
    return ""


def _draft(verdict: str, sums: str, bases: tuple[float, float] | None = None) -> Draft:
    low, high = bases or (None, None)
    return Draft(0, 0, KIND, verdict, sums, low, high)  # type: ignore[arg-type]


def _against_totals(
    document: Document, sentence: Sentence, percent: Number, count: Number, end: int, towards: int
) -> Draft | None:
    """The total of now, where the sentence gives one before the change; several are only ever a help."""
    change = min(percent.start, count.start)
    totals = [n for n in sentence.numbers if n.end <= change and n.unit == "count" and not n.spelled]
    fitting = [
        n for n in totals if agrees(count.value, n.value - towards * count.value, percent.value, percent.decimals)
    ]
    if fitting:
        bases = sorted({n.value - towards * count.value for n in fitting})
        sums = "; ".join(_sum(n.value, count.value, towards) for n in fitting)
        return _draft(CONSISTENT, f"{sums}, printed {_print(percent)}", (bases[0], bases[-1]))
    apart = totals and any(totals[0].end < n.start < percent.start and n.unit == "percent" for n in sentence.numbers)
    if len(totals) != 1 or apart:
        return None
    total = totals[0]
    beside = _BESIDE.fullmatch(document.text, total.end, change)
    if not (beside or _LINKED.fullmatch(document.text, total.end, change)):
        return None
    if total.low < total.high or total.value - towards * count.value <= 0:
        return _draft(UNVERIFIABLE, f"{shown(total.value)} is not the exact total of now")
    if not count.sign and agrees(abs(total.value - count.value), count.value, percent.value, percent.decimals):
        sums = f"from {shown(count.value)} to {shown(total.value)}, printed {_print(percent)}"
        return _draft(CONSISTENT, sums, (count.value, count.value))
    sums = _sum(total.value, count.value, towards)
    sure = not beside or not (
        _OF_BEFORE.search(document.text, sentence.start, change) or not _GOES_ON.match(document.text, end)
    )
    verdict = INCONSISTENT if sure else UNVERIFIABLE
    return _draft(verdict, f"{sums}, printed {_print(percent)}", (total.value - towards * count.value,) * 2)


def _against_level(
    document: Document, sentence: Sentence, percent: Number, count: Number, end: int, towards: int
) -> Draft | None:
    """The total of now where it follows at once: down by 10% (-1,000) to 9,000."""
    follows = (n for n in sentence.numbers if n.start >= end and _LEADS_TO_LEVEL.fullmatch(document.text, end, n.start))
    total = next(follows, None)
    if total is None or total.unit != "count" or total.low < total.high or _DATE.match(document.text, total.end):
        return None
    base = total.value - towards * count.value
    if base <= 0 or count.low < count.high:
        return None
    holds = agrees(count.value, base, percent.value, percent.decimals)
    sums = f"{_sum(total.value, count.value, towards)}, printed {_print(percent)}"
    return _draft(CONSISTENT if holds else INCONSISTENT, sums, (base, base))


def _sum(total: float, count: float, towards: int) -> str:
    base = total - towards * count
    sign = "-" if towards > 0 else "+"
    share = f"{100 * count / base:.2f}%"
    return f"{shown(total)} {sign} {shown(count)} = {shown(base)}, {shown(count)}/{shown(base)} = {share}"


def _print(percent: Number) -> str:
    return f"{shown(percent.value, percent.decimals)}%"


def _pinned(
    document: Document, sentence: Sentence, percent: Number, count: Number, towards: int, draft: Draft
) -> Draft:
    """A total printed elsewhere for the same words picks one base out of the interval; it never judges."""
    words = subject(document, sentence, percent.start, document.facts.forms)
    if not words or draft.low is None or draft.high is None or draft.low == draft.high:
        return draft
    for fact in document.facts.exactly(words):
        base = fact.low - towards * count.value
        inside = fact.low == fact.high and draft.low <= base <= draft.high
        if inside and agrees(count.value, base, percent.value, percent.decimals):
            sums = f"{_sum(fact.low, count.value, towards)}, printed {_print(percent)}"
            return _draft(CONSISTENT, f"{sums} (total of line {document.line(fact.start)})", (base, base))
    return draft


def _remember(
    document: Document, sentence: Sentence, percent: Number, count: Number, towards: int, draft: Draft
) -> None:
    """Keep the count of now as a fact for claims about shares."""
    words = subject(document, sentence, percent.start, document.facts.forms)
    if words and len(document.facts.changes) < MOST:
        document.facts.changes.append(Fact(towards * count.value, towards * count.value, words, sentence.start))
    if words and draft.verdict == CONSISTENT and draft.low is not None and draft.high is not None:
        low, high = draft.low + towards * count.value, draft.high + towards * count.value
        document.facts.add(Fact(low, high, words, sentence.start, worked_out=True))
