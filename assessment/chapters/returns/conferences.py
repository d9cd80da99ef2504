"""The conferences at which partners discuss people at risk: MARAC (domestic abuse), ASBRAC (antisocial behaviour)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from assessment.chapters.base import Chapter
from assessment.chapters.public_health.indicators import MADE_UP, UNDATED
from assessment.chapters.returns.yearly import Counted, Yearly, counted_in, percentages
from assessment.measures.rates import Estimate, proportion, rate
from assessment.measures.shares import ShareChange, compare_shares
from assessment.present import wording
from assessment.present.parts import Prose
from assessment.present.tables import Table

EXPECTED = 40  # MARAC cases a year per 10,000 adult women, as SafeLives expects of an area
WOMEN = 0.51  # of adults; see config/assumptions.toml, women_among_adults
CHILDREN = 0.21  # of residents under 18, in England
SAFELIVES = "SafeLives: a year's cases expected per 10,000 adult women"
FISHER = "Fisher's exact test, two-sided; Newcombe's interval"
MORE_IS_NOT_WORSE = (
    "More cases than expected can mean more abuse at high risk, or that partners find and refer more of it: the number "
    "alone does not tell which."
)


@dataclass(frozen=True)
class PartOfCases:
    """A share of the cases of this year beside that of the last, each as (part, whole)."""

    label: str
    now: tuple[int, int]
    before: tuple[int, int] | None
    change: ShareChange | None

    def sentence(self) -> str:
        """The change in percentage points, or the share alone."""
        if self.before is None:
            return wording.sentence(f"{self.label}: {wording.share(*self.now)}")
        told = self.label[0].lower() + self.label[1:]
        return wording.points_sentence(told, self.before, self.now, p=self.change.p, than="the year before")


def part_of_cases(chapter: Chapter, part: str, whole: str, label: str) -> PartOfCases | None:
    """What share of the cases a part is, with its change as figures; None where the year has not both."""
    now = _pair(chapter, part, whole, chapter.year)
    if now is None:
        return None
    before = _pair(chapter, part, whole, chapter.year.before)
    if before is not None and before[0].months != now[0].months:
        before = None
    for pair in filter(None, (before, now)):
        _share_figure(chapter, part, label, pair)
    counts = [(pair[0].value, pair[1].value) for pair in filter(None, (now, before))]
    change = compare_shares(counts[1], counts[0]) if before else None
    if change is not None:
        told = {"of": "returns", "period": now[0].period, "method": FISHER, "illustrative": _made_up(*now, *before)}
        ends = {"low": 100 * change.low, "high": 100 * change.high, "confidence": 0.95}
        name = f"{label}: change on the year before"
        chapter.figure(f"{part}.share_change", name, 100 * change.difference, "percentage points", **ends, **told)
        chapter.figure(f"{part}.share_change_p", f"{name}, p", change.p, "probability", **told)
    return PartOfCases(label, counts[0], counts[1] if before else None, change)


def _pair(chapter: Chapter, part: str, whole: str, year: object) -> tuple[Counted, Counted] | None:
    """Two counts of the same period of a year, the first no larger than the second."""
    wholes = {(one.first, one.last): one for one in counted_in(chapter, whole, year)}
    for one in counted_in(chapter, part, year):
        other = wholes.get((one.first, one.last))
        if other is not None and other.value and one.value <= other.value:
            return None if chapter.disclosure.telling(one.value, other.value, "returns") else (one, other)
    return None


def _share_figure(chapter: Chapter, part: str, label: str, pair: tuple[Counted, Counted]) -> None:
    told = {"of": "returns", "period": pair[0].period, "illustrative": _made_up(*pair)}
    chapter.share(f"{part}.share", label, pair[0].value, pair[1].value, **told)


def _made_up(*counts: Counted) -> bool:
    return any(MADE_UP in one.note for one in counts)


def risk_table(chapter: Chapter, found: PartOfCases, caption: str, name: str) -> Table:
    """The share of this year beside that of the last, each with its interval."""
    years = [(chapter.year.before, found.before), (chapter.year, found.now)]
    rows = []
    for year, pair in ((year, pair) for year, pair in years if pair):
        share = proportion(*pair, per=100)
        rows.append((str(year), pair[1], pair[0], share.value, share.low, share.high))
    columns = ["Year", "Referrals", "At high risk", "Share, %", "95% interval from, %", "to, %"]
    frame = pd.DataFrame(rows, columns=columns)
    return chapter.table(frame, f"{caption}, {chapter.area.name}", "referrals; per cent", name, of="returns",
                         decimals=dict.fromkeys(columns[3:], 1))  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """The cases of the year per 10,000 adult women a year, beside what SafeLives expects."""

    cases: Yearly
    women: float
    rate: Estimate

    @property
    def due(self) -> float:
        """The cases expected in as many months."""
        return EXPECTED * self.women / 10_000 * self.cases.now.months / 12

    def sentence(self) -> str:
        """The rate, and how many times the expected one it is."""
        low, high = self.rate.low, self.rate.high
        months = "" if self.cases.now.months == 12 else ", as a year's pace"
        told = wording.rate(self.rate.value, low, high, per=10_000, of=f"adult women{months}")
        side = "above" if low > EXPECTED else "below" if high < EXPECTED else "not clearly apart from"
        beside = f"{side} the {EXPECTED} that SafeLives expects"
        cases = f"{wording.counted(self.cases.now.value, 'MARAC case')} in {self.cases.now.when}"
        return f"There were {cases}: {told}, {beside}."


def expected(chapter: Chapter, cases: Yearly | None) -> Expected | None:
    """The cases beside SafeLives' expectation, as figures; None where the cases or the residents are not known."""
    women = adult_women(chapter) if cases is not None else None
    if not women:
        return None
    months = cases.now.months
    found = Expected(cases, women, rate(cases.now.value, women * months / 12, per=10_000))
    names = ("returns", chapter.residents.source) if chapter.residents else ("returns", "population")
    told = {"of": names, "period": cases.now.period, "illustrative": MADE_UP in cases.now.note}
    chapter.figure("marac.adult_women", "Adult women", women, "people", method=f"adults times {WOMEN}", **told)
    ends = {"low": found.rate.low, "high": found.rate.high, "confidence": 0.95}
    made_from = {"numerator": cases.now.value, "denominator": women, "method": f"{found.rate.method}, a year's pace"}
    unit = "per 10,000 adult women a year"
    chapter.figure("marac.cases.per_10000_women", "MARAC cases", found.rate.value, unit, **ends, **made_from, **told)
    chapter.figure("marac.expected.per_10000_women", SAFELIVES, EXPECTED, unit, method="as SafeLives states it", **told)
    label = f"MARAC cases expected in {wording.small(months)} months"
    chapter.figure("marac.expected.cases", label, found.due, "count", method=SAFELIVES, **told)
    ratio = cases.now.value / found.due
    chapter.figure("marac.against_expected.ratio", "MARAC cases against those expected", ratio, "times", **told)
    return found


def adult_women(chapter: Chapter) -> float | None:
    """Women among the adult residents: half of them and a little, for few files count adults by sex."""
    adults = _adults_counted(chapter)
    if adults is None and chapter.residents is not None:
        adults = chapter.residents.number * (1 - _children(chapter))
    return None if adults is None else WOMEN * adults


def _adults_counted(chapter: Chapter) -> float | None:
    """The residents aged 18 and over of the year nearest to the edition's, where a file counts them."""
    table = chapter.prepared.table("population")
    if table is None:
        return None
    ours = table[table["authority"].isin(chapter.area.authorities)].dropna(subset=["age_18_plus"])
    whole = ours.groupby("year").filter(lambda rows: rows["authority"].nunique() == len(chapter.area.authorities))
    sums = whole.drop_duplicates(["authority", "year"]).groupby("year")["age_18_plus"].sum()
    return float(sums[min(sums.index, key=lambda year: abs(year - chapter.year.starts))]) if len(sums) else None


def _children(chapter: Chapter) -> float:
    """The share of residents under 18, from the returns; that of England where none tells."""
    table = chapter.prepared.table("returns")
    if table is not None:
        rows = table[(table["measure"] == "profile.age.aged_0_17") & (table["area"] == chapter.area.name)]
        if len(rows):
            return float(rows["value"].iloc[-1]) / 100
    return CHILDREN


def children_a_case(chapter: Chapter, marac: Mapping[str, Yearly]) -> Iterator[str]:
    """How many children there were to a MARAC case, this year and the last."""
    children, cases = (marac.get(f"marac.{name}") for name in ("children", "cases"))
    if children is None or cases is None:
        return
    told = []
    for kids, whole in ((children.now, cases.now), (children.before, cases.before)):
        if kids and whole and whole.value and kids.period == whole.period:
            ratio, about = kids.value / whole.value, {"of": "returns", "period": kids.period}
            about |= {"method": "children over cases", "illustrative": _made_up(kids, whole)}
            chapter.figure("marac.children_a_case.ratio", "Children to a MARAC case", ratio, "children", **about)
            told.append(wording.number(ratio, 2))
    if told:
        before = f", against {told[1]} the year before" if told[1:] else ""
        yield f"There were {told[0]} children to a case{before}."


def printed_share(chapter: Chapter) -> Prose | None:
    """The share of cases with children where it is returned without the number of cases: no interval, no comparison."""
    found = percentages(chapter, "marac.cases_with_children_share")
    if not found:
        return None
    value, note = found[-1]
    undated = UNDATED in note
    told = {"of": "returns", "method": note or "as returned", "illustrative": MADE_UP in note}
    told |= {"period": UNDATED} if undated else {}
    chapter.figure("marac.cases_with_children.printed", "MARAC cases with children", value, "percent", **told)
    when = f" ({UNDATED})" if undated else ""
    return Prose(
        f"{wording.percent(value)} of MARAC cases were returned as having links to children{when}. "
        "The number of cases is not given with it, so it has no interval and cannot be compared."
    )
