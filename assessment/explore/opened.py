"""What the panels look at: chapters opened on one area's data, and the outlines of its LSOAs."""

import importlib

from assessment import project
from assessment.chapters.base import Chapter
from assessment.chapters.opening import open_chapter
from assessment.explore.sketch import Outlines


def opened(name: str, area: str, year: str) -> Chapter:
    """A chapter with its small counts; the area's own year where none is named."""
    return open_chapter(name, area=area, year=year or project.area(area).year, restricted=True)


def beside(chapter: Chapter, name: str) -> Chapter:
    """Another chapter on the same data."""
    module = importlib.import_module(f"assessment.chapters.{name}")
    told = (project.chapter(name), chapter.area, chapter.year, chapter.prepared, None)
    return module.Chapter(*told, restricted=True)


def outlines_of(chapter: Chapter, codes: list[str]) -> Outlines | None:
    """The shapes of those LSOAs that have one; None where none has."""
    table = chapter.prepared.table("boundaries")
    if table is None:
        return None
    found = table[(table["layer"] == "lsoa") & table["code"].isin(codes)].drop_duplicates("code")
    if found.empty:
        return None
    from assessment.present import shapes

    return Outlines.of(shapes.in_metres(found))
