"""A picture: caption above, image with a text alternative, source below, the numbers behind it in a table."""

import base64
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NotRequired, Required, TypedDict

from assessment.present.descriptions import description
from assessment.present.markup import Shown, escape, identity, paragraph, scroll, source_line, tag
from assessment.present.tables import Table, symbols_line, table_markup

if TYPE_CHECKING:
    import pandas as pd

EMPTY_WORDS = re.compile(r"\b(nan|None|NaT|<NA>)\b")


class Words(TypedDict, total=False):
    """The words around a picture: every chart and map takes these by name.

    `title` says what happened, `subtitle` what is drawn with unit and period, `source` who published the
    data; `alt` takes the place of the text made from the data; `illustrative` marks data made up for a
    demonstration; `keep` is called with the finished picture.
    """

    title: Required[str]
    subtitle: Required[str]
    source: Required[str]
    alt: NotRequired[str]
    illustrative: NotRequired[bool]
    keep: NotRequired[Callable[["Picture"], object]]


@dataclass(frozen=True, eq=False)
class Picture(Shown):
    """`image` is the text of an inline SVG or the bytes of a PNG of twice the shown size.

    `data` the numbers drawn.
    """

    title: str
    subtitle: str
    alt: str
    source: str
    image: str | bytes
    data: "pd.DataFrame"
    illustrative: bool = False
    decimals: Mapping[object, int] | int | None = None

    def __post_init__(self) -> None:
        for key in ("title", "subtitle", "alt", "source"):
            told = str(getattr(self, key))
            if not told.strip() or EMPTY_WORDS.search(told):
                msg = f"the {key} of a picture is '{told}': say it in words, without missing numbers."
                raise ValueError(msg)

    @property
    def id(self) -> str:
        """An id on the page; another picture has another."""
        return identity(self.title, self.subtitle, self.alt)

    def as_table(self, name: str) -> Table:
        """The numbers behind it as a table of the spreadsheet."""
        about = {"source": self.source, "illustrative": self.illustrative, "decimals": self.decimals}
        return Table(self.data, self.title, self.subtitle, name=name, drawn=True, **about)

    def _image(self) -> str:
        if isinstance(self.image, bytes):
            coded = base64.b64encode(self.image).decode("ascii")
            width, height = (int.from_bytes(self.image[at : at + 4], "big") // 2 for at in (16, 20))
            told = f'width="{width}" height="{height}" alt="{escape(self.alt)}"'
            return f'<img src="data:image/png;base64,{coded}" {told}>'
        name = f"{self.id}-alt"
        opening = f'<svg role="img" aria-labelledby="{name}"'
        body = self.image.replace("<svg", opening, 1).replace("@id@", self.id)
        return re.sub(r"^(<svg[^>]*>)", lambda m: m[1] + tag("title", escape(self.alt), id=name), body)

    def to_html(self) -> str:
        """A `figure.picture`."""
        caption = tag("figcaption", paragraph(self.title, "title"), paragraph(self.subtitle, "subtitle"))
        rows = table_markup(self.data, self.title, self.subtitle, self.decimals).replace("Unit: ", "", 1)
        table = scroll(rows, f"Numbers behind the picture: {self.title}") + symbols_line(rows)
        told = "".join(tag("li", escape(one)) for one in description(self.data, self.decimals))
        words = paragraph(self.alt, "description") + tag("ul", told, class_="description")
        behind = tag("details", tag("summary", "This picture in words and numbers"), words, table, class_="data")
        image = scroll(self._image(), f"Picture: {self.title}")
        after = source_line(self.source, self.illustrative)
        return tag("figure", caption, image, after, behind, class_="picture", id=self.id)

    def to_text(self) -> str:
        """Title, subtitle, the text alternative and the source."""
        return "\n".join([self.title, self.subtitle, self.alt, f"Source: {self.source}"])
