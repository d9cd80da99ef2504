"""The deprivation summaries against the publisher's own, and the gradient against independent regressions."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from assessment.measures.deprivation import rank_correlation, slope_index, summarise

IMD = "Index of Multiple Deprivation (IMD) "
COLUMNS = {
    f"{IMD}Score": "score",
    f"{IMD}Rank (where 1 is most deprived)": "rank",
    f"{IMD}Decile (where 1 is most deprived 10% of LSOAs)": "decile",
}
LSOAS = {2015: 32844, 2019: 32844, 2025: 33755}

# Ministry of Housing, Communities and Local Government, File 10 (2019) and its counterpart of 2025, Blackpool:
# average score, average rank, proportion of LSOAs in decile 1, extent, local concentration, to the digits printed.
PUBLISHED = {
    2019: (45.039, 26765.29, 0.4149, 0.5766, 32838.16),
    2025: (43.467, 26536.86, 0.4043, 0.5217, 33748.14),
}
# Half the last digit printed; the score's twice, for the LSOAs' own scores are rounded to the same three decimals.
DIGITS = (0.001, 0.005, 0.00005, 0.00005, 0.005)


def lsoas(real, year):
    table = pd.read_csv(real / "iod" / f"IoD{year}_LSOA_scores_ranks_deciles.csv")
    authority = next(name for name in table if name.startswith("Local Authority District code"))
    people = {name: "population" for name in table if name.startswith("Total population")}
    return table.rename(columns=COLUMNS | people | {authority: "authority"})


@pytest.mark.real
@pytest.mark.parametrize("year", PUBLISHED)
def test_all_five_summaries_of_blackpool_are_the_published_ones(real, year):
    table = lsoas(real, year)
    found = summarise(table[table.authority == "E06000009"], LSOAS[year])
    values = (found.average_score, found.average_rank, found.proportion, found.extent, found.local_concentration)
    for name, value, published, digit in zip(found.__dataclass_fields__, values, PUBLISHED[year], DIGITS, strict=True):
        assert value == pytest.approx(published, abs=digit), f"IoD{year} Blackpool {name}: {value} for {published}"


@pytest.mark.real
def test_the_proportion_of_all_296_authorities_is_the_published_one(real):
    table = lsoas(real, 2025)
    published = pd.read_csv(real / "iod" / "IoD2025_LAD_summaries_published.csv").set_index("ltla24_code")
    column = published["imd_proportion_of_lso_as_in_most_deprived_10_percent_nationally"]
    found = pd.Series({code: summarise(group, LSOAS[2025]).proportion for code, group in table.groupby("authority")})
    assert len(found) == 296
    # Four decimals, all rounded as they should be but West Northamptonshire's: 5 of 237 are .0211, and .021 is printed.
    assert found["E06000062"] == 5 / 237
    assert (found - column).drop("E06000062").abs().max() <= 0.00005 + 1e-12
    assert abs(found["E06000062"] - column["E06000062"]) < 0.0001


@pytest.mark.real
def test_england_as_one_authority_gives_what_follows_from_the_definitions(real):
    table = lsoas(real, 2019)
    england = summarise(table.assign(population=1), LSOAS[2019])
    # Of every LSOA alike: the mean reversed rank is (N + 1) / 2, a tenth are in decile 1, and the extent is ten
    # whole percentiles and twenty of .5 on the mean.
    assert england.average_rank == pytest.approx((32844 + 1) / 2)
    assert england.proportion == pytest.approx(0.1, abs=1e-4)
    assert england.extent == pytest.approx(0.10 + 0.20 * 0.5, abs=1e-4)
    assert england.local_concentration == pytest.approx(0.95 * 32844, rel=1e-4)


@pytest.mark.real
def test_2015_has_48_of_94_in_the_first_two_deciles_and_no_populations(real):
    table = lsoas(real, 2015)
    blackpool = table[table.authority == "E06000009"]
    assert ((blackpool.decile <= 2).sum(), len(blackpool)) == (48, 94)
    found = summarise(blackpool, LSOAS[2015])
    assert (round(found.proportion, 4), found.average_rank, found.extent) == (0.3830, None, None)


def test_extent_weights_fall_from_95_to_5_hundredths():
    # Noble and others (2019), "The English Indices of Deprivation 2019: research report", on extent: all of the most
    # deprived tenth, and a share falling from .95 in the eleventh percentile to .05 in the thirtieth.
    one = [
        summarise(pd.DataFrame({"rank": [rank], "decile": [4], "population": [1]}), 100).extent
        for rank in (10, 11, 20, 30, 31)
    ]
    assert one == pytest.approx([1, 0.95, 0.95 - 9 * 0.9 / 19, 0.05, 0])


def test_local_concentration_takes_a_fraction_of_the_last_lsoa():
    table = pd.DataFrame({"rank": [50, 2, 1], "decile": [5, 1, 1], "population": [880, 80, 40]})
    # A tenth of 1,000 people: the 40 of reversed rank 100 and 60 of the 80 of reversed rank 99.
    assert summarise(table, 100).local_concentration == pytest.approx((40 * 100 + 60 * 99) / 100)


# Rates of ten deciles with their populations; the oracles are two independent regressions.
PEOPLE = np.array([14210, 12980, 11035, 9940, 8870, 10120, 9450, 8790, 9930, 9105])
RATES = np.array([182.4, 160.2, 151.7, 133.0, 127.9, 110.3, 101.2, 96.8, 80.1, 71.5])


def midpoints(people):
    share = people / people.sum()
    return share.cumsum() - share / 2


def test_slope_index_agrees_with_statsmodels_and_numpy():
    found = slope_index(PEOPLE, RATES)
    middle = midpoints(PEOPLE)
    by_statsmodels = sm.WLS(RATES, sm.add_constant(middle), weights=PEOPLE).fit().params
    slope, intercept = np.polyfit(middle, RATES, 1, w=np.sqrt(PEOPLE))
    assert (found.intercept, found.slope) == pytest.approx(tuple(by_statsmodels), rel=1e-10)
    assert (found.intercept, found.slope) == pytest.approx((intercept, slope), rel=1e-10)
    assert found.relative == pytest.approx((intercept + slope) / intercept, rel=1e-10)


def test_slope_index_is_phe_siis_transformed_regression():
    # PHEindicatormethods (OHID), phe_sii, section "Calculation": to allow for unequal variances the value, the rank
    # and the constant are multiplied by the root of the group's share of people, and regressed without a constant.
    root = np.sqrt(PEOPLE / PEOPLE.sum())
    design = np.column_stack([root, root * midpoints(PEOPLE)])
    intercept, slope = np.linalg.lstsq(design, RATES * root, rcond=None)[0]
    found = slope_index(PEOPLE, RATES)
    assert (found.slope, found.relative) == pytest.approx((slope, (intercept + slope) / intercept), rel=1e-10)


def test_relative_ranks_are_those_of_ohids_documentation():
    # The same page: a first group of 12% of people has the relative rank .06, a second of 10% has .17. A value that is
    # that rank must have the slope 1 (and, raised by 1, the intercept 1 and the relative index 2).
    people = [12, 10, 8, 10, 10, 10, 10, 10, 10, 10]
    ranks = [0.06, 0.17, 0.26, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]
    found = slope_index(people, [1 + rank for rank in ranks])
    assert (found.slope, found.intercept, found.relative) == pytest.approx((1, 1, 2))


@pytest.mark.parametrize(
    ("first", "second", "value"),
    [
        # SciPy's reference, scipy.stats.spearmanr, first example.
        pytest.param([1, 2, 3, 4, 5], [5, 6, 7, 8, 7], 0.8207826816681233, id="SciPy"),
        # The worked example of many textbooks: IQ and hours of television of ten people, rho = -29/165.
        pytest.param(
            [106, 100, 86, 101, 99, 103, 97, 113, 112, 110], [7, 27, 2, 50, 28, 29, 20, 12, 6, 17], -29 / 165, id="IQ"
        ),
    ],
)
def test_rank_correlation_agrees_with_documented_examples(first, second, value):
    found = rank_correlation(first, second)
    assert found.value == pytest.approx(value, abs=1e-12)
    # Bonett and Wright (2000), by hand.
    reach = 1.959963984540054 * np.sqrt((1 + value**2 / 2) / (len(first) - 3))
    assert (found.low, found.high) == pytest.approx(
        (np.tanh(np.arctanh(value) - reach), np.tanh(np.arctanh(value) + reach))
    )
