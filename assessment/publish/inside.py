"""Hidden counts of months, places and areas that follow from those inside them or around them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from assessment.figures import Figure
from assessment.neighbours import Neighbour
from assessment.periods import months_of
from assessment.publish import together
from assessment.publish.beside import Count, is_count
from assessment.publish.nested import Observed, narrow, small_differences
from assessment.publish.together import NOWHERE, Place

TESTED = ("control_", "trend_", "quarter_")  # made of every month: with the others shown they tell one
Cell = tuple[str, str, Sequence[str], float | None]  # id, period, places (none: the area), count (None: hidden)


def told_by_parts(cells: Iterable[Cell], figures: Iterable[Figure], threshold: int) -> Iterator[str]:
    """What months, quarters, years and views over some months tell of each other, and LSOAs, wards and the area."""
    figures, cells = list(figures), list(cells)
    held = _held(cells, figures, {id for id, *_ in cells})
    for (id, months, _), counts in held.items():
        if months and None in counts and len(counts) > 1:
            yield f"{id} ({_span(months)}) is hidden in one place and shown in another"
    known = _known(held)
    yield from _told_by_months(known, threshold)
    yield from _told_by_places(known, threshold)
    yield from _told_by_tests(known, figures)


def told_together(
    cells: Iterable[Cell], figures: Iterable[Figure], sums: Iterable[Mapping], threshold: int
) -> Iterator[str]:
    """What kinds, months and places tell when they are taken together."""
    cells, sums = list(cells), list(sums)
    ids = {id for id, *_ in cells} | {id for one in sums for id in (one["whole"], *one["parts"])}
    yield from together.told(_known(_held(cells, figures, ids)), sums, threshold)


def _held(cells: Iterable[Cell], figures: Iterable[Figure], ids: Collection[str]) -> dict[Place, set[float | None]]:
    """Every count told of some ids, by id, months and places; None where it is hidden."""
    held: dict[Place, set[float | None]] = defaultdict(set)
    for id, period, places, count in cells:
        held[id, months_of(period), frozenset(places)].add(count)
    for one in figures:
        if one.id in ids and is_count(one):
            held[one.id, months_of(one.period), frozenset()].add(one.value)
    return held


def _known(held: Mapping[Place, set[float | None]]) -> dict[Place, float | None]:
    return {place: min(counts, key=lambda one: (one is None, one)) for place, counts in held.items() if place[1]}


def _span(months: Iterable[str]) -> str:
    return " to ".join(dict.fromkeys((min(months), max(months))))


def _told_by_months(known: Mapping, threshold: int) -> Iterator[str]:
    groups: dict[tuple, dict] = defaultdict(dict)
    for (id, months, places), count in known.items():
        groups[id, places][frozenset(months)] = count
    for (id, _), observed in groups.items():
        yield from _told(id, observed, _span, threshold)


def _told_by_places(known: Mapping, threshold: int) -> Iterator[str]:
    groups: dict[tuple, dict] = defaultdict(dict)
    for (id, months, places), count in known.items():
        groups[id, months][places] = count
    for (id, months), observed in groups.items():
        everywhere = frozenset().union(*observed) | {NOWHERE}
        whole = {places or everywhere: count for places, count in observed.items()}
        for places in narrow(whole, threshold):
            yield f"{id} ({_span(months)}) in {', '.join(sorted(places)[:3])} follows from the places shown"


def _told(id: str, observed: Observed, name: object, threshold: int) -> Iterator[str]:
    for parts in narrow(observed, threshold):
        yield f"{id} ({name(parts)}) follows from the counts shown of what it lies in and of what lies in it"
    for outer, inner in small_differences(observed, threshold):
        yield f"{id} ({name(outer)}) and ({name(inner)}) differ by a number that is hidden"


def _told_by_tests(known: Mapping, figures: Iterable[Figure]) -> Iterator[str]:
    months = [(id, count) for (id, months, _), count in known.items() if len(months) == 1]
    hidden = {id.removesuffix("count") for id, count in months if count is None}
    for one in figures:
        start, _, last = one.id.rpartition(".")
        if f"{start}." in hidden and last.startswith(TESTED) and not one.suppressed:
            yield f"{one.id} ({one.period}) is shown, and months that it is made of are hidden"


def told_beside(
    ids: Collection[str], figures: Iterable[Figure], elsewhere: Mapping[Count, float], threshold: int
) -> Iterator[str]:
    """What an edition of a part of the year tells with one of the whole, or of another part, of guarded `ids`."""
    groups: dict[str, dict[frozenset[str], float | None]] = defaultdict(dict)
    theirs: dict[str, dict[frozenset[str], float]] = defaultdict(dict)
    for (id, period), count in elsewhere.items():
        if id in ids and id.endswith(".count") and (months := months_of(period)):
            theirs[id][frozenset(months)] = count
    for one in figures:
        if one.id in theirs and is_count(one) and (months := months_of(one.period)):
            groups[one.id][frozenset(months)] = one.value
    for id, ours in groups.items():
        own = frozenset().union(*ours)
        around = {months: count for months, count in theirs[id].items() if months & own}
        for fault in _told(id, around | ours, _span, threshold):
            yield f"{fault}, with another edition of this area"


def told_by_numbers(
    ids: Collection[str], figures: Iterable[Figure], beside: Iterable[Neighbour], threshold: int
) -> Iterator[str]:
    """Figures of guarded `ids` that differ by few people from those of another edition over other months."""
    others = [*beside]
    for one in figures:
        if one.id in ids and any(other.differs_by_few(one, threshold) for other in others):
            yield f"{one.id} ({one.period}) and that of another edition differ by a number that is hidden"


def told_by_areas(
    ids: Collection[str],
    figures: Iterable[Figure],
    ours: frozenset[str],
    others: Iterable[tuple[frozenset[str], Mapping[Count, float | None]]],
    threshold: int,
) -> Iterator[str]:
    """What the editions of areas that share authorities with ours tell of each other's counts of guarded `ids`."""
    groups: dict[Count, dict[frozenset[str], float | None]] = defaultdict(dict)
    for authorities, counts in others:
        for place, count in counts.items():
            if place[0] in ids:
                groups[place][authorities] = count
    for one in figures:
        if (place := (one.id, one.period)) in groups and is_count(one):
            theirs = groups[place].setdefault(ours, one.value)
            if theirs != one.value and None in (theirs, one.value):
                yield f"{one.id} ({one.period}) is hidden in one area's edition and shown in another's"
    for (id, period), observed in groups.items():
        yield from _told(f"{id} ({period})", observed, lambda parts: ", ".join(sorted(parts)), threshold)
