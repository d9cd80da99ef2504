"""`assessment new`: asks at a terminal, and otherwise takes options and sensible defaults."""

import sys
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from assessment.errors import UsageError
from assessment.options import Raw

if TYPE_CHECKING:  # heavy, and most commands do not need it
    from assessment.new.places import Place
    from assessment.new.written import Settings


Name = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="A partnership's or authority's name, such as Preston.")
]
Authorities = Annotated[
    list[str] | None,
    typer.Option(metavar="CODE", help="The code or name of an authority; repeat it for an area of several."),
]
Force = Annotated[
    str | None, typer.Option(metavar="FORCE", help="Instead of a name: one for each partnership of a force.")
]
Year = Annotated[
    str | None, typer.Option(metavar="2014/15", help="Financial year; the last whole one in the files if not given.")
]
Priorities = Annotated[
    list[str] | None, typer.Option(metavar="NAME", help="A priority of the partnership; repeat in its order.")
]
Contact = Annotated[str, typer.Option(metavar="TEXT", help="Whom readers may ask; an office, never a person.")]
Migrate = Annotated[
    bool, typer.Option("--migrate", help="Instead: bring an older configuration NAME up to this version.")
]
Yes = Annotated[bool, typer.Option("--yes", help="With --migrate: change what is shown without asking.")]


def new(
    name: Name = None,
    raw: Raw = None,
    authority: Authorities = None,
    police_force: Force = None,
    year: Year = None,
    priority: Priorities = None,
    contact: Contact = "",
    migrate: Migrate = False,
    yes: Yes = False,
) -> None:
    """Write a configuration for another area from the raw files' look-ups; check its data; list what is missing."""
    if migrate or yes:
        _migrate(name if migrate else None, yes, authority or police_force or year or priority or contact or raw)
        return
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


def _migrate(name: str | None, yes: bool, more: object) -> None:
    """Bring a configuration up to this version, with the difference shown and a question first."""
    if not name or more:
        what = "--migrate takes the name of one configuration, and nothing else but --yes"
        raise UsageError(what, mend="Type: assessment new NAME --migrate")
    from assessment.new.migrating import migrate

    migrate(name, lambda: yes or (_asks() and typer.confirm("Make this change?")), typer.echo)


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
    chosen = typer.prompt("Which of them", type=int, default=1)
    if not 1 <= chosen <= len(places):
        what = f"There is no number {chosen} among them"
        raise UsageError(what, mend=f"Answer with a number from 1 to {len(places)}.")
    return places[chosen - 1]
