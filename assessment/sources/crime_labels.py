"""One vocabulary for the groups and subgroups of offences, whose spelling and wording drift from year to year."""

import polars as pl

from assessment.sources.base import Problem

GROUPS = (
    "Violence against the person",
    "Sexual offences",
    "Robbery",
    "Theft offences",
    "Criminal damage and arson",
    "Drug offences",
    "Possession of weapons offences",
    "Public order offences",
    "Miscellaneous crimes against society",
    "Fraud offences",
)
SUBGROUPS = (
    *("Homicide", "Death or serious injury - unlawful driving", "Violence with injury", "Violence without injury"),
    *("Stalking and harassment", "Rape", "Other sexual offences"),
    *("Robbery of business property", "Robbery of personal property"),
    # Until March 2017 dwellings, since then residences with their sheds and garages: not the same, so not merged.
    *("Domestic burglary", "Non-domestic burglary", "Residential burglary", "Non-residential burglary"),
    *("Theft of a motor vehicle", "Theft from a vehicle", "Vehicle interference", "Vehicle offences"),
    *("Theft from the person", "Bicycle theft", "Shoplifting", "Other theft offences"),
    *("Criminal damage", "Arson", "Possession of drugs", "Trafficking of drugs"),
    *("Possession of weapons offences", "Public order offences", "Miscellaneous crimes against society"),
    *("Fraud: Action Fraud", "Fraud: CIFAS", "Fraud: UK Finance", "Fraud: Financial Fraud Action UK"),
)
# Other words for the same, as they are compared: in lower case, with single blanks and plain dashes.
OTHER_WORDS = {
    "rape offences": "Rape",
    "miscellaneous crimes": "Miscellaneous crimes against society",
    "miscellaneous crime against society": "Miscellaneous crimes against society",
    "violence against the person offences": "Violence against the person",
    "robbery offences": "Robbery",
    "theft": "Theft offences",
    "criminal damage and arson offences": "Criminal damage and arson",
    "criminal damage & arson": "Criminal damage and arson",
    "possession of weapons": "Possession of weapons offences",
    "possession of weapon offences": "Possession of weapons offences",
    "public order": "Public order offences",
    "drugs offences": "Drug offences",
    "stalking & harassment": "Stalking and harassment",
    "death or serious injury caused by unlawful driving": "Death or serious injury - unlawful driving",
    "theft or unauthorised taking of a motor vehicle": "Theft of a motor vehicle",
    "theft of motor vehicle": "Theft of a motor vehicle",
    "theft from vehicle": "Theft from a vehicle",
    "interfering with a motor vehicle": "Vehicle interference",
    "other theft": "Other theft offences",
}


def one_vocabulary(labels: pl.Series, vocabulary: tuple[str, ...]) -> pl.Series:
    """The labels in the words of the vocabulary; one that it has not got stays as it is."""
    words = {label.lower(): label for label in vocabulary}
    words |= {other: label for other, label in OTHER_WORDS.items() if label in vocabulary}
    compared = labels.str.to_lowercase().str.replace_all(r"\s+", " ").str.replace_all("[–—]", "-")
    known = compared.replace_strict(words, default=None, return_dtype=pl.String)
    return pl.select(pl.coalesce(known, labels)).to_series()


def told(frame: pl.DataFrame, name: str) -> list[Problem]:
    """How many rows have a label in other words, and which labels no vocabulary has."""
    drifted = [*_drifted(frame, "category", "group"), *_drifted(frame, "subcategory", "subgroup")]
    found = []
    if drifted:
        listed = "; ".join(
            f"{what} '{old}' as '{new}' in {rows:,} {'row' if rows == 1 else 'rows'}"
            for what, old, new, rows in drifted
        )
        message = f"labels drift between years, and are read in one vocabulary: {listed}"
        found.append(Problem("information", "label-drift", message, "", name, tables=("recorded_crime",)))
    strange = [
        *(set(frame["category"].drop_nulls()) - set(GROUPS)),
        *(set(frame["subcategory"].drop_nulls()) - set(SUBGROUPS)),
    ]
    if strange:
        listed = ", ".join(f"'{label}'" for label in sorted(strange)[:12])
        message = f"labels that the workbook does not know are kept as they are: {listed}"
        mend = "Compare them with those of other years before adding up over time."
        found.append(Problem("information", "label-unknown", message, mend, name, tables=("recorded_crime",)))
    return found


def _drifted(frame: pl.DataFrame, column: str, what: str) -> list[tuple[str, str, str, int]]:
    """What it is, the published labels that differ from the vocabulary's, and the rows of each."""
    changed = frame.filter(pl.col(f"published_{column}") != pl.col(column))
    counts = changed.group_by(f"published_{column}", column).len().sort(f"published_{column}", column)
    return [(what, *row) for row in counts.iter_rows()]
