"""Words of a phrase made comparable: short stems, abbreviations spelled out, words without matter left out."""

import re
from collections.abc import Iterator

_WORD = re.compile(r"[A-Za-z][A-Za-z']{0,30}")
_SHORT_FORM = re.compile(r"\(([A-Z]{2,7})s?\)")
_CAPITAL = re.compile(r"[A-Z][a-z]*")
STEM = 6

_EMPTY_WORDS = """
a about above account accounted accounting accounts across after again against all almost alone also
although an and any approximately are around as at be been being below between both but by can case cases
compared contributed contributing currently did do does down due during each ended estimated every for from
further had has have having how however in including increase increased increases increasing into is it its
just last latter level local made make making month months more most nearly no not number numbers of on only
or other our out over overall per period previous proportion rate rates received recorded recording reduced
reduction reductions related relating reported represent represented representing respectively seeing seen
share should showed shown similar similarly since so some such than that the their them then there these
they this those through to total totals under until up was we were when where which while who whole with
within would year years
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
NEUTRAL = frozenset({"crime", "offenc", "incide", "case", "people", "indivi", "person"})
"""Stems a numerator may have besides its own: what is counted, which the whole often names for both."""

ShortForms = dict[str, str]


def short_forms(text: str) -> ShortForms:
    """Abbreviations the text itself explains: Violence Against the Person (VAP)."""
    found: ShortForms = {}
    for match in _SHORT_FORM.finditer(text):
        spelled = _spelled(text[max(0, match.start() - 90) : match.start()], match[1])
        if spelled:
            found.setdefault(match[1], spelled)
    return found


def _spelled(before: str, letters: str) -> str:
    """The last capitalised words of `before` whose first letters are these letters."""
    words = before.split()
    initials = ""
    for place in range(len(words) - 1, -1, -1):
        parts = [found[0][0] for found in _CAPITAL.finditer(words[place])]
        initials = "".join(parts) + initials
        if initials == letters:
            return " ".join(words[place:])
        if len(initials) >= len(letters):
            return ""
    return ""


def stems(phrase: str, forms: ShortForms) -> frozenset[str]:
    """The comparable words of a phrase: six letters each, plural s off, abbreviations spelled out."""
    return frozenset(_stems(phrase, forms))


def _stems(phrase: str, forms: ShortForms) -> Iterator[str]:
    for word in _WORD.findall(phrase):
        base = word.removesuffix("'s").removesuffix("s'")
        form = base if base in forms else base.removesuffix("s")
        if form in forms:
            yield from _stems(forms[form], {})
        elif base.lower() not in _EMPTY:
            yield _stem(base.lower())


def _stem(word: str) -> str:
    single = word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
    return single[:STEM]


def matter(words: frozenset[str]) -> frozenset[str]:
    """The stems without the neutral ones, or all of them where nothing else is left."""
    return words - NEUTRAL or words
