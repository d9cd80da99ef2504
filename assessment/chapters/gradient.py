"""Crime across deprivation: the rate in each decile, the slope between the ends, and what it does not show."""

from dataclasses import dataclass

import pandas as pd

from assessment.chapters.releases import Release
from assessment.measures.deprivation import Correlation, Slope, rank_correlation, slope_index
from assessment.measures.rates import rate
from assessment.periods import FinancialYear
from assessment.present import wording


@dataclass(frozen=True, eq=False)
class Gradient:
    """`rates` has a row a decile that occurs, 1 (the most deprived) first: `decile crimes residents rate low high share`.

    `slope` is in crimes per 1,000 residents; `correlation` is of deprivation and crime over the LSOAs, positive where the
    more deprived have more.
    """

    release: Release
    rates: pd.DataFrame
    slope: Slope
    correlation: Correlation
    basis: str

    @property
    def drawn(self) -> pd.DataFrame:
        """The rates as the chart takes them, with the fitted line at the middle of each decile's residents."""
        share = self.rates["residents"] / self.rates["residents"].sum()
        fitted = self.slope.intercept + self.slope.slope * (share.cumsum() - share / 2)
        return self.rates.assign(value=self.rates["rate"], fitted=fitted)[["decile", "value", "low", "high", "fitted"]]

    def sentence(self, year: FinancialYear) -> str:
        """How much more crime the most deprived decile has than the least deprived one."""
        most, least = self.rates.iloc[0], self.rates.iloc[-1]
        words = wording.ratio_words(most["rate"], least["rate"]) if least["rate"] else "more than"
        joined = words if words.endswith("as") else f"{words} the"
        return (
            f"Recorded crime per resident in decile {int(most['decile'])}, the most deprived, was {joined} rate in decile "
            f"{int(least['decile'])} in {year} ({wording.number(most['rate'], 1)} against {wording.number(least['rate'], 1)} per 1,000)."
        )

    def reading(self) -> tuple[str, ...]:
        """What the picture shows and what it does not."""
        r = self.correlation
        direction = "more" if self.slope.slope < 0 else "fewer"
        return (
            f"Along a line fitted through the deciles, the most deprived end has {wording.number(abs(self.slope.slope), 1)} {direction} crimes per 1,000 residents "
            f"than the least deprived end. Over {r.pairs} LSOAs, the rank correlation of deprivation and crime is {wording.number(r.value, 2)} "
            f"({wording.interval(r.low, r.high, 2)}).",
            "Residents are not all who are there: a town centre has visitors and workers, so its rate per resident says more about the place than "
            "about the people who live in it. That places differ does not show that deprivation is the cause.",
        )


def gradient_of(release: Release, crimes: pd.Series, residents: pd.Series, basis: str) -> Gradient | None:
    """Crime by decile from counts and residents by LSOA; None with fewer than three deciles or LSOAs without residents."""
    table = (
        release.lsoas.set_index("lsoa")[["rank", "decile"]]
        .astype(float)
        .join(residents.rename("residents").astype(float))
    )
    table["crimes"] = crimes.reindex(table.index, fill_value=0).astype(int)
    if table["residents"].isna().any() or table["decile"].nunique() < 3:
        return None
    rates = table.groupby("decile")[["crimes", "residents"]].sum().reset_index()
    estimates = [rate(int(row.crimes), row.residents) for row in rates.itertuples()]
    rates = rates.assign(
        decile=rates["decile"].astype(int),
        rate=[one.value for one in estimates],
        low=[one.low for one in estimates],
        high=[one.high for one in estimates],
        share=rates["crimes"] / max(rates["crimes"].sum(), 1),
    )
    slope = slope_index(rates["residents"], rates["rate"])
    correlation = rank_correlation(-table["rank"], table["crimes"] / table["residents"])
    return Gradient(release, rates, slope, correlation, basis)
