"""A workbook whose data and configuration may do harm: names, categories, answers, notes, file names."""

import csv
import gzip
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

from assessment import project

SCRIPT = "<script>alert('hostile')</script><img src=x onerror=alert(1)>\"'"
MARKDOWN = "[x](javascript:alert(1)) ![i](http://example.invalid/i) **b** $\\input{x}$ \\textbf{y} {{ 7*7 }}"
STEERED = "\x1b[31mred\x1b]0;title\x07 \u202eabc\x9b2J"
FORMULA = "=cmd|'/C calc'!A0"
LONG = "N" * 10_000
TEXTS = (SCRIPT, MARKDOWN, STEERED, FORMULA, LONG)
PRINTABLE = f"{SCRIPT} =1+1"  # what an area's configuration lets through
MARK = "hostile"  # in SCRIPT: what is looked for where the text must show
YEARS = ("2012-13", "2013-14", "2014-15")
# What stands in place of known names, by column: three kinds of crime, an offence, an age and an answer.
RECORDS = {
    "offence_group": {"Drug offences": SCRIPT, "Robbery": FORMULA, "Possession of weapons offences": LONG},
    "offence_subgroup": {"Bicycle theft": STEERED, "Shoplifting": MARKDOWN, "Theft from the person": LONG},
    "offence_description": {"Theft from a vehicle": SCRIPT, "Burglary in a dwelling": LONG},
    "victim_age_band": {"65+": SCRIPT, "55-64": FORMULA},
    "suspect_age_band": {"45-54": STEERED},
    "victim_sex": {"M": MARKDOWN},
}
INCIDENTS = {"type": {"Environmental": SCRIPT}}
PROVENANCE = """["crime_*"]
publisher = {script}
licence = {formula}
release = {markdown}
illustrative = true
note = {long}
"""


def workbook(folder: Path) -> Path:
    """Copy the project's configuration and notebooks there, and its demonstration, with hostile text in all of them."""
    for name in ("config", "notebooks"):
        shutil.copytree(project.root() / name, folder / name)
    raw, ours = folder / "data" / "raw", project.root() / "data" / "raw"
    raw.mkdir(parents=True)
    for year in YEARS:
        for name, changed in ((f"crime_{year}.csv.gz", RECORDS), (f"asb_{year}.csv.gz", INCIDENTS)):
            rewrite(ours / name, raw / name, lambda row, changed=changed: exchanged(row, changed))
    for path in ours.glob("*.csv"):
        rewrite(path, raw / FILES.get(path.name, path.name), CHANGES.get(path.name, lambda row: row))
    outlines(ours / "lsoa_2011_blackpool.geojson", raw / "lsoa_2011_blackpool.geojson")
    wards(raw / "wards.csv", raw / "lsoa_2011_blackpool.geojson")
    (raw / "'<b onmouseover=alert(1)>=1+1\x1b[31m\u202e.csv").write_text(
        f"a {SCRIPT},{STEERED}\n1,2\n", encoding="utf-8"
    )
    told = {
        name: json.dumps(text) for name, text in zip(("script", "markdown", "", "formula", "long"), TEXTS, strict=True)
    }
    (raw / "provenance.toml").write_text(PROVENANCE.format(**told), encoding="utf-8")
    configure(folder / "config" / "areas")
    return folder


def rewrite(source: Path, target: Path, change: Callable[[dict], dict]) -> None:
    """Write a CSV file again, its headers and every row as `change` makes them."""
    opened = gzip.open if source.suffix == ".gz" else open
    with opened(source, "rt", encoding="utf-8", newline="") as file:
        rows = [change(row) for row in csv.DictReader(file)]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    with opened(target, "wt", encoding="utf-8", newline="") as file:
        file.write(text.getvalue())


def exchanged(row: dict, changed: dict[str, dict[str, str]]) -> dict:
    """A row with some values of some columns exchanged for others."""
    return row | {head: told.get(row[head], row[head]) for head, told in changed.items()}


def _in_turn(number: object) -> str:
    return f"{TEXTS[int(number) % len(TEXTS)]} {number}"


def _surveyed(row: dict) -> dict:
    answers = {head: _in_turn(at) for at, head in enumerate(row) if head.startswith("t_") and row[head]}
    return row | answers | {"survey": SCRIPT, "stratum": _in_turn(int(row["respondent"]) % 3)}


def _returned(row: dict) -> dict:
    units = {"cctv.requests_assaults": SCRIPT, "powers.notices": FORMULA}
    return row | {"note": _in_turn(len(row["measure"])), "unit": units.get(row["measure"], row["unit"])}


def _weighed(row: dict) -> dict:
    keys = RECORDS["offence_subgroup"] | RECORDS["offence_group"]
    return exchanged(row, {"key": keys, "harm_category": {"Other theft": SCRIPT, "Vehicle": LONG}})


CHANGES: dict[str, Callable[[dict], dict]] = {
    "partnership_returns.csv": _returned,
    "consultation_2016.csv": _surveyed,
    "residents_survey_2015.csv": lambda row: _surveyed(row) | {"q_safe_by_day": row["q_safe_by_day"] and SCRIPT},
    "case_register.csv": lambda row: row | {"step": f"{SCRIPT} {row['step']}"},
    "harm_weights_demonstration_v1.csv": _weighed,
    "deprivation_published_ranks.csv": lambda row: row | {"authority_name": STEERED},
    "deprivation_2015_illustrative.csv": lambda row: (
        row
        | {"LSOA name (2011)": _in_turn(row["LSOA code (2011)"][1:]), "Local Authority District name (2013)": SCRIPT}
    ),
    "census_2011_authorities.csv": lambda row: row | {"name": SCRIPT},
    "population_authority.csv": lambda row: row | {"name": FORMULA},
}
FILES = {"partnership_returns.csv": "=1+1<img src=x onerror=alert(1)>\x1b[31m\u202e returns.csv"}


def outlines(source: Path, target: Path) -> None:
    """The outlines, each with a hostile name."""
    told = json.loads(source.read_text(encoding="utf-8"))
    for one in told["features"]:
        one["properties"]["LSOA11NM"] = _in_turn(one["properties"]["LSOA11CD"][1:])
    target.write_text(json.dumps(told), encoding="utf-8")


def wards(target: Path, outlined: Path) -> None:
    """Twelve wards with hostile names, of the LSOAs outlined."""
    features = json.loads(outlined.read_text(encoding="utf-8"))["features"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["lsoa21_code", "lsoa21_name", "ward24_code", "ward24_name", "ltla24_code", "ltla24_name"])
        for at, one in enumerate(features):
            lsoa, ward = one["properties"], at // 8
            names = (f"E050000{ward:02d}", _in_turn(ward), "E06000009", SCRIPT)
            writer.writerow([lsoa["LSOA11CD"], lsoa["LSOA11NM"], *names])


def configure(areas: Path) -> None:
    """An area whose name, force, districts, reasons, plans and narrative are hostile, as far as its checks let them."""
    path = areas / "blackpool.toml"
    text = path.read_text(encoding="utf-8")
    told = json.dumps(PRINTABLE, ensure_ascii=False)
    text = text.replace('name = "Blackpool"\nauth', f"name = {told}\nauth").replace("# contact", f"contact = {told} #")
    for old in ('"Fylde"', '"Community Safety Plan 2016-2019, Crime Overview, which reports on it"'):
        assert old in text
        text = text.replace(old, told)
    reasons = json.dumps(f"{PRINTABLE} {MARKDOWN}", ensure_ascii=False)
    for start in ("violence = ", "objective = ", "what = "):
        at = text.index(f'{start}"') + len(start)
        text = text[:at] + reasons + text[text.index('"', at + 1) + 1 :]
    path.write_text(text, encoding="utf-8")
    words = "\n\n".join(["Year: 2014/15", "# Violence", *TEXTS, "Seen {{crime.all.count}}."])
    (areas / "blackpool" / "narrative" / "violence.md").write_text(words, encoding="utf-8")
