"""The tables that sources make and chapters read: columns, types, and what makes two rows the same row."""

import polars as pl

TEXT, WHOLE, REAL, YES, DAY = pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Date
SHORT = pl.UInt32  # a whole number of which there are as many as there are rows
WORD = pl.Categorical()  # text of few different words, where there are too many rows to hold it as text

DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "living")
HATE = tuple(f"hate_{strand}" for strand in ("race", "religion", "sexual_orientation", "transgender", "disability"))
MARKERS = ("alcohol", "domestic_abuse", "cse", *HATE)


def _columns(kind: pl.DataType, names: str) -> dict[str, pl.DataType]:
    return dict.fromkeys(names.split(), kind)


TABLES: dict[str, dict[str, pl.DataType]] = {
    "crime": _columns(TEXT, "record month")
    | _columns(DAY, "recorded committed_from committed_to")
    | _columns(TEXT, "category subcategory offence_code offence lsoa authority")
    | dict.fromkeys(MARKERS, YES)
    | _columns(TEXT, "victim_age victim_sex suspect_age suspect_sex victim_key place_key outcome source"),
    "asb": _columns(TEXT, "incident month")
    | {"recorded": DAY, "type": TEXT, "youth": YES}
    | _columns(TEXT, "lsoa authority source"),
    "outcomes": _columns(TEXT, "crime_id month outcome lsoa authority"),
    "stops": {"month": TEXT, "date": DAY}
    | _columns(TEXT, "time type age sex ethnicity_self_defined ethnicity_officer_defined legislation object outcome")
    | {"linked": YES, "longitude": REAL, "latitude": REAL},
    "district_months": _columns(TEXT, "month authority category kind") | {"count": WHOLE},
    "coverage": _columns(TEXT, "source kind month") | _columns(WHOLE, "rows blank_lsoa repeated") | {"note": TEXT},
    "deprivation": _columns(TEXT, "release lsoa lsoa_name")
    | {"lsoa_vintage": WHOLE}
    | _columns(TEXT, "authority authority_name")
    | {"score": REAL, "rank": WHOLE, "decile": WHOLE, "population": REAL, "lsoas_in_england": WHOLE}
    | {f"{d}_{what}": REAL if what == "score" else WHOLE for d in DOMAINS for what in ("rank", "decile", "score")},
    "deprivation_published": _columns(TEXT, "release authority authority_name measure") | {"value": REAL},
    "population": _columns(TEXT, "authority name")
    | _columns(
        WHOLE,
        "year residents age_0_15 age_16_64 age_65_plus age_15_64 age_10_17 age_18_24 age_18_plus",
    )
    | {"basis": TEXT},
    "population_lsoa": {
        "lsoa": TEXT,
        "lsoa_vintage": WHOLE,
        "year": WHOLE,
        "residents": WHOLE,
        "basis": TEXT,
    },
    "population_workday": {"lsoa": TEXT, "year": WHOLE, "people": WHOLE, "basis": TEXT},
    "boundaries": _columns(TEXT, "layer code name authority") | {"geometry": pl.Binary},
    "lsoa_wards": _columns(TEXT, "lsoa lsoa_name ward ward_name authority authority_name"),
    "lsoa_changes": _columns(TEXT, "lsoa11 lsoa21 change"),
    "authorities": _columns(TEXT, "authority name partnership partnership_name force force_name"),
    "harm_weights": _columns(TEXT, "version level key harm_category")
    | _columns(REAL, "days days_low days_high")
    | {"illustrative": YES},
    "returns": _columns(TEXT, "measure area")
    | _columns(DAY, "period_start period_end")
    | {"value": REAL, "unit": TEXT, "numerator": REAL, "denominator": REAL, "note": TEXT},
    "published": _columns(TEXT, "topic measure area period")
    | {"value": REAL, "unit": TEXT, "comparator_england": REAL, "source_url": TEXT, "note": TEXT},
    "drug_deaths": {"authority": TEXT, "name": TEXT, "year": WHOLE, "deaths": WHOLE},
    "health_index": {"authority": TEXT, "year": WHOLE, "indicator": TEXT, "value": REAL},
    "severity_scores": {"authority": TEXT, "period": TEXT, "score": REAL},
    "recorded_crime": {"year": TEXT, "quarter": WHOLE}
    | _columns(TEXT, "force partnership category subcategory offence_code offence")
    | {"count": WHOLE}
    | _columns(TEXT, "published_category published_subcategory"),
    "survey": _columns(TEXT, "survey respondent question answer")
    | {"weight": REAL}
    | _columns(TEXT, "age_band sex stratum"),
    "survey_text": _columns(TEXT, "survey respondent question text"),  # never shown as it is
    "cases": _columns(TEXT, "case step") | {"date": DAY, "measure": TEXT},
    "fingertips": {"indicator_id": WHOLE}
    | _columns(TEXT, "indicator area_code area area_type sex age category_type category period")
    | _columns(REAL, "value low high numerator denominator")
    | _columns(TEXT, "note trend compared_to_england"),
    # Between the sources and the tables above, never read by a chapter:
    "street": {"record": TEXT} | _columns(WORD, "category lsoa outcome") | _columns(SHORT, "line part"),
    "street_places": _columns(TEXT, "lsoa district") | _columns(SHORT, "begin rows"),
    "street_ids": {"hash": pl.UInt64},
    "street_counts": {"part": SHORT} | _columns(WORD, "category lsoa") | {"named": YES, "rows": SHORT},
    "street_months": _columns(TEXT, "force month member content header") | _columns(WHOLE, "part rows contexts"),
    "lsoa_authority": {"lsoa": TEXT, "authority": TEXT, "vintage": WHOLE},
}

# Two rows that agree in these say the same thing: the first source's row holds.
KEYS: dict[str, tuple[str, ...]] = {
    "deprivation": ("release", "lsoa"),
    "deprivation_published": ("release", "authority", "measure"),
    "population": ("authority", "year", "basis"),
    "population_lsoa": ("lsoa", "year", "basis"),
    "population_workday": ("lsoa", "year", "basis"),
    "boundaries": ("layer", "code"),
    "lsoa_wards": ("lsoa",),
    "lsoa_changes": ("lsoa11", "lsoa21"),
    "authorities": ("authority",),
    "harm_weights": ("version", "level", "key"),
    "returns": ("measure", "area", "period_start", "period_end"),
    "published": ("topic", "measure", "area", "period"),
    "drug_deaths": ("authority", "year"),
    "health_index": ("authority", "year", "indicator"),
    "severity_scores": ("authority", "period"),
    "survey": ("survey", "respondent", "question"),
    "survey_text": ("survey", "respondent", "question"),
    "recorded_crime": ("year", "quarter", "force", "partnership", "category", "subcategory", "offence_code", "offence"),
    "fingertips": ("indicator_id", "area_code", "area_type", "sex", "age", "category_type", "category", "period"),
}


def conformed(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The frame with exactly the table's columns, in order and type; one that it has not got is empty."""
    schema = TABLES[table]
    have = set(frame.columns)
    return frame.select(
        (pl.col(name) if name in have else pl.lit(None)).cast(kind).alias(name) for name, kind in schema.items()
    )
