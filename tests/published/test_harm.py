"""Harm against the printed finding of 2015, sums that others published, and a live oracle."""

import pandas as pd
import pytest
from scipy import stats

from assessment.measures.harm import rank_intervals, smallest_set, weigh

# The demonstration of 2014/15: crimes and days (docs/data_demonstration.md). The assessment of 2015 prints the
# finding: five categories (rape, wounding, sexual, assault with injury, robbery), 90% of harm, 21% of crimes.
DEMONSTRATION = {
    "Rape": (137, 1825),
    "Wounding": (135, 1460),
    "Sexual offences other than rape": (234, 365),
    "Robbery": (190, 365),
    "Assault with less serious injury": (2470, 20),
    "Homicide": (1, 5475),
    "Non-injury assault": (1150, 1),
    "Other violence": (292, 10),
    "Dwelling burglary": (900, 25),
    "Other burglary": (850, 10),
    "Vehicle crime": (1300, 3),
    "Other theft": (2200, 2),
    "Shoplifting": (1500, 0),
    "Criminal damage": (2230, 2),
    "Arson": (70, 90),
    "Public order": (660, 5),
    "Weapons": (103, 20),
    "Drugs": (514, 0),
    "Miscellaneous": (310, 15),
}
COUNTS = {name: count for name, (count, _) in DEMONSTRATION.items()}
DAYS = {name: days for name, (_, days) in DEMONSTRATION.items()}

# Medians of the February 2026 update of the Cambridge index, by Home Office subgroup.
MEDIANS_2026 = {
    "Rape": 2555,
    "Wounding": 365,
    "Sexual offences other than rape": 182.25,
    "Robbery": 365,
    "Assault with less serious injury": 365,
    "Homicide": 5475,
    "Non-injury assault": 10,
    "Other violence": 10,
    "Dwelling burglary": 273.5,
    "Other burglary": 183.5,
    "Vehicle crime": 5,
    "Other theft": 2,
    "Shoplifting": 1,
    "Criminal damage": 2,
    "Arson": 185,
    "Public order": 7.5,
    "Weapons": 273.75,
    "Drugs": 3,
    "Miscellaneous": 10,
}


def test_five_categories_hold_ninety_per_cent_of_the_harm_and_a_fifth_of_the_crimes():
    harm = weigh(COUNTS, DAYS)
    assert (sum(COUNTS.values()), harm.sum()) == (15_246, 720_900)
    found = smallest_set(harm, counts=COUNTS)
    assert found.categories == tuple(DEMONSTRATION)[:5]
    assert round(found.share_of_harm, 3) == 0.903
    assert round(found.share_of_crime, 3) == 0.208


# Pareto tables as R's qcc prints them (pareto.chart): counts by category, and how many of the first hold what per cent.
# Packages of food (Louzada and others 2013, Controle Estatístico de Processos); appeals in the United States Courts of
# Appeals, twelve months to June 2013, by what became of them (uscourts.gov, table B-5).
PARETO = [
    ({"badly sealed": 322, "small holes": 145, "wrong date": 67, "split": 53, "torn": 21, "blurred": 10, "other": 10},
     [51.27389, 74.36306, 85.03185, 93.47134, 96.81529, 98.40764, 100]),
    ({"affirmed": 23689, "dismissed": 2753, "reversed": 2249, "remanded": 516, "other": 68},
     [80.91887, 90.32280, 98.00512, 99.76772, 100]),
]  # fmt: skip


@pytest.mark.parametrize(("counts", "cumulative"), PARETO, ids=["packages", "appeals"])
def test_the_smallest_sets_are_those_of_pareto_tables(counts, cumulative):
    names, before = tuple(counts), 0.0
    for size, percent in enumerate(cumulative, 1):
        found = smallest_set(counts, percent / 100 - 1e-7)
        assert found.categories == names[:size]
        assert 100 * found.share_of_harm == pytest.approx(percent, abs=5e-6)
        assert smallest_set(counts, before / 100 + 1e-6).categories == names[:size]  # the set before holds too little
        before = percent


def test_the_medians_of_2026_do_not_give_the_printed_five():
    found = smallest_set(weigh(COUNTS, MEDIANS_2026), counts=COUNTS)
    assert set(found.categories) != set(tuple(DEMONSTRATION)[:5])


@pytest.mark.parametrize(
    ("counts", "days", "harm"),
    [
        # Sherman, Neyroud and Neyroud (2016), Policing 10(3), on the Cambridge index: homicide has the starting
        # point of 15 years, which are 5,475 days.
        pytest.param({"homicide": 1, "shoplifting": 10}, {"homicide": 5475, "shoplifting": 1}, 5485, id="Cambridge"),
        # The national counts of 2024/25 beside the 2026 medians (the Cambridge update's own table): robbery of
        # personal and of business property, 62,281 and 15,322 at 365 days each: 28,325,095 days.
        pytest.param(
            {"personal": 62281, "business": 15322}, {"personal": 365, "business": 365}, 28_325_095, id="robbery"
        ),
    ],
)
def test_harm_is_count_times_days(counts, days, harm):
    assert weigh(counts, days).sum() == harm


@pytest.mark.parametrize("count", [4, 30, 200])
def test_the_interval_of_harm_from_counts_alone_is_a_poisson_distributions(count):
    # SciPy's quantiles; a draw more or less of 4,000 moves an end by one crime at most.
    found = rank_intervals([count], [365]).loc[0]
    assert found.harm_low / 365 == pytest.approx(stats.poisson.ppf(0.025, count), abs=1)
    assert found.harm_high / 365 == pytest.approx(stats.poisson.ppf(0.975, count), abs=1)


@pytest.mark.parametrize(("second", "sure"), [(10, False), (29, False), (41, True)])
def test_two_ranks_are_told_apart_as_skellams_distribution_has_it(second, sure):
    # SciPy: the chance that 20 crimes drawn about themselves are at least as many as the others, of the same weight.
    chance = stats.skellam.sf(-1, 20, second) if second > 20 else stats.skellam.cdf(0, 20, second)
    assert (chance < 0.025) == sure
    ranks = rank_intervals([20, second], [5, 5])
    assert (ranks.rank_low == ranks.rank_high).all() == sure


@pytest.mark.real
def test_the_national_table_of_the_2026_update_adds_up(real):
    table = pd.read_csv(real / "harm" / "cchi_2026_prc_subgroup_weights.csv").set_index("prc_subgroup")
    harm = weigh(table.national_count_2024_25, table.cchi_days)
    # Independent arithmetic, Python's own, a row at a time.
    rows = zip(table.national_count_2024_25, table.cchi_days, strict=True)
    assert harm.sum() == sum(count * days for count, days in rows)
    assert smallest_set(harm).categories[0] == harm.idxmax() == "Violence with injury"


@pytest.mark.real
def test_ranks_are_surer_by_counts_alone_than_with_the_spread_inside_a_subgroup(real):
    table = pd.read_csv(real / "harm" / "cchi_2026_subgroup_distribution.csv").set_index("prc_subgroup")
    counts = pd.Series(1000, table.index)
    alone = rank_intervals(counts, table.median_days, draws=500)
    spread = rank_intervals(counts, table.median_days, table.min_days, table.max_days, draws=500)
    assert ((spread.rank_high - spread.rank_low) >= (alone.rank_high - alone.rank_low)).mean() > 0.9
    assert (spread.harm_low >= 900 * table.min_days * 0.9).all()
    assert (spread.harm_high <= 1000 * table.max_days * 1.15).all()
