"""What an analyst may ask of any chapter beside its own questions."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessment.present.parts import Section


class Views:
    """The calls of a chapter that panels in JupyterLab give to be copied."""

    def view(self, category: str = "", ward: str = "", months: str = "", measure: str = "count") -> "Section":
        """A category in a place over some months: the months as a line, the places on a map and in a table.

        `category` is the publisher's own name, or "Antisocial behaviour"; all recorded crime where none is given.
        `ward` is a ward's name; the whole area where none is given. `months` are the edition's year where none are
        given, else a financial year, "the last four years" (up to the edition's), "2014-04 to 2015-03", or "all".
        `measure` is "count" or "rate" (per 1,000 residents). Small counts are hidden as everywhere in an edition.
        Raises UsageError for names and months that the files do not have.
        """
        from assessment.chapters.crime.viewed import view_section

        return view_section(self, category, ward, months, measure)
