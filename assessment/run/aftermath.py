"""What became of the last builds of an area, told from what stands in the folders of its editions."""

import re
from collections.abc import Iterator
from pathlib import Path

from assessment.run.place import Place
from assessment.run.record import told_by

YEAR = re.compile(r"\.?(\d{4}-\d\d(?:-to-[\d-]+)?(?:-restricted)?)(?:\..+)?")


def aftermath(out: Path, area: str) -> list[tuple[str, str]]:
    """For each edition of an area in `out`: `information` or `warning`, and what happened, in a sentence or two."""
    found = (YEAR.fullmatch(path.name) for path in sorted((out / area).glob("*")))
    years = sorted({name[1] for name in found if name})
    return [told for year in years for told in _of(Place(out, area, year))]


def _of(place: Place) -> Iterator[tuple[str, str]]:
    edition, failed = told_by(place.folder), told_by(place.failed)
    if place.running():
        yield "information", f"{place.year}: a build is running."
    elif left := place.left():
        yield "warning", f"{place.year}: a build was killed and left {', '.join(left)}; the next build clears it away."
    if edition is None and place.former.exists():
        yield "warning", f"{place.year}: it was killed while it moved in; the next build puts back the edition before."
    if failed:
        stays = f"; the edition of {edition['made']} stands" if edition else ""
        yield "warning", f"{place.year}: the build of {failed['made']} failed{_chapters(failed)}{stays}."
    if edition and _chapters(edition):
        yield "warning", f"{place.year}: it was built on {edition['made']}, and failed{_chapters(edition)}."
    elif edition:
        lacks = [name for name in edition.get("files", ()) if not (place.folder / name).is_file()]
        whole = f"but {len(lacks)} of its files are gone, {lacks[0]} first" if lacks else "whole"
        yield "warning" if lacks else "information", f"{place.year}: it was built on {edition['made']}, {whole}."


def _chapters(told: dict) -> str:
    """The chapters that failed, each with its reason."""
    failed = [one for one in told["chapters"] if one["state"] == "failed"]
    reasons = "; ".join(f"{one['name']}: {one.get('error', '').rstrip('.')}" for one in failed)
    return f" in {reasons}" if failed else ""
