"""The auditor: the numerical claims of a text, each with a verdict and its arithmetic.

`check` reads a text and nothing else. A claim is *consistent* when figures printed with it, or elsewhere in the
text, bear it out (for a change with its count: when a whole number exists as its base); *inconsistent* when they
cannot all be right, whatever was rounded; *unverifiable* when the text cannot decide. It would rather leave a
claim undecided than accuse it wrongly. The interval of the base, |d|/((|p|+h)/100) to |d|/((|p|-h)/100) with h half
of the last printed digit, and every threshold stand in `docs/methods_audit.md`.
"""

from collections.abc import Iterator
from dataclasses import replace

from assessment.measures.audit import (
    cascade,
    counted,
    lookback,
    moves,
    part_year,
    points,
    repeats,
    shares,
    table_changes,
    table_rates,
    table_sums,
    wording,
)
from assessment.measures.audit.claim import INCONSISTENT, Claim, Draft, line, summary
from assessment.measures.audit.facts import Facts
from assessment.measures.audit.page import text_of
from assessment.measures.audit.reading import MOST_NUMBERS, Document, decode, read

__all__ = ["INCONSISTENT", "Claim", "check", "check_page", "decode", "line", "summary"]

# The first rule that deals with a percentage keeps it from the later ones.
_SENTENCE_RULES = (
    moves.moves,
    shares.a_of_b,
    counted.counted,
    cascade.cascade,
    shares.of_n_only_k,
    wording.ratios,
    wording.fractions,
    wording.multiples,
    wording.similar,
    wording.majority,
    wording.contribution,
    points.points,
    lookback.splits,
    lookback.only_k,
    shares.part_of_n,
    shares.share_of_n,
    shares.complements,
)
_LATER_RULES = (shares.of_all, shares.uncounted, part_year.spans)
_TABLE_RULES = (
    table_changes.changes,
    table_sums.parts,
    table_rates.hundreds,
    table_rates.bases,
    part_year.rows,
    part_year.columns,
)


def check(text: str) -> list[Claim]:
    """Find the numerical claims of a text and judge each, in the order of the text.

    Returns one `Claim` for every percentage with a count, change between two figures, share, sum in a list or
    table, wording of a ratio and part of a year found. Any text will do, of any length; time grows with the
    length alone. ValueError for what is no text. Source of the rules: `docs/methods_audit.md`.
    """
    if not isinstance(text, str):
        message = f"the text is {type(text).__name__}: give a str, decoded from its file"
        raise ValueError(message)
    document = read(text)
    document.facts = Facts(document)
    drafts = [*_in_tables(document), *_in_sentences(document), *lookback.lists(document)]
    drafts += [*repeats.in_tables(document), *repeats.in_sentences(document)]
    return [_claim(document, draft) for draft in sorted(drafts, key=lambda draft: (draft.start, draft.end))]


def check_page(html: str) -> list[Claim]:
    """The claims of the words of a page of HTML, each with its line of the page; as `check` else."""
    words, lines = text_of(html)
    return [replace(claim, line=lines[claim.line - 1]) for claim in check(words)]


def _in_tables(document: Document) -> Iterator[Draft]:
    for table in document.tables:
        for rule in _TABLE_RULES:
            yield from rule(document, table)


def _in_sentences(document: Document) -> Iterator[Draft]:
    """First the rules that stand on their own sentence; then those that need the facts these work out."""
    taken: set[int] = set()
    for rules in (_SENTENCE_RULES, _LATER_RULES):
        for sentence in document.sentences:
            if not 0 < len(sentence.numbers) <= MOST_NUMBERS:
                continue
            for rule in rules:
                for draft in rule(document, sentence, taken):
                    taken.update(draft.uses)
                    yield draft


def _claim(document: Document, draft: Draft) -> Claim:
    words = document.words(draft.start, draft.end)
    return Claim(words, document.line(draft.start), draft.kind, draft.verdict, draft.arithmetic, draft.low, draft.high)
