"""`assessment new`: asks at a terminal, and otherwise takes options and sensible defaults."""

import sys
from typing import TYPE_CHECKING, Annotated, get_args

import click
import typer

from assessment.errors import UsageError
from assessment.options import Raw

if TYPE_CHECKING:  # heavy, and most commands do not need it
    from assessment.new.places import Place
    from assessment.new.written import Settings


def new(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="A partnership's or authority's name, such as Preston.")
    ] = None,
    raw: Raw = None,
    authority: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="The code or name of an authority; repeat it for an area of several."),
    ] = None,
    police_force: Annotated[
        str | None, typer.Option(metavar="FORCE", help="Instead of a name: one for each partnership of a force.")
    ] = None,
    year: Annotated[
        str | None,
        typer.Option(metavar="2014/15", help="Financial year; the last whole one in the files if not given."),
    ] = None,
    priority: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A priority of the partnership; repeat in its order.")
    ] = None,
    contact: Annotated[str, typer.Option(metavar="TEXT", help="Whom readers may ask; an office, never a person.")] = "",
) -> None:
    """Write a configuration for another area from the raw files' look-ups; check its data; list what is missing."""
    if police_force is not None and (name or authority or priority or contact):
        what = "--police-force makes an area of each partnership, and takes no name, authority, priority or contact"
        raise UsageError(what, mend="Give one or the other.")
    from assessment import project
    from assessment.new import making
    from assessment.periods import FinancialYear

    when = str(FinancialYear.parse(year).full) if year is not None else ""
    folder = making.Folder.of(project.raw_or_default(raw))
    if police_force is not None:
        made = making.of_force(folder, police_force, when, typer.echo)
        typer.echo(f"{len(made)} {'configuration' if len(made) == 1 else 'configurations'} written.")
        return
    place = making.chosen(folder.gazetteer, _name(name, authority), authority or [], _choose)
    area = making.one(folder, place, _settings(when or folder.year(place.force), priority, contact), typer.echo)
    files = f" --raw {raw}" if raw else ""
    typer.echo(f"\nNext: assessment build {area.slug} --year {area.year}{files}")


def _name(name: str | None, authorities: list[str] | None) -> str:
    from assessment.new.words import typed

    if name is None and authorities:
        return ""
    if name is None and _asks():
        name = typer.prompt("Which partnership or authority")
    if name is None:
        what = "No area is named"
        raise UsageError(what, mend="Give its name, such as: assessment new Preston --raw DIR")
    return typed(name)


def _settings(year: str, priorities: list[str] | None, contact: str) -> "Settings":
    """What the partnership itself decides: as the options say, or else, at a terminal, as it answers."""
    from assessment.new import written
    from assessment.periods import FinancialYear
    from assessment.settings import Priority

    known = get_args(Priority)
    if _asks():
        year = str(FinancialYear.parse(typer.prompt("Which financial year", default=year)).full)
        if not priorities:
            told = typer.prompt(f"Its priorities in order, of {', '.join(known)}; empty if not chosen", default="")
            priorities = told.replace(",", " ").split()
        contact = contact or typer.prompt("Whom readers may ask (an office), or empty", default="")
    for one in priorities or []:
        if one not in known:
            what = f"There is no priority '{one}'"
            raise UsageError(what, mend=f"The priorities are: {', '.join(known)}.")
    return written.Settings(year, tuple(dict.fromkeys(priorities or [])), contact.strip())


def _asks() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _choose(places: "list[Place]") -> "Place":
    from assessment.new import making

    if not _asks():
        return making.refuse_several(places)
    for number, place in enumerate(places, 1):
        typer.echo(f"{number}  {place.told}")
    return places[typer.prompt("Which of them", type=click.IntRange(1, len(places)), default=1) - 1]
