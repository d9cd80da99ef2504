"""Files that are known for what they are and that no chapter uses yet: counted, and said to be unused."""

from assessment.sources.base import Format, Problem, RawFile, Reading
from assessment.sources.simple import counted


def read(raw: RawFile) -> Reading:
    """Count the rows; a torn one is set aside all the same."""
    reading = counted(raw)
    reading.problems.append(Problem("information", "not-used", "recognised, not used yet", file=raw.name))
    return reading


FORMATS = (
    Format("offence_codes", ("offence_group", "offence_code", "offence_subgroup", "police_uk_cat"), read),
    Format(
        "severity_weights_unlabelled",
        ("policeuk_category", "order_in_ons_list_of_weights", "css_weight"),
        read,
    ),
    Format(
        "deprivation_indicators",
        (
            "lsoa21_code",
            "income_domain_numerator",
            "employment_domain_numerator",
            "acute_morbidity_indicator",
        ),
        read,
    ),
)
