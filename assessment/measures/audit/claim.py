"""A claim found in a text, its verdict, and the one line the command prints of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["consistent", "inconsistent", "unverifiable"]
CONSISTENT: Verdict = "consistent"
INCONSISTENT: Verdict = "inconsistent"
UNVERIFIABLE: Verdict = "unverifiable"

_SHOWN = 120
_UNPRINTABLE = re.compile(r"[^\S ]+|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Claim:
    """One numerical claim of a text.

    `words` as they stand (white space made single), `line` counts from 1, `kind` says what sort of claim it
    is, `arithmetic` is the sum in words and numbers. `low` to `high` is the interval of the base (the earlier
    count of a change, the whole of a share), in whole numbers rounded outward and equal where only one whole
    number fits; both are None where no base is implied, and `high` may be infinite.
    """

    words: str
    line: int
    kind: str
    verdict: Verdict
    arithmetic: str
    low: float | None = None
    high: float | None = None


def line(claim: Claim) -> str:
    """One printable line: where, the words (shortened in the middle), the verdict, the arithmetic."""
    words = _printable(claim.words)
    if len(words) > _SHOWN:
        words = f"{words[: _SHOWN // 2].rstrip()} … {words[-_SHOWN // 2 :].lstrip()}"
    return f'line {claim.line}: "{words}": {claim.verdict}: {_printable(claim.arithmetic)}'


def summary(claims: Sequence[Claim]) -> str:
    """How many claims were read, and how many have each verdict, in one line."""
    if not claims:
        return "No claim whose arithmetic can be checked was found in this text."
    told = Counter(claim.verdict for claim in claims)
    counts = ", ".join(f"{told[verdict]} {verdict}" for verdict in (CONSISTENT, INCONSISTENT, UNVERIFIABLE))
    return f"{len(claims)} claim{'' if len(claims) == 1 else 's'} read: {counts}."


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


@dataclass(frozen=True)
class Draft:
    """A claim by its place: `start` to `end` in the text, `uses` the starts of the numbers it has dealt with."""

    start: int
    end: int
    kind: str
    verdict: Verdict
    arithmetic: str
    low: float | None = None
    high: float | None = None
    uses: tuple[int, ...] = ()
