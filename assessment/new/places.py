"""Which areas there may be: partnerships with their authorities, police force and the force's other districts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assessment.areas import AUTHORITY
from assessment.errors import AssessmentError, UsageError
from assessment.new.words import listed, nearest, plain

FIELDS = ("authority", "name", "partnership", "partnership_name", "force", "force_name")


@dataclass(frozen=True)
class Place:
    """What an area would be of. `partnership` is empty where its code is not known, or is not of these authorities.

    `districts` are those of the whole force, by code; `note` says what the look-up leaves open.
    """

    name: str
    authorities: tuple[str, ...]
    partnership: str = ""
    force: str = ""
    districts: dict[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def told(self) -> str:
        """The place in a line: its codes and where it lies."""
        codes = listed(self.authorities)
        partnership = f"partnership {self.partnership}" if self.partnership else "no partnership of its own known"
        force = (
            f"police force {self.force}, {len(self.districts)} districts" if self.force else "police force not known"
        )
        return f"{self.name} ({codes}): {partnership}; {force}"


class Gazetteer:
    """The look-up of authorities to partnerships to police forces; empty where no file gives it."""

    def __init__(self, rows: Iterable[dict[str, str | None]]) -> None:
        self.rows = [{name: row.get(name) or "" for name in FIELDS} for row in rows]
        self.names = {row["authority"]: row["name"] for row in self.rows}

    @cached_property
    def partnerships(self) -> dict[str, list[str]]:
        """The authorities of each partnership, by their codes."""
        found: dict[str, list[str]] = {}
        for row in self.rows:
            if row["partnership"]:
                found.setdefault(row["partnership"], []).append(row["authority"])
        return found

    @cached_property
    def every(self) -> list[Place]:
        """One area a partnership; an authority that several partnerships share is an area of its own."""
        shared = {code for code in self.names if self._around([code])[1:]}
        own = [[code for code in codes if code not in shared] for codes in self.partnerships.values()]
        alone = [code for code in self.names if code in shared or not self._around([code])]
        return [self.place(codes) for codes in [*own, *([code] for code in alone)] if codes]

    def place(self, codes: Sequence[str], name: str = "") -> Place:
        """The area of some authorities; one alone bears its own name. Raises UsageError for authorities apart."""
        rows = [row for row in self.rows if row["authority"] in codes]
        forces = sorted({row["force_name"] for row in rows if row["force_name"]})
        if len(forces) > 1:
            what = f"The authorities lie in {len(forces)} police force areas: {listed(forces)}"
            raise UsageError(what, mend="Name authorities of one force.")
        around = self._around(codes)
        whole = around[0] if len(around) == 1 and sorted(self.partnerships[around[0]]) == sorted(codes) else ""
        named = next((row["partnership_name"] for row in rows if whole and row["partnership"] == whole), "")
        chosen = self.names.get(codes[0], "") if len(codes) == 1 else name or named
        districts = {row["authority"]: row["name"] for row in self.rows if forces and row["force_name"] == forces[0]}
        return Place(
            chosen or name,
            tuple(codes),
            whole,
            force_in_words(forces[0]) if forces else "",
            dict(sorted(districts.items())),
            "" if whole else self._note(codes, around),
        )

    def named(self, name: str) -> list[Place]:
        """The areas that a name may mean: a partnership, an authority with its partners, an authority alone."""
        key = plain(name)
        codes = {row["authority"] for row in self.rows if key in (plain(row["name"]), row["authority"].casefold())}
        called = {row["authority"] for row in self.rows if key and key == plain(row["partnership_name"])}
        found = [
            p
            for p in self.every
            if codes & set(p.authorities) or (called >= set(p.authorities) and (p.partnership or not codes))
        ]
        alone = [self.place([code]) for code in sorted(codes)]
        return list({place.authorities: place for place in [*found, *alone]}.values())

    def near(self, name: str) -> list[str]:
        """Names of authorities and partnerships that are like one."""
        return nearest(name, [*self.names.values(), *(place.name for place in self.every)])

    def of_force(self, force: str) -> list[Place]:
        """An area for each partnership of a police force. Raises UsageError where it is not known."""
        forces = {row["force_name"] for row in self.rows} - {""}
        wanted = {one for one in forces if plain(force) in (plain(one), plain(force_in_words(one)))}
        if not wanted:
            what = f"There is no police force '{force}' in the look-up"
            near = nearest(force, forces) or sorted(forces)
            raise UsageError(what, mend=f"Did you mean {listed(near, 'or')}?")
        codes = {row["authority"] for row in self.rows if row["force_name"] in wanted}
        return sorted((place for place in self.every if set(place.authorities) <= codes), key=lambda place: place.name)

    def code_of(self, authority: str) -> str:
        """The code of an authority that is given by its code or its name. Raises UsageError where there is none."""
        key = plain(authority)
        known = next((code for code, name in self.names.items() if key in (plain(name), code.casefold())), "")
        given = authority.strip().upper()
        if known or (not self.rows and AUTHORITY.fullmatch(given)):
            return known or given
        what, near = f"There is no authority '{authority}'", self.near(authority)
        mend = f"Did you mean {listed(near, 'or')}?" if near else "Give its code, such as E07000123, or its name."
        raise UsageError(what, "in the look-up" if self.rows else "", mend)

    def _around(self, codes: Sequence[str]) -> list[str]:
        """The partnerships in which the authorities lie."""
        return sorted(code for code, own in self.partnerships.items() if not set(own).isdisjoint(codes))

    def _note(self, codes: Sequence[str], around: Sequence[str]) -> str:
        """What the look-up's partnerships have to do with an area that is none of them as a whole."""
        if not around:
            return ""
        called = {row["partnership"]: f"{row['partnership_name']} ({row['partnership']})" for row in self.rows}
        members = {one for code in around for one in self.partnerships[code]}
        others = sorted(self.names[one] for one in members.difference(codes))
        beside = f"; with {listed(others)} in them" if others else ""
        return f"In the look-up it lies in {listed(called[code] for code in around)}{beside}."


def force_in_words(force: str) -> str:
    """A force's name as a sentence has it: `London, City of` is `City of London`."""
    return re.sub(r"^(.+), (.+ of)$", r"\2 \1", force).replace(" & ", " and ")


def refuse_wales(place: Place) -> None:
    """Raise AssessmentError for an area in Wales."""
    if any(code.startswith("W") for code in place.authorities):
        what = f"{place.name} is in Wales, which has an index of deprivation of its own (WIMD) and is not supported yet"
        raise AssessmentError(what, mend="Areas in England can be made; nothing was written.")
