"""Referrals to mental health services, and what alcohol costs beyond recorded crime, from partners' returns."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.chapters.base import Chapter
from assessment.chapters.returns.returned import Returned, latest, returns_of
from assessment.present import wording

SERVICES = {
    "mental_health.referrals": "Referrals to the primary intermediate mental health team",
    "mental_health.liaison_referrals": "Referrals to the criminal justice liaison service",
}
ABOUT = "about"  # the first word of a return's note, after its source, where its number is rounded
DAYS, COST = "alcohol.working_days_lost", "alcohol.working_days_cost"
ATTENDANCES = "alcohol.assault_attendances_in_home"
RESIDENT = "alcohol.assault_attendances_in_home_resident_share"


@dataclass(frozen=True)
class Referrals:
    """A service's last count and, where an earlier one of as many months was returned, the first of those."""

    label: str
    now: Returned
    first: Returned | None = None

    @property
    def years(self) -> int:
        """From the first count to the last."""
        return int(self.now.period[:4]) - int(self.first.period[:4]) if self.first else 0

    @property
    def yearly(self) -> float | None:
        """The average growth a year in per cent; None without an earlier count above nothing."""
        if self.first is None or self.first.value <= 0 or not self.years:
            return None
        return 100 * ((self.now.value / self.first.value) ** (1 / self.years) - 1)

    def sentence(self) -> str:
        """The count, annualised where it is of part of a year, and its growth."""
        if self.now.months < 12:
            pace = wording.annualised(self.now.value, self.now.months, unit="referrals")
            return wording.sentence(f"{self.label}, {self.now.when}: {pace}")
        told = f"{self.label}: {wording.number(self.now.value)} in {self.now.when}"
        if self.yearly is None:
            return wording.sentence(told)
        about = "about " if rounded(self.first) else ""
        times = wording.ratio_words(self.now.value, self.first.value)
        size = f"{'' if self.yearly < 0 else '+'}{wording.number(self.yearly, 0)}%"
        told += f" against {about}{wording.number(self.first.value)} in {self.first.when}, {times}"
        told += "" if times.endswith("as") else " as many"
        return f"{told} ({about}{size} a year over {wording.small(self.years)} years)."


def rounded(one: Returned) -> bool:
    """Whether a return's note says that its number is rounded."""
    return any(part.strip().startswith(ABOUT) for part in one.note.split(";")[1:])


def referrals(chapter: Chapter) -> list[Referrals]:
    """What each service returned, as figures."""
    found = []
    for measure, label in SERVICES.items():
        rows = [one for one in returns_of(chapter, measure) if one.measure == measure]
        if not rows:
            continue
        now = rows[-1]
        earlier = [one for one in rows[:-1] if one.months == now.months]
        found.append(Referrals(label, now, earlier[0] if earlier else None))
        _figures(chapter, measure, found[-1])
    return found


def _figures(chapter: Chapter, measure: str, found: Referrals) -> None:
    for one in filter(None, (found.first, found.now)):
        chapter.figure(f"{measure}.count", found.label, int(one.value), "count", **one.told)
    told = found.now.told
    if found.now.months < 12:
        pace = found.now.value * 12 / found.now.months
        method = told | {"method": f"annualised from {found.now.months} months"}
        chapter.figure(f"{measure}.annualised", f"{found.label}, annualised", pace, "count", **method)
    if found.yearly is not None:
        made_from = {"numerator": found.now.value, "denominator": found.first.value}
        ratio = told | {"method": f"ratio of {found.now.period} to {found.first.period}"}
        label = f"{found.label}: over {found.first.period}"
        chapter.figure(f"{measure}.ratio", label, found.now.value / found.first.value, "ratio", **ratio, **made_from)
        method = told | {"method": f"compound growth over {found.years} years"}
        label = f"{found.label}: growth a year"
        chapter.figure(f"{measure}.yearly_percent", label, found.yearly, "percent", **method, **made_from)


def alcohol_sentences(chapter: Chapter) -> Iterator[str]:
    """Working days lost with their cost a day, and assaults at home that a hospital saw; nothing where not returned."""
    known = latest(returns_of(chapter, "alcohol.", area=None))
    days, cost = known.get(DAYS), known.get(COST)
    if days is not None and cost is not None and days.value > 0:
        yield _days(chapter, days, cost)
    if ATTENDANCES in known:
        yield _attendances(chapter, known[ATTENDANCES], known.get(RESIDENT))


def _days(chapter: Chapter, days: Returned, cost: Returned) -> str:
    each = cost.value / days.value
    made_from = {"numerator": cost.value, "denominator": days.value}
    told = days.told | {"method": "cost over days, as printed"}
    chapter.figure(
        "causes.alcohol.cost_per_day", "Cost of a working day lost to alcohol", each, "pounds", **told, **made_from
    )
    flat = ", which looks like days times a round sum and not like a cost measured on its own" if each % 10 == 0 else ""
    return (
        f"Alcohol is put at {wording.number(days.value)} working days lost at a cost of {wording.number(cost.value)} "
        f"pounds ({days.when}): {wording.number(each, 0 if each % 1 == 0 else 2)} pounds for each day{flat}."
    )


def _attendances(chapter: Chapter, seen: Returned, share: Returned | None) -> str:
    years = seen.months / 12
    label = "Attendances for assault in the home"
    chapter.figure("causes.assaults_at_home.count", label, int(seen.value), "count", **seen.told)
    told = seen.told | {
        "numerator": seen.value,
        "denominator": years,
        "method": "attendances over years",
        "counted": False,
    }
    chapter.figure("causes.assaults_at_home.yearly", f"{label}, a year", seen.value / years, "count", **told)
    sentence = (
        f"{seen.area} saw {wording.number(seen.value)} attendances after assaults in the home in {_small(years)} years "
        f"({seen.when}), {wording.number(seen.value / years)} a year"
    )
    if share is None or share.period != seen.period:
        return f"{sentence}."
    residents = seen.value * share.value / 100
    chapter.figure(
        "causes.assaults_at_home.resident_percent", f"{label}: residents", share.value, "percent", **share.told
    )
    told = share.told | {"denominator": seen.value, "method": "printed share times attendances"}
    chapter.figure("causes.assaults_at_home.residents", f"{label}: residents", residents, "count", **told)
    size = f"{wording.percent(share.value, share.decimals)} of them, about {wording.number(residents)}"
    return f"{sentence}; {size}, were of people who live in {chapter.area.name}."


def _small(years: float) -> str:
    return wording.small(int(years)) if float(years).is_integer() else wording.number(years, 1)
