"""Names as people type them: what they have in common, what a file is called after them, which are near."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

from assessment.errors import UsageError
from assessment.settings import LONGEST

SLUG = 60  # letters of a file's name


def plain(name: str) -> str:
    """A name without case, marks, accents and needless blanks: `King's  Lynn & West` is `kings lynn and west`."""
    flat = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    kept = "".join(sign for sign in flat if not unicodedata.combining(sign) and sign not in "'’")
    return " ".join(re.findall(r"[^\W_]+", kept))


def slug_of(name: str) -> str:
    """What the file is called: `Blackburn with Darwen` is `blackburn-with-darwen`. Raises UsageError for no letter."""
    slug = re.sub(r"[^a-z0-9]+", "-", plain(name)).strip("-")[:SLUG].strip("-")
    if not slug:
        what = f"No file can be called after '{name}'"
        raise UsageError(what, mend="Give a name with letters from a to z or numbers in it.")
    return slug


def typed(name: str, what: str = "name") -> str:
    """A name without blanks around it. Raises UsageError for an empty or long one, or one with signs not to be seen."""
    told = name.strip()
    if not told or len(told) > LONGEST or not told.isprintable():
        fault = f"The {what} is {'empty' if not told else 'too long' if len(told) > LONGEST else 'not all to be seen'}"
        raise UsageError(fault, mend=f"Write it in one to {LONGEST} letters and signs, all of which can be seen.")
    return told


def nearest(name: str, names: Iterable[str]) -> list[str]:
    """The names that are most like one, the likest first; those that hold it as a word too."""
    by_plain = {plain(known): known for known in names}
    key = plain(name)
    inside = [known for known in by_plain if key and f" {key} " in f" {known} "]
    close = difflib.get_close_matches(key, by_plain, n=5, cutoff=0.6)
    return [by_plain[known] for known in dict.fromkeys([*close, *sorted(inside)])][:5]


def listed(names: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    told = list(names)
    return f" {last} ".join(filter(None, [", ".join(told[:-1]), *told[-1:]]))
