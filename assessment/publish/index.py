"""The index of an edition: its chapters, headline figures, downloads and sources."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

from assessment.editions import Revision, Standing
from assessment.figures import Figure
from assessment.periods import months_in_words
from assessment.present.wording.numbers import number, percent, signed, signed_percent
from assessment.project import ChapterEntry
from assessment.publish import pages
from assessment.publish.headings import Heading

HEADLINES = (
    "crime.all.count",
    "crime.all.change_percent",
    "crime.all.rate",
    "crime.violence_against_the_person.count",
    "asb.all.count",
    "asb.all.change_percent",
    "harm.top_categories.count",
    "harm.top_categories.share_of_harm",
    "harm.top_categories.share_of_crime",
    "deprivation.average_score",
    "deprivation.extent",
    "substance.drug_offences.count",
    "substance.alcohol_related.share",
)
DOWNLOADS = (
    ("tables.xlsx", "every public table of this edition, one a sheet, with its unit and source"),
    ("tables/contents.csv", "a list of the same tables as CSV files, which lie beside it"),
    ("figures.json", "every figure with its interval, method, period and sources"),
    ("run.json", "parameters, versions and source files of this edition"),
)
PAPER = ("assessment.pdf", "the whole edition as one document for paper, with contents and page numbers")
HASH_LENGTH = 12
WHOLE = frozenset({"count", "months", "lsoas", "categories", "rank", "days"})
SECTIONS = {
    "headline-figures": "Headline figures",
    "the-chapters": "The chapters",
    "downloads": "Downloads",
    "sources": "Sources and licences",
    "how-it-was-made": "How it was made",
    "accessibility": "Accessibility",
}


@dataclass(frozen=True)
class ChapterSummary:
    """A chapter on the index: its state (`done`, `failed`) and its key findings; the first is shown."""

    entry: ChapterEntry
    state: str
    findings: tuple[str, ...] = ()


def index_page(
    chapters: Sequence[ChapterSummary], figures: Iterable[Figure], run: Mapping, **page: Unpack[pages.Page]
) -> str:
    """The HTML of an edition's index.

    `figures` are all of the edition's; the headlines are chosen from them. `run` is what run.json holds; read
    are `sources` (mappings with the fields of a source file) and `versions` (name to version).
    """
    figures = list(figures)
    headlines = headline_rows(figures, page["year"].period, [chapter.entry for chapter in chapters])
    more = {
        "chapters": chapters,
        "headlines": headlines,
        "all_illustrative": all(row["illustrative"] for row in headlines),
        "headings": _headings(bool(headlines)),
        "downloads": (*([PAPER] if run.get("pdf") else []), *DOWNLOADS),
        "corrections": corrected(page["area"].standing(page["year"]), figures),
        "sources": [source_row(source) for source in run.get("sources", [])],
        "versions": list(run.get("versions", {}).items()),
    }
    return pages.render("index.html.j2", page, **more)


def corrected(standing: Standing, figures: Iterable[Figure]) -> list[tuple[Revision, list[str]]]:
    """The corrections of an edition, the latest first, each with its figures: their label, and their id."""
    labels = {figure.id: figure.label for figure in figures}
    return [
        (revision, [f"{labels[id]} ({id})" if id in labels else id for id in revision.figures])
        for revision in standing.corrections
    ]


def headline_rows(figures: Iterable[Figure], year: str, entries: Sequence[ChapterEntry]) -> list[dict]:
    """A row for each headline that the edition has: of the year if there is one, else the latest release."""
    names = {entry.name: entry for entry in entries}
    by_id: dict[str, dict[str, Figure]] = {}
    for figure in figures:
        by_id.setdefault(figure.id, {})[figure.period] = figure
    chosen = [by_id[id].get(year) or by_id[id][max(by_id[id])] for id in HEADLINES if id in by_id]
    return [_headline(figure, names.get(figure.chapter)) for figure in chosen]


def in_words(figure: Figure) -> tuple[str, str]:
    """A figure's value and unit for a reader: shares (0 to 1) as per cent, changes with their sign."""
    if figure.suppressed or figure.value is None:
        return ("[c]" if figure.suppressed else "[x]"), figure.unit
    if isinstance(figure.value, str):
        return figure.value, figure.unit
    if figure.id.endswith("_percent"):
        told = signed_percent if "change" in figure.id else percent
        return told(figure.value), "per cent"
    if figure.unit in ("share", "proportion") or _is_share(figure.id):
        return percent(100 * figure.value), "per cent"
    decimals = 0 if isinstance(figure.value, int) or figure.unit.lower() in WHOLE else 1
    told = signed if figure.id.endswith(".change") else number
    return told(figure.value, decimals), figure.unit


def _is_share(id: str) -> bool:
    last = id.rsplit(".", 1)[-1]
    return last.startswith(("share", "proportion")) or last.endswith("share") or last == "extent"


def _headline(figure: Figure, entry: ChapterEntry | None) -> dict:
    value, unit = in_words(figure)
    told = {"label": figure.label, "value": value, "unit": unit, "period": months_in_words(figure.period)}
    return {**told, "entry": entry, "illustrative": figure.illustrative}


def source_row(source: Mapping) -> dict:
    """A source file as the index shows it: release and period apart and each once, the start of its hash."""
    release, months = str(source.get("release") or ""), months_in_words(str(source.get("period") or ""))
    release, months = ("", months) if release in months else (release, "" if months in release else months)
    return {
        "file": source["file"],
        "label": source.get("label", ""),
        "publisher": source.get("publisher", ""),
        "licence": source.get("licence", ""),
        "release": release,
        "period": months,
        "kept": number(source.get("rows_kept") or 0),
        "set_aside": number(source.get("rows_set_aside") or 0),
        "hash": str(source.get("sha256", ""))[:HASH_LENGTH],
        "illustrative": bool(source.get("illustrative")),
    }


def _headings(headlines: bool) -> list[Heading]:
    return [Heading(2, id, text) for id, text in SECTIONS.items() if headlines or id != "headline-figures"]
