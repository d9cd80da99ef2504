"""What the profile of an area names and says: its measures by theme, and sentences on some of them."""

from collections.abc import Sequence
from dataclasses import replace

from assessment.chapters.base import Chapter
from assessment.chapters.indices.releases import DOMAINS, releases_of
from assessment.chapters.profile.comparisons import Compared, comparison_figures
from assessment.chapters.profile.shares import Composition
from assessment.chapters.returns.returned import latest, returns_of
from assessment.measures.audit.sums import half_digit
from assessment.present import wording

WORK = {
    "profile.employment_rate": "Residents of working age in work",
    "profile.weekly_wage": "Median weekly wage, full time",
    "profile.child_poverty": "Children in poverty",
    "profile.child_poverty_lone_parent": "Children in poverty who live with a lone parent",
}
EDUCATION = {
    "profile.looked_after_children": "Looked-after children",
    "profile.gcse_five": "Five or more GCSEs at A* to C",
    "profile.gcse_five_english_maths": "Five or more GCSEs at A* to C with English and maths",
    "profile.neet": "Young people not in education, employment or training",
    "profile.no_qualifications": "Residents of working age without qualifications",
}
HEALTH = {
    "profile.life_expectancy_male": "Life expectancy at birth, men",
    "profile.life_expectancy_female": "Life expectancy at birth, women",
    "profile.teenage_pregnancy_abortions": "Teenage pregnancies that end in abortion",
    "profile.teenage_pregnancy_rank": "Rank by teenage pregnancies, 1 has the most",
}
THEMES = {"work": WORK, "education": EDUCATION, "health": HEALTH}
DOMAINS_OF = {"work": ("income", "employment"), "education": ("education",), "health": ("health",)}
NARROWER = ("profile.gcse_five", "profile.gcse_five_english_maths")
INDICATORS = ("Child poverty", "Unemployment", "Pupil absences", "Rough sleeping")
WAGE, WAGE_GAP = "profile.weekly_wage", "profile.weekly_wage_gap"
NATIONAL = "the country"
IMPLIED = "The wage of the country is not printed: it is the wage here and the printed gap together."


def minority_sentence(chapter: Chapter, found: Composition | None) -> str:
    """How many residents are not White British, with the limits that the share's rounding sets; empty if unknown."""
    white = found and found.part("white_british")
    people = chapter.residents
    if not white or people is None:
        return ""
    share, half = 100 - white.ours.value, half_digit(white.ours.decimals)
    number, low, high = (people.number * each / 100 for each in (share, max(share - half, 0), min(share + half, 100)))
    told = white.ours.told | {"of": ("returns", people.source), "method": "share as printed times residents"}
    id = "profile.ethnicity.not_white_british"
    label = "Residents of other ethnic groups than White British"
    made_from = {"low": low, "high": high, "denominator": people.number}
    chapter.figure(f"{id}.count", f"{label}, about", number, "count", **told, **made_from)
    chapter.figure(f"{id}_percent", label, share, "percent", **told)
    beside = ""
    if white.other is not None:
        rest = 100 - white.other
        chapter.figure(f"{id}_percent.{white.other_name.lower()}", label, rest, "percent", **told)
        beside = f", against {wording.percent(rest, white.decimals)} in {white.other_name}"
    return (
        f"{wording.percent(share, white.decimals)} of residents are of other ethnic groups than White British{beside}: "
        f"about {wording.number(number)} people, and between {wording.number(low)} and {wording.number(high)} as the "
        "share is rounded."
    )


def with_national_wage(chapter: Chapter, found: Sequence[Compared]) -> list[Compared]:
    """The comparisons, the wage beside the national one that the printed gap between them implies."""
    gap = latest(returns_of(chapter, WAGE_GAP)).get(WAGE_GAP)
    made = []
    for one in found:
        if gap is not None and one.ours.measure == WAGE and one.other is None:
            one = replace(one, other=one.ours.value + gap.value, other_name=NATIONAL)
            comparison_figures(chapter, one)
        made.append(one)
    return made


def narrower_sentence(found: Sequence[Compared], names: tuple[str, str]) -> str:
    """In which of two measures the gap is narrower; empty where one has no comparator."""
    pair = [next((one for one in found if one.ours.measure == name), None) for name in names]
    if any(one is None or one.gap is None for one in pair):
        return ""
    wide, narrow = sorted(pair, key=lambda one: -abs(one.gap))
    places = max(wide.decimals, narrow.decimals)
    if wording.rounded(abs(wide.gap), places) == wording.rounded(abs(narrow.gap), places):
        return ""
    return (
        f"The gap is wider in {wide.label[0].lower()}{wide.label[1:]} ({wording.points(wide.gap, places)}) than in "
        f"{narrow.label[0].lower()}{narrow.label[1:]} ({wording.points(narrow.gap, places)})."
    )


def domain_sentence(chapter: Chapter, theme: str) -> str:
    """How many LSOAs are in the most deprived tenth of England in the domains of a theme; empty where unknown."""
    releases = releases_of(chapter.prepared.table("deprivation"), chapter.area.authorities)
    shares = releases[-1].domain_shares() if releases else {}
    told = []
    for domain in DOMAINS_OF[theme]:
        if domain not in shares:
            continue
        release, number = releases[-1].name, len(releases[-1].lsoas)
        inside, label = (
            round(shares[domain] * number),
            f"{DOMAINS[domain]}: LSOAs in the most deprived tenth of England",
        )
        about = {"of": "deprivation", "release": release, "period": release, "method": "count", "denominator": number}
        chapter.figure(f"profile.{domain}.decile_1_count", label, inside, "LSOAs", **about)
        told.append(f"{wording.number(inside)} of {wording.number(number)} LSOAs in {DOMAINS[domain].lower()}")
    if not told:
        return ""
    return (
        f"Meanwhile the Indices of Deprivation ({releases[-1].name}) put {wording.listed(told)} in the most deprived "
        "tenth of England; the chapter on deprivation has more."
    )
