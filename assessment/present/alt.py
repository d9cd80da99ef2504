"""The text alternative of a picture, made from its data.

What, range, direction, extremes, in one or two sentences.
"""

from collections.abc import Sequence

import numpy as np

from assessment.present.markup import clean
from assessment.present.wording.numbers import listed, number, ordinal, percent, sentence, signed

EMPTY = {"nan", "none", "nat", "<na>", ""}


def named(name: object, most: int = 60) -> str:
    """A name for a sentence: cleaned, cut at 60 characters, and in words where it is empty."""
    told = " ".join(clean(name).split())
    if told.lower() in EMPTY:
        return "unnamed"
    return told if len(told) <= most else f"{told[: most - 1]}…"


def _whole(subtitle: str) -> str:
    return clean(subtitle).strip().rstrip(".")


def _known(values: Sequence[float]) -> list[int]:
    return [at for at, value in enumerate(values) if np.isfinite(value)]


def _gaps(missing: int, what: str) -> str:
    return f"; {number(missing)} {what}{'' if missing == 1 else 's'} not shown" if missing else ""


def _valued(value: float, decimals: int, suffix: str) -> str:
    return percent(value, decimals) if suffix == "%" else number(value, decimals) + suffix


def of_categories(
    kind: str,
    subtitle: str,
    names: Sequence[object],
    values: Sequence[float],
    *,
    decimals: int = 0,
    suffix: str = "",
) -> str:
    """Bars, dots or places: how many, the least and the most."""
    known = _known(values)
    what = f"{kind}: {_whole(subtitle)}"
    if not known:
        return sentence(f"{what}. No value can be shown")
    least, most = min(known, key=lambda at: values[at]), max(known, key=lambda at: values[at])
    ends = [f"{named(names[at])} ({_valued(values[at], decimals, suffix)})" for at in (least, most)]
    if len(known) == 1:
        told = f"One value: {ends[0]}"
    else:
        told = f"{number(len(known))} rows: the least is {ends[0]}, the most {ends[1]}"
    return sentence(f"{what}. {told}{_gaps(len(values) - len(known), 'value')}")


def of_series(
    kind: str,
    subtitle: str,
    times: Sequence[object],
    values: Sequence[float],
    *,
    name: str = "",
    decimals: int = 0,
    suffix: str = "",
) -> str:
    """A line: its first and last value, the direction between them, its lowest and highest point."""
    known = _known(values)
    what = f"{kind}: {_whole(subtitle)}"
    if not known:
        return sentence(f"{what}. No value can be shown")
    told = {at: f"{number(values[at], decimals)}{suffix} in {named(times[at])}" for at in known}
    first, last = known[0], known[-1]
    if first == last:
        return sentence(f"{what}. One value: {told[first]}")
    way = "up" if values[last] > values[first] else "down"
    course = f"{way} from {told[first]} to {told[last]}"
    if values[last] == values[first]:
        course = f"the same at both ends, {told[first]} and {told[last]}"
    low, high = min(known, key=lambda at: values[at]), max(known, key=lambda at: values[at])
    ends = f"{named(name) + ', ' if name else ''}{course}"
    marked = [f"{word} {told[at]}" for word, at in (("lowest", low), ("highest", high)) if at not in (first, last)]
    extremes = f"; {listed(marked)}" if marked else ""
    return sentence(f"{what}. {ends[:1].upper()}{ends[1:]}{extremes}{_gaps(len(values) - len(known), 'point')}")


def of_ranks(kind: str, subtitle: str, releases: Sequence[object], ranks: Sequence[float], *, name: str = "") -> str:
    """A line of ranks, 1 being the most deprived: first, last, and which way in words."""
    known = _known(ranks)
    what = f"{kind}, 1st being the most deprived: {_whole(subtitle)}"
    if not known:
        return sentence(f"{what}. No value can be shown")
    told = [f"{ordinal(int(ranks[at]))} in {named(releases[at])}" for at in (known[0], known[-1])]
    moved = ranks[known[-1]] - ranks[known[0]]
    way = "more deprived" if moved < 0 else "less deprived" if moved > 0 else "the same rank"
    ends = f"One value: {told[0]}" if len(known) == 1 else f"{way}, from {told[0]} to {told[1]}"
    return sentence(f"{what}. {named(name) + ': ' if name else ''}{ends}")


def of_changes(kind: str, subtitle: str, names: Sequence[object], changes: Sequence[float]) -> str:
    """Bars of change: how many rose and fell, the largest of each."""
    known = _known(changes)
    rose = [at for at in known if changes[at] > 0]
    fell = [at for at in known if changes[at] < 0]
    told = []
    for word, found, best in (("rose", rose, max), ("fell", fell, min)):
        if found:
            most = best(found, key=lambda at: changes[at])
            told.append(f"{number(len(found))} {word}, {named(names[most])} the most ({signed(changes[most])})")
    same = len(known) - len(rose) - len(fell)
    told += [f"{number(same)} did not change"] if same else []
    gaps = _gaps(len(changes) - len(known), "value")
    return sentence(f"{kind}: {_whole(subtitle)}. {listed(told) if told else 'No value can be shown'}{gaps}")
