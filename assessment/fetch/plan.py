"""What to download for an area and a year, from the addresses in config/sources.toml."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from assessment import project
from assessment.errors import UsageError
from assessment.fetch.addresses import Download, downloads
from assessment.periods import FinancialYear
from assessment.project import Area, SourceEntry


@dataclass(frozen=True)
class Wanted:
    """One file to download: its address, its name in the raw folder, and how to know that it is whole."""

    source: str
    url: str
    file: str
    how_to_get: str
    sha256: str = ""
    checksums: str = ""
    keep: str = ""


@dataclass(frozen=True)
class Plan:
    """The files to download, and the sources that must be got by hand with how to get them."""

    wanted: tuple[Wanted, ...]
    by_hand: tuple[tuple[str, SourceEntry], ...]


def plan(area: Area, year: FinancialYear, names: Sequence[str] = ()) -> Plan:
    """The downloads of the named sources, of all where none is named. Raises UsageError for an unknown name."""
    known = project.sources()
    for name in names:
        if name not in known:
            what = f"There is no source '{name}'"
            raise UsageError(what, mend=f"The sources are: {', '.join(known)}.")
    chosen = {name: known[name] for name in names or known}
    found = {name: list(_wanted(name, entry, area, year)) for name, entry in chosen.items()}
    by_file = {one.file: one for wanted in reversed(found.values()) for one in reversed(wanted)}
    by_hand = tuple((name, entry) for name, entry in chosen.items() if not found[name])
    return Plan(tuple(reversed(by_file.values())), by_hand)


def _wanted(name: str, entry: SourceEntry, area: Area, year: FinancialYear) -> Iterator[Wanted]:
    for download in downloads(name, entry):
        for values in _values(area, year):
            if all(values[field] for field in download.fields):
                yield _filled(name, entry, download, values)


def _filled(name: str, entry: SourceEntry, download: Download, values: dict[str, str]) -> Wanted:
    address = {field: quote(value, safe="") for field, value in values.items()}
    plain = {field: re.sub(r"[^\w.-]+", "-", value) for field, value in values.items()}
    return Wanted(
        name,
        download.url.format(**address),
        download.file.format(**plain),
        entry.how_to_get,
        download.sha256,
        download.checksums.format(**address),
        download.keep.format(**plain),
    )


def _values(area: Area, year: FinancialYear) -> Iterator[dict[str, str]]:
    """What stands for each placeholder, once for each authority and month; empty where it is not configured."""
    names = {district.code: district.name for district in area.districts}
    codes = list(names) or list(area.authorities)
    for authority in area.authorities:
        name = names.get(authority) or (area.name if len(area.authorities) == 1 else "")
        for month in year.months:
            yield {
                "force": force_slug(area.force),
                "year": year.slug,
                "first_month": year.first_month,
                "last_month": year.last_month,
                "month": month,
                "authority": authority,
                "authority_name": name.replace("'", "''"),
                "districts": ",".join(f"'{code}'" for code in codes),
            }


def force_slug(force: str) -> str:
    """The force's name as data.police.uk writes it in file names: `Avon and Somerset` is `avon-and-somerset`."""
    name = re.sub(r"\b(police|constabulary|service)\b", " ", force.lower())
    return re.sub(r"[^a-z]+", "-", name).strip("-")
