"""Who is harmed and who is suspected, by age; and who, and which places, are harmed again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.crime.ages import BANDS, by_band, hidden_bands
from assessment.chapters.crime.ages import CHILDREN as UNDER_16
from assessment.chapters.crime.changes import YearChange
from assessment.chapters.crime.subjects import Subject, inside
from assessment.chapters.crime.themes import told_share
from assessment.chapters.disclosed import SYMBOL
from assessment.measures.rates import standardised_ratio
from assessment.present import charts, wording
from assessment.present.parts import Prose, Section
from assessment.present.tables import Table
from assessment.present.wording.numbers import SMALL_BASE

SIDES = {"victim_age": "victims", "suspect_age": "suspects"}
GROUPS = {  # as the population's columns have them: a risk against residents needs the same ages
    "age_0_15": ("under_16", "under 16", UNDER_16),
    "age_16_64": ("16_64", "aged 16 to 64", BANDS[3:10]),
    "age_65_plus": ("65_plus", "aged 65 or over", BANDS[10:]),
}
YOUNG = ("15_24", "15 to 24", ("15", "16-19", "20-24"))
CHILDREN = ("under_16", "under 16", UNDER_16)
OVERALL = "observed over expected at the residents' share, Byar's limits"
NO_AGES = (
    "The residents by the same ages are not in the files, so these are shares of those whose age is known and not "
    "risks: a band with more residents has more victims for that reason alone."
)
REPEATS = "repeat victims and repeat places"
KEYS = {"victim_key": ("victims", "victim"), "place_key": ("places", "place")}


@dataclass(frozen=True)
class Ages:
    """How many of one side are in each age band, of those whose age is `known`, out of `records`."""

    who: str
    counts: pd.Series
    records: int
    hidden: pd.Series  # whether the count of a band is not to be shown

    @property
    def known(self) -> int:
        """Of how many the age is known."""
        return int(self.counts.sum())


def ages_of(chapter: Chapter, subject: Subject) -> list[Ages]:
    """Victims and suspects of the year by age band; a side of whom fewer than twenty ages are known is left out."""
    records, found = chapter.counts.records(subject, chapter.year), []
    for column, who in SIDES.items():
        counts = by_band(records, column)
        if counts.sum() >= SMALL_BASE:
            found.append(Ages(who, counts, len(records), hidden_bands(chapter, subject, column)))
    return found


def people_section(chapter: Chapter, found: YearChange) -> Section:
    """Victims and suspects by age as shares, and their risk against residents where their ages are known."""
    sides, again = ages_of(chapter, found.subject), tuple(repeat_sentences(chapter, found.subject))
    if not sides:
        lost = "Victims and suspects by age" if again else f"Victims and suspects by age, and {REPEATS}"
        return Section((chapter.missing(lost, "force_extract"), Prose(again) if again else None))
    told = [sentence for side in sides for sentence in _side_sentences(chapter, found.subject, side)]
    risks = [risk for side in sides for risk in _risks(chapter, found.subject, side)]
    words = (*told, *(risks or [NO_AGES]))
    lost = None if again else chapter.missing(REPEATS[0].upper() + REPEATS[1:], "force_extract")
    told = Prose((*words, *again))
    return Section((_picture(chapter, found.subject, sides), _table(chapter, found.subject, sides), told, lost))


def _hidden(side: Ages) -> pd.Series:
    """The counts with the small ones hidden so that no other tells them; `[c]` in their place."""
    return side.counts.astype(object).mask(side.hidden, SYMBOL)


def _picture(chapter: Chapter, subject: Subject, sides: list[Ages]) -> object:
    shares = {side.who: [one if one == SYMBOL else one / side.known for one in _hidden(side)] for side in sides}
    first, *others = sides
    frame = pd.DataFrame({"label": list(map(_in_words, BANDS)), "value": shares[first.who]})
    frame = frame.assign(other=shares[others[0].who]) if others else frame
    return charts.share_dots(
        frame,
        ours=first.who.capitalize(),
        other=others[0].who.capitalize() if others else "",
        axis="Share of those whose age is known",
        as_given=True,
        title=_title(subject, first),
        subtitle=f"{subject.label}: {wording.listed(side.who for side in sides)} by age, per cent of those whose age "
        f"is known, {chapter.counts.period(subject, chapter.year)}",
        **chapter.about(subject.kind),
    )


def _title(subject: Subject, side: Ages) -> str:
    top = side.counts.idxmax()
    share = f", {wording.share(int(side.counts[top]), side.known)}" if _tells(side, (top,)) else ""
    return f"{subject.label}: more {side.who} are aged {_in_words(top)} than in any other band{share}"


def _tells(side: Ages, bands: Iterable[str]) -> bool:
    """Whether some bands may be told together: none of them is hidden, and so nothing hidden can be worked out."""
    return not side.hidden[list(bands)].any()


def _in_words(band: str) -> str:
    return band.replace("-", " to ") if "-" in band else band.replace("+", " or over")


def _table(chapter: Chapter, subject: Subject, sides: list[Ages]) -> Table:
    columns = {"Age": [_in_words(band) for band in BANDS]}
    for side in sides:
        hidden = _hidden(side)
        columns[side.who.capitalize()] = list(hidden)
        columns[f"{side.who.capitalize()}, %"] = [n if n == SYMBOL else 100 * n / side.known for n in hidden]
    caption = f"{subject.label} by age, {chapter.area.name}, {chapter.year}"
    decimals = {f"{side.who.capitalize()}, %": 1 for side in sides}
    frame, name = pd.DataFrame(columns), f"{chapter.entry.name}_ages"
    return chapter.table(frame, caption, "people; per cent of those whose age is known", name, decimals=decimals)


def _side_sentences(chapter: Chapter, subject: Subject, side: Ages) -> Iterator[str]:
    """Of how many the age is known, and the shares of the young and of children."""
    whole = chapter.share(
        f"{subject.id}_{side.who}.age_known.share",
        f"{subject.label}: {side.who} whose age is known",
        side.known,
        side.records,
        counted=False,
    )
    top = side.counts.idxmax()
    if _tells(side, (top,)):
        label = f"{subject.label}: {side.who} aged {_in_words(top)}, the largest band"
        chapter.share(f"{subject.id}_{side.who}.largest_band.share", label, int(side.counts[top]), side.known)
    told = []
    for name, words, bands in (YOUNG, CHILDREN):
        part = int(side.counts[list(bands)].sum())
        if not _tells(side, bands):
            continue
        label = f"{subject.label}: {side.who} aged {words}, of those whose age is known"
        share = chapter.share(f"{subject.id}_{side.who}.aged_{name}.share", label, part, side.known)
        told.append(f"{told_share(share)} were {'' if words.startswith('under') else 'aged '}{words}")
    known = f"The age is known in {wording.share(whole.numerator, whole.denominator)} of the records"
    yield wording.sentence(f"{side.who}: {inside(known)}; {wording.listed(told)}" if told else f"{side.who}: {known}")


def _risks(chapter: Chapter, subject: Subject, side: Ages) -> Iterator[str]:
    """Each age group's risk against that of all residents, where the residents' ages are known."""
    residents = residents_by_age(chapter)
    if residents is None:
        return
    people, told = residents.sum(), []
    for column, (name, words, bands) in GROUPS.items():
        seen, due = int(side.counts[list(bands)].sum()), side.known * residents[column] / people
        if due <= 0 or not seen or not _tells(side, bands):
            continue
        found = standardised_ratio(seen, due, per=1)
        ends = {"low": found.low, "high": found.high, "confidence": 0.95, "of": (subject.kind, "population")}
        label = f"{subject.label}: risk of {side.who} {words} against all residents"
        made = {"numerator": seen, "denominator": float(due), "method": OVERALL}
        chapter.figure(f"{subject.id}_{side.who}.{name}.risk_ratio", label, found.value, "times", **made, **ends)
        told.append(f"{words} {wording.number(found.value, 2)} ({wording.interval(found.low, found.high, 2)})")
    if told:
        yield f"Against their share of the residents, which would be one, {side.who} are: {wording.listed(told)}."


def residents_by_age(chapter: Chapter) -> pd.Series | None:
    """The area's residents by the groups of `GROUPS`, of the year nearest to the edition's; None where not known."""
    table = chapter.prepared.table("population")
    if table is None:
        return None
    codes, columns = chapter.area.authorities, list(GROUPS)
    ours = table[table["authority"].isin(codes)].dropna(subset=columns)
    whole = ours.groupby(["year", "basis"]).filter(lambda rows: rows["authority"].nunique() == len(codes))
    if whole.empty:
        return None
    nearest = min(whole["year"].unique(), key=lambda one: (abs(one - chapter.year.starts), one))
    chosen = whole[whole["year"] == nearest]
    return chosen[chosen["basis"] == chosen["basis"].iloc[0]][columns].astype(float).sum()


# Again and again


def repeat_sentences(chapter: Chapter, subject: Subject) -> Iterator[str]:
    """How many victims and places had more than one record; nothing where the records have no keys."""
    records = chapter.counts.records(subject, chapter.year)
    for column in KEYS:
        yield from _repeat_sentence(chapter, subject, records, column)


def _repeat_sentence(chapter: Chapter, subject: Subject, records: pd.DataFrame, column: str) -> Iterator[str]:
    keys = records[column].dropna() if column in records else []
    if len(keys) < SMALL_BASE:
        return
    who, one = KEYS[column]
    each = keys.value_counts()
    again, theirs = int((each > 1).sum()), int(each[each > 1].sum())
    label, told = f"{subject.label}: {who} with more than one record", {"of": subject.kind}
    share = chapter.share(f"{subject.id}.repeat_{who}.share", f"{label}, share", again, len(each), **told)
    id = f"{subject.id}.repeat_{who}_records.share"
    records = chapter.share(id, f"{label}, their records", theirs, len(keys), **told)
    yield (
        f"{told_share(share)} of the {who} had more than one record in the year; "
        f"{told_share(records)} of the records with a {one}'s key were theirs."
    )
