"""The 94 LSOAs of Blackpool from most to least deprived, as the demonstration has them. Illustrative.

The order is invented from geography alone: by distance from the central seafront and from two estates
inland, with a little noise, and with the six wards brought forward that the Community Safety Plan 2016-2019
names as the most deprived. It is no publisher's ranking.
"""

DEPRIVATION_ORDER = (
    "E01012736",
    "E01012737",
    "E01012679",
    "E01012721",
    "E01012735",
    "E01012670",
    "E01012733",
    "E01012720",
    "E01012675",
    "E01012687",
    "E01012677",
    "E01012673",
    "E01012682",
    "E01012681",
    "E01012672",
    "E01012738",
    "E01012678",
    "E01012724",
    "E01012674",
    "E01012722",
    "E01012680",
    "E01012734",
    "E01012742",
    "E01012686",
    "E01012689",
    "E01012676",
    "E01012739",
    "E01012683",
    "E01012707",
    "E01012684",
    "E01012723",
    "E01012740",
    "E01012671",
    "E01012709",
    "E01012743",
    "E01012708",
    "E01012744",
    "E01012741",
    "E01012710",
    "E01012712",
    "E01012715",
    "E01012750",
    "E01012745",
    "E01012688",
    "E01012685",
    "E01012711",
    "E01012692",
    "E01012714",
    "E01012694",
    "E01012748",
    "E01012732",
    "E01012751",
    "E01012746",
    "E01012690",
    "E01012693",
    "E01012697",
    "E01012696",
    "E01012753",
    "E01012749",
    "E01012713",
    "E01012698",
    "E01012695",
    "E01012747",
    "E01012730",
    "E01012754",
    "E01012755",
    "E01012701",
    "E01012725",
    "E01012669",
    "E01012691",
    "E01012729",
    "E01012706",
    "E01012752",
    "E01012731",
    "E01012702",
    "E01012704",
    "E01012703",
    "E01012699",
    "E01012726",
    "E01012668",
    "E01012705",
    "E01012700",
    "E01012728",
    "E01012727",
    "E01012667",
    "E01012666",
    "E01012717",
    "E01012718",
    "E01012662",
    "E01012716",
    "E01012665",
    "E01012719",
    "E01012664",
    "E01012663",
)

TOWN_CENTRE = "E01012736"  # the LSOA with the shops and bars of the central seafront
TOWN_CENTRE_FACTOR = 3.0  # it has 7% of the crime that police.uk publishes for Blackpool, residents 1%
GRADIENT = 6.0  # the most deprived LSOA has six times the crime of the least deprived


def deprivation_order() -> tuple[str, ...]:
    """The codes of the 94 LSOAs, the most deprived first."""
    return DEPRIVATION_ORDER


def crime_weight() -> dict[str, float]:
    """Each LSOA's share of crime; the shares sum to one and fall from the most to the least deprived."""
    last = len(DEPRIVATION_ORDER) - 1
    raw = {code: GRADIENT ** (1 - place / last) for place, code in enumerate(DEPRIVATION_ORDER)}
    raw[TOWN_CENTRE] *= TOWN_CENTRE_FACTOR
    total = sum(raw.values())
    return {code: weight / total for code, weight in raw.items()}
