"""Hidden counts that follow from sums of several sorts at once: kinds of a whole, months of a year, places."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from assessment.measures.linked import Line, widths

NOWHERE = "elsewhere"  # the place of records without one
Place = tuple[str, tuple[str, ...], frozenset[str]]  # id, months, places (none: the area)
Known = Mapping[Place, float | None]  # None where it is hidden


def told(known: Known, sums: Iterable[Mapping], threshold: int) -> Iterator[str]:
    """What kinds tell in the months and places for which both they and their whole are known.

    `sums` are wholes with their `parts`, and whether these are `all`; of a kind that has no count there it is not known
    how many there were. Only ids that stand in such a sum are looked at: the others are by themselves.
    """
    lines = list(_of_kinds(known, sums))
    linked = {id for line in lines for id, *_ in line.signs}
    if linked:
        own = {place: count for place, count in known.items() if place[0] in linked}
        lines += [*_of_months(own), *_of_places(own)]
    for (id, months, places), width in widths(lines, least=0).items():
        if width < threshold:
            where = f" in {', '.join(sorted(places)[:3])}" if places else ""
            yield f"{id} ({months[0]} to {months[-1]}){where} follows from kinds, months and places together"


def _line(known: Known, whole: Place, parts: Iterable[Place], *, open_: bool) -> Iterator[Line]:
    """The hidden ones of a whole and its parts; nothing where none is hidden."""
    shown = [place for place in parts if known[place] is not None]
    signs = {place: 1 for place in parts if known[place] is None} | ({whole: -1} if known[whole] is None else {})
    if signs:
        yield Line(signs, (known[whole] or 0) - sum(known[place] for place in shown), open_)


def _of_kinds(known: Known, sums: Iterable[Mapping]) -> Iterator[Line]:
    families = {(one["whole"], tuple(one["parts"])): one["all"] for one in sums}
    for (id, *where), _ in known.items():
        for (whole, parts), every in families.items():
            there = [(part, *where) for part in parts if (part, *where) in known] if whole == id else []
            if there:
                yield from _line(known, (whole, *where), there, open_=not every or len(there) < len(parts))


def _of_months(known: Known) -> Iterator[Line]:
    for id, months, places in known:
        parts = [(id, (month,), places) for month in months]
        if len(months) > 1 and all(part in known for part in parts):
            yield from _line(known, (id, months, places), parts, open_=False)


def _of_places(known: Known) -> Iterator[Line]:
    """The area and what is in no place; each ward and its LSOAs."""
    groups: dict[tuple, list[frozenset[str]]] = defaultdict(list)
    for id, months, places in known:
        groups[id, months].append(places)
    for (id, months), found in groups.items():
        single = [places for places in found if len(places) == 1]
        everywhere = frozenset().union(*single)
        for whole in found:
            inside = everywhere if not whole else whole if len(whole) > 1 and whole <= everywhere else frozenset()
            if inside and (whole or NOWHERE in inside):
                parts = [(id, months, one) for one in single if one <= inside]
                yield from _line(known, (id, months, whole), parts, open_=False)
