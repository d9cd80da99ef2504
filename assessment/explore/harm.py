"""Harm: a version of the weights, one weight changed, and how the ranks move."""

from collections.abc import Mapping
from dataclasses import dataclass

import ipywidgets as widgets
import pandas as pd

from assessment.chapters.harm_index.weights import Weighed
from assessment.errors import Blocked
from assessment.explore import sketch
from assessment.explore.kept import Kept
from assessment.explore.opened import opened
from assessment.explore.panel import WIDE, Panel, choice, listing, slider_of, told_in_place
from assessment.measures.harm import HarmSet, smallest_set
from assessment.present import alt, style, wording
from assessment.present.markup import paragraph

MOST_DAYS = 10_950.0  # thirty years, more than any version of the weights gives
SHARE = 0.9


@dataclass(frozen=True)
class Moved:
    """Ranks under the weights as they are and as they are changed; `rows` has a row a category, the most harm first.

    Its columns are `crimes days days_now harm harm_now rank rank_now share_now`.
    """

    rows: pd.DataFrame
    before: HarmSet
    now: HarmSet


def moved(categories: pd.DataFrame, changed: Mapping[str, float]) -> Moved:
    """What becomes of the ranks where some categories weigh other days a crime.

    `categories` are those of `Weighed`: `crimes`, `days` (of one crime on average) and `harm`. A category that is not
    in the table is passed over. Rank 1 is the most harm; equal harms share the better rank.
    """
    rows = categories[["crimes", "days", "harm"]].astype(float)
    days = pd.Series({name: float(value) for name, value in changed.items() if name in rows.index}, dtype=float)
    rows["days_now"] = rows["days"]
    rows.loc[days.index, "days_now"] = days
    rows["harm_now"] = rows["harm"].where(rows["days_now"] == rows["days"], rows["crimes"] * rows["days_now"])
    for name in ("", "_now"):
        rows[f"rank{name}"] = rows[f"harm{name}"].rank(method="min", ascending=False).astype(int)
    rows["share_now"] = rows["harm_now"] / (rows["harm_now"].sum() or 1)
    sets = (smallest_set(rows[column], SHARE) for column in ("harm", "harm_now"))
    return Moved(rows.sort_values("rank_now", kind="stable"), *sets)


def seen(weighed: Mapping[str, Weighed], choices: dict[str, object]) -> str:
    """The ranks before and now, and the few categories with nine tenths of the harm."""
    changed = choices["weights"].get(choices["version"], {})
    found = moved(weighed[choices["version"]].categories, changed)
    rows = found.rows
    frame = pd.DataFrame(
        {
            "Category": rows.index,
            "Crimes": rows["crimes"].astype(int),
            "Days a crime": rows["days"],
            "Days now": rows["days_now"],
            "Rank": rows["rank"],
            "Rank now": rows["rank_now"],
            "Moved": [_arrow(was - now) for was, now in zip(rows["rank"], rows["rank_now"], strict=True)],
            "Share of harm now, %": 100 * rows["share_now"],
        }
    ).reset_index(drop=True)
    before, now = (
        f"{wording.small(len(one))} {'category' if len(one) == 1 else 'categories'} ({', '.join(one)})"
        for one in (found.before, found.now)
    )
    caption = f"Categories by harm, {choices['version']}"
    changes = [f"{name}: {wording.number(days, 1)} days" for name, days in changed.items() if name in rows.index]
    told = f"{before} as the weights are, {now} as they are changed" if changes else before
    changes = f"Changed: {'; '.join(changes)}." if changes else "No weight is changed."
    shares = (100 * rows["share_now"]).head(12)
    words = alt.of_categories("Bars", "Share of harm", list(shares.index), shares.tolist(), decimals=1, suffix="%")
    drawn = paragraph("Share of harm, per cent:") + sketch.bars(shares, words, style.colour_of("harm"))
    return (
        paragraph(f"Nine tenths of the harm: {told}.")
        + paragraph(changes)
        + drawn
        + listing(frame, caption, "crimes; days; ranks", DECIMALS)
    )


DECIMALS = {"Days a crime": 1, "Days now": 1, "Share of harm now, %": 1}


def _arrow(places: int) -> str:
    """`2 up`, `1 down`, or a dash."""
    return f"{abs(places)} {'up' if places > 0 else 'down'}" if places else "–"


class HarmPanel(Panel):
    """The panel, with the weights that were changed: by version, by category, days a crime."""

    def __init__(self, title: str, kept: Kept, weighed: Mapping[str, Weighed]) -> None:
        self.weighed, self.weights, self._bringing = weighed, {}, False
        versions = list(weighed)
        look = {"min": 0.0, "max": MOST_DAYS, "step": 1.0, "layout": WIDE}
        days = widgets.BoundedFloatText(description="Days a crime", **look)
        slider = slider_of(days, "The same, to slide", layout=WIDE)
        version = choice("Version of weights", versions)
        category = choice("Category", weighed[versions[0]].categories.index)
        controls = {"version": version, "category": category, "days": days}
        super().__init__(title, kept, controls, self._seen, laid=(version, category, days, slider))

    @property
    def choices(self) -> dict[str, object]:
        """The controls' values, and the weights that are changed."""
        return {**super().choices, "weights": {name: dict(own) for name, own in self.weights.items()}}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Take up a version, a category and changed weights; then the days of that category."""
        self.weights = _weights(choices.get("weights"))
        for name in ("version", "category"):
            self._bringing = True
            super().restore({name: choices[name]} if name in choices else {})
            self._bring()

    def _bring(self) -> None:
        """The categories of the version, and the days of the one that is chosen, into the controls."""
        self._bringing = True
        version, category = self.controls["version"].value, self.controls["category"]
        names = tuple(self.weighed[version].categories.index)
        if tuple(category.options) != names:
            category.options = names
        self.controls["days"].value = self.weights.get(version, {}).get(category.value, self._own_days())
        self._bringing = False

    def _own_days(self) -> float:
        """The days of a crime of the category as its version has them, to the hundredth."""
        version, category = self.controls["version"].value, self.controls["category"].value
        return round(float(self.weighed[version].categories.loc[category, "days"]), 2)

    def changed(self, change: object) -> None:
        """Another category brings its days into the box; other days change the weight."""
        if self._bringing:
            return
        version, category = self.controls["version"].value, self.controls["category"].value
        if change["owner"] is self.controls["days"]:
            own, days = self.weights.setdefault(version, {}), self.controls["days"].value
            own[category] = days
            if days == self._own_days():
                del own[category]
        else:
            self._bring()
        self.update()

    def afresh(self) -> None:
        """Take back every changed weight."""
        super().afresh()
        self.update()

    def _seen(self, choices: dict[str, object]) -> str:
        return seen(self.weighed, choices)


def _weights(told: object) -> dict[str, dict[str, float]]:
    """Changed weights as they were kept; what is none is passed over."""
    found: dict[str, dict[str, float]] = {}
    for version, own in told.items() if isinstance(told, dict) else ():
        numbers = own.items() if isinstance(own, dict) else ()
        found[version] = {k: float(v) for k, v in numbers if isinstance(v, int | float) and 0 <= v <= MOST_DAYS}
    return found


@told_in_place
def harm_explorer(area: str = "blackpool", year: str = "") -> widgets.Widget:
    """Explore the harm of a year's crime: change the days that a category weighs and see the ranks move."""
    chapter = opened("harm", area, year)
    if not chapter.weighed:
        what = f"No version of harm weights fits the crime of {chapter.year} in the raw files"
        raise Blocked(what, mend="config/harm/README.md says how to add a version of your own.")
    kept = Kept.of("harm", chapter.area.slug, str(chapter.year))
    weighed = {one.version: one for one in chapter.weighed}
    return HarmPanel(f"Harm: {chapter.area.name}, {chapter.year}", kept, weighed)
