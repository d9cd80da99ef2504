"""Make the demonstration's deprivation tables: illustrative ranks of the 94 LSOAs that agree with print.

    python -m data.generator.deprivation

The file has the columns of the publisher's File 7. It agrees with the English Indices of Deprivation 2015 in
this: 13 of the 94 LSOAs in the national top 100, 36 in decile 1, 48 in deciles 1 and 2. All else is invented.
"""

import json
import math
import random
from itertools import pairwise
from statistics import NormalDist

from .lsoas import deprivation_order
from .tables import RAW, read_csv, write_csv

SEED = 20150930
LSOAS_IN_ENGLAND = 32844
AREA, NAME = "E06000009", "Blackpool"
NORMAL = NormalDist()

# place among the 94 → national rank; between two of them ranks rise in proportion, give or take 7%
ANCHORS = ((1, 3), (13, 92), (14, 130), (36, 3150), (37, 3420), (48, 6380), (49, 6700), (94, 21900))
# national rank → score, English Indices of Deprivation 2015, rounded
SCORES = (
    (1, 92.6), (10, 84.6), (100, 75.5), (1000, 59.1), (3285, 44.6), (6569, 33.9),
    (10000, 26.5), (16000, 17.9), (20000, 13.6), (25000, 9.4), (32844, 0.5),
)  # fmt: skip
# domain → heading of its score, how closely it follows the index, and its shift (positive is less deprived)
DOMAINS = {
    "Income": ("(rate)", 0.97, 0.05),
    "Employment": ("(rate)", 0.97, -0.15),
    "Education, Skills and Training": ("", 0.85, 0.15),
    "Health Deprivation and Disability": ("", 0.92, -0.5),
    "Crime": ("", 0.8, -0.1),
    "Barriers to Housing and Services": ("", 0.4, 1.3),
    "Living Environment": ("", 0.55, -0.3),
}
RANK, DECILE = "Rank (where 1 is most deprived)", "Decile (where 1 is most deprived 10% of LSOAs)"
INDEX = "Index of Multiple Deprivation (IMD)"
PLACE = (
    "LSOA code (2011)",
    "LSOA name (2011)",
    "Local Authority District code (2013)",
    "Local Authority District name (2013)",
)
PUBLISHED = (
    ("IoD2004", "rank", 24),
    ("IoD2007", "rank", 12),
    ("IoD2010", "rank", 6),
    ("IoD2010", "rank_of_local_concentration", 1),
    ("IoD2015", "rank", 1),
    ("IoD2015", "rank_of_local_concentration", 1),
    ("IoD2015", "lsoas_in_top_100", 13),
    ("IoD2015", "proportion_decile_1", round(36 / 94, 4)),
    ("IoD2015", "proportion_deciles_1_2", round(48 / 94, 4)),
)


def main() -> None:
    """Write the two tables of data/raw."""
    rng = random.Random(SEED)
    ranks = dict(zip(deprivation_order(), index_ranks(rng), strict=True))
    domains = {domain: domain_ranks(ranks, domain, rng) for domain in DOMAINS}
    names, residents = lsoa_names(), census_residents()
    rows = [
        [code, names[code], AREA, NAME, *index_cells(ranks[code])]
        + [cell for domain in DOMAINS for cell in domain_cells(domain, domains[domain][code])]
        + [residents[code]]
        for code in sorted(ranks)
    ]
    write_csv("deprivation_2015_illustrative.csv", header(), rows)
    published = [(release, AREA, NAME, measure, value) for release, measure, value in PUBLISHED]
    columns = ("release", "authority_code", "authority_name", "measure", "value")
    write_csv("deprivation_published_ranks.csv", columns, published)


def header() -> list[str]:
    """The publisher's headings: the place, the index, each domain, the people."""
    domains = [
        f"{domain} {what}"
        for domain, (unit, _, _) in DOMAINS.items()
        for what in (f"Score {unit}".strip(), RANK, DECILE)
    ]
    index = [f"{INDEX} Score", f"{INDEX} {RANK}", f"{INDEX} {DECILE}"]
    return [*PLACE, *index, *domains, "Total population: mid 2012 (excluding prisoners)"]


def index_ranks(rng: random.Random) -> list[int]:
    """94 national ranks, rising, no two alike: on the anchors exactly, between them with noise."""
    fixed = dict(ANCHORS)
    ranks = []
    for place in range(1, 95):
        wanted = math.exp(interpolated([(at, math.log(rank)) for at, rank in ANCHORS], place))
        noise = 1 if place in fixed else rng.uniform(0.93, 1.07)
        ranks.append(min(ceiling(place), round(wanted * noise)))
    ranks.sort()
    return without_ties(ranks)


def ceiling(place: int) -> int:
    """The rank of the next anchor, which noise must not carry an LSOA past."""
    return next(rank for at, rank in ANCHORS if at >= place)


def domain_ranks(ranks: dict[str, int], domain: str, rng: random.Random) -> dict[str, int]:
    """A domain's national rank of each LSOA: correlated with the index on the normal scale, and shifted."""
    _, closeness, shift = DOMAINS[domain]
    spread = math.sqrt(1 - closeness**2)
    wanted = {}
    for code, rank in ranks.items():
        noise = NORMAL.inv_cdf(rng.uniform(0.001, 0.999))
        depth = closeness * quantile(rank) + spread * noise + shift
        wanted[code] = max(1, round(LSOAS_IN_ENGLAND * NORMAL.cdf(depth)))
    order = sorted(wanted, key=wanted.__getitem__)
    return dict(zip(order, without_ties([wanted[code] for code in order]), strict=True))


def without_ties(ranks: list[int]) -> list[int]:
    """Sorted ranks with each at least one above the one before."""
    for place in range(1, len(ranks)):
        ranks[place] = max(ranks[place], ranks[place - 1] + 1)
    return ranks


def index_cells(rank: int) -> tuple[float, int, int]:
    """Score, rank and decile of the index; more deprived has the higher score."""
    return round(interpolated(SCORES, rank), 3), rank, decile(rank)


def domain_cells(domain: str, rank: int) -> tuple[float, int, int]:
    """Score, rank and decile of a domain."""
    return round(domain_score(domain, rank), 3), rank, decile(rank)


def domain_score(domain: str, rank: int) -> float:
    """A score on the domain's own scale: a rate, a standard normal value, or an exponential scale."""
    if domain in ("Health Deprivation and Disability", "Crime"):
        return -0.9 * quantile(rank)
    scaled = 1 - rank / LSOAS_IN_ENGLAND
    score = -23 * math.log(1 - scaled * (1 - math.exp(-100 / 23)))
    return {"Income": 0.02 + score / 200, "Employment": 0.02 + score / 290}.get(domain, score)


def decile(rank: int) -> int:
    """1 for the most deprived tenth of England's LSOAs, 10 for the least."""
    return math.ceil(10 * rank / LSOAS_IN_ENGLAND)


def quantile(rank: int) -> float:
    """The rank on the standard normal scale; more deprived is lower."""
    return NORMAL.inv_cdf((rank - 0.5) / LSOAS_IN_ENGLAND)


def interpolated(points: list | tuple, at: float) -> float:
    """The value at a place on the broken line through the points, which are in rising order."""
    for (left, low), (right, high) in pairwise(points):
        if left <= at <= right:
            return low + (high - low) * (at - left) / (right - left)
    message = f"{at} lies outside the points"
    raise ValueError(message)


def lsoa_names() -> dict[str, str]:
    """The LSOAs' names by code, from the boundaries."""
    features = json.loads((RAW / "lsoa_2011_blackpool.geojson").read_text(encoding="utf-8"))["features"]
    return {feature["properties"]["LSOA11CD"]: feature["properties"]["LSOA11NM"] for feature in features}


def census_residents() -> dict[str, str]:
    """Census 2011 usual residents by code, which stand in for the release's own populations."""
    rows = read_csv("census_2011_lsoa_residents.csv")
    return {row["lsoa11_code"]: row["census2011_usual_residents"] for row in rows}


if __name__ == "__main__":
    main()
