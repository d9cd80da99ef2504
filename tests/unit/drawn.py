"""What a picture's text looks like when it is drawn: each line with its box, and what is wrong with them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations

from lxml import html
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Annotation, Text

from assessment.present import drawing
from assessment.present.pictures import Picture

SLACK = 1.0  # a pixel


@dataclass
class Line:
    """One line of text as drawn, with its box in pixels."""

    text: str
    box: object
    sheet: object
    size: float

    @property
    def outside(self) -> bool:
        """True where it leaves the sheet."""
        x0, y0, x1, y1 = self.box.extents
        wide, high = self.sheet.extents[2:]
        return x0 < -SLACK or y0 < -SLACK or x1 > wide + SLACK or y1 > high + SLACK

    def covers(self, other: "Line") -> bool:
        """True where the two boxes share more than a pixel each way."""
        a, b = self.box.extents, other.box.extents
        wide, high = (min(a[at + 2], b[at + 2]) - max(a[at], b[at]) for at in (0, 1))
        return wide > SLACK and high > SLACK + 1


@contextmanager
def recorded(monkeypatch) -> Iterator[list[Line]]:
    """Every line of text that is drawn inside, in the last drawing of each sheet."""
    lines: list[Line] = []
    whole = drawing.render

    def watched(made: drawing.Sheet):
        image = whole(made)
        renderer = FigureCanvasAgg(made.figure).get_renderer()
        drawn = {id(text) for text in _drawn(made.figure, renderer)}
        for text in made.figure.findobj(Text):
            if id(text) in drawn:
                box = Text.get_window_extent(text, renderer)
                lines.append(Line(text.get_text(), box, made.figure.bbox, text.get_fontsize()))
        return image

    monkeypatch.setattr(drawing, "render", watched)
    yield lines


def _drawn(figure, renderer) -> list[Text]:
    found = []
    with_text = Text.draw

    def draw(self, *args, **kwargs):
        if self.get_visible() and self.get_text().strip():
            found.append(self)
        return with_text(self, *args, **kwargs)

    annotation = Annotation.draw

    def draw_annotation(self, *args, **kwargs):
        if self.get_visible() and self.get_text().strip():
            found.append(self)
        return annotation(self, *args, **kwargs)

    Text.draw, Annotation.draw = draw, draw_annotation
    try:
        figure.draw(renderer)
    finally:
        Text.draw, Annotation.draw = with_text, annotation
    return found


def faults(lines: list[Line]) -> list[str]:
    """Text outside the sheet, over other text, or smaller than a page may have it."""
    told = [f"'{line.text}' leaves the picture" for line in lines if line.outside]
    told += [f"'{a.text}' covers '{b.text}'" for a, b in combinations(lines, 2) if a.covers(b)]
    return told + [f"'{line.text}' is {line.size} px" for line in lines if line.size < 11]


def page(picture: Picture) -> html.HtmlElement:
    """The picture's HTML, parsed."""
    return html.fromstring(picture.to_html())
