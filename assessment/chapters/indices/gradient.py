"""Crime across deprivation: the rate in each decile, the slope between the ends, and what it does not show."""

from dataclasses import dataclass

import pandas as pd

from assessment.chapters.indices.releases import Release
from assessment.chapters.indices.vintages import added_up, ranked, units_of
from assessment.measures.deprivation import Correlation, Slope, rank_correlation, slope_index
from assessment.measures.rates import rate
from assessment.periods import FinancialYear
from assessment.present import wording

FEWEST_DECILES = 3
PLACE = (
    "Residents are not all who are there: a town centre has visitors and workers, so its rate per resident says more "
    "about the place than about the people who live in it. That places differ does not show that deprivation is the "
    "cause."
)


@dataclass(frozen=True, eq=False)
class Gradient:
    """`rates` has a row a decile that occurs, 1 (the most deprived) first.

    Its columns are `decile crimes residents lsoas rate low high`.

    `slope` is in crimes per 1,000 residents; `correlation` is of deprivation and crime over the LSOAs, positive where
    the more deprived have more.
    `together` LSOAs of the release were split or merged later, and stand in it with what they became.
    """

    release: Release
    rates: pd.DataFrame
    slope: Slope
    correlation: Correlation
    basis: str
    together: int = 0

    @property
    def drawn(self) -> pd.DataFrame:
        """The rates as the chart takes them, with the fitted line at the middle of each decile's residents.

        A line that would fall below zero is not drawn.
        """
        rates = self.rates.assign(value=self.rates["rate"])[["decile", "value", "low", "high"]]
        if self.bounded:
            return rates
        share = self.rates["residents"] / self.rates["residents"].sum()
        return rates.assign(fitted=self.slope.intercept + self.slope.slope * (share.cumsum() - share / 2))

    @property
    def bounded(self) -> bool:
        """Whether the fitted line would fall below zero at the least deprived end."""
        return self.slope.intercept + self.slope.slope < 0

    @property
    def ends_ratio(self) -> float | None:
        """The rate of the most deprived decile over that of the least deprived one; None where the latter is 0."""
        most, least = self.rates["rate"].iloc[0], self.rates["rate"].iloc[-1]
        return float(most / least) if least else None

    def sentence(self, year: FinancialYear) -> str:
        """How much more crime the most deprived decile has than the least deprived one."""
        most, least = self.rates.iloc[0], self.rates.iloc[-1]
        words = wording.ratio_words(most["rate"], least["rate"]) if least["rate"] else "more than"
        joined = words if words.endswith("as") else f"{words} the"
        ends = f"{wording.number(most['rate'], 1)} against {wording.number(least['rate'], 1)} per 1,000"
        return (
            f"Recorded crime per resident in {self._end(most, 1, 'most')} was {joined} rate in "
            f"{self._end(least, 10, 'least')} in {year} ({ends})."
        )

    def _end(self, row: pd.Series, last: int, how: str) -> str:
        """`decile 1, the most deprived,`; where the area has no LSOA in that one, why another stands for it."""
        decile = int(row["decile"])
        if decile == last:
            return f"decile {decile}, the {how} deprived,"
        few = wording.counted(int(row["lsoas"]), "LSOA")
        return f"decile {decile} (the {how} deprived with an LSOA here, {few})"

    def reading(self, year: FinancialYear, latest: Release) -> tuple[str, ...]:
        """What the picture shows and what it does not, and why it is of another release than the `latest`, if it is."""
        r = self.correlation
        return (
            *self._why_this_release(year, latest),
            *self._put_together(),
            f"{self._slope_sentence()} Over {r.pairs} LSOAs, the rank correlation of deprivation and crime is "
            f"{wording.number(r.value, 2)} ({wording.interval(r.low, r.high, 2)}): the nearer to one, the more surely "
            "does the more deprived of two LSOAs have more crime.",
            PLACE,
        )

    def _slope_sentence(self) -> str:
        if self.bounded:
            return (
                "The deciles do not lie on a straight line: one fitted through them would fall below zero at the least "
                "deprived end, so none is drawn."
            )
        direction, slope = "more" if self.slope.slope < 0 else "fewer", wording.number(abs(self.slope.slope), 1)
        return (
            f"Along a line fitted through the deciles, the most deprived end has {slope} {direction} crimes per 1,000 "
            "residents than the least deprived end."
        )

    def _put_together(self) -> tuple[str, ...]:
        """Nothing where the crimes go by the LSOAs of the release."""
        if not self.together:
            return ()
        number = wording.counted(self.together, "LSOA")
        return (
            f"{number} of {self.release.name} {'was' if self.together == 1 else 'were'} split or merged later, and the "
            "crimes and residents are known by what came of them: here they are put together again, so that none is "
            "lost. Those that were merged have their mean rank.",
        )

    def _why_this_release(self, year: FinancialYear, latest: Release) -> tuple[str, ...]:
        """Nothing where the crimes stand beside the release that the maps show."""
        if self.release.name == latest.name:
            return ()
        ours, theirs = (f"{one.name} (LSOAs of {one.vintage})" for one in (self.release, latest))
        return (
            f"The crimes of {year} stand beside {ours}, the release nearest in time to them: a later one tells of the "
            f"years after them. The map shows the latest release, {theirs}, so an LSOA can be in another decile there.",
        )


def gradient_of(
    release: Release, crimes: pd.Series, residents: pd.Series, basis: str, changes: pd.DataFrame | None = None
) -> Gradient | None:
    """Crime by decile from counts and residents by LSOA.

    Where these go by LSOAs of another vintage than the release, the look-up `changes` puts together what covers the
    same ground. None with fewer than three deciles, LSOAs without residents, or crime that is the same everywhere.
    """
    lsoas = release.lsoas.set_index("lsoa")
    units = units_of(None if lsoas.index.isin(residents.index).all() else changes)
    table = ranked(lsoas, release.of, units).join(added_up(residents.astype(float), units).rename("residents"))
    table["crimes"] = added_up(crimes, units).reindex(table.index, fill_value=0).astype(int)
    together = int(lsoas.index.isin(units.index).sum())
    if not (table["residents"] > 0).all() or table["decile"].nunique() < FEWEST_DECILES:
        return None
    rates = _rates(table)
    try:
        slope = slope_index(rates["residents"], rates["rate"])
        correlation = rank_correlation(-table["rank"], table["crimes"] / table["residents"])
    except ValueError:  # the measures refuse what has no order or no line above zero
        return None
    return Gradient(release, rates, slope, correlation, basis, together)


def _rates(table: pd.DataFrame) -> pd.DataFrame:
    groups = table.groupby("decile")
    sums = groups[["crimes", "residents"]].sum().assign(lsoas=groups.size()).reset_index()
    found = [rate(int(row.crimes), row.residents) for row in sums.itertuples()]
    ends = {name: [getattr(one, name) for one in found] for name in ("low", "high")}
    return sums.assign(decile=sums["decile"].astype(int), rate=[one.value for one in found], **ends)
