"""Colours and sizes of the house: the Government Analysis Function's palette, at most four colours in a
picture.

Measured against white (WCAG 2.2, 1.4.11 asks 3:1 of graphics, 1.4.3 asks 4.5:1 of text):
accent 10.2, turquoise 3.2, pink 9.8, orange 3.0, charcoal 10.9, purple 3.1, rest 3.4, ink 16.9.
The palette's turquoise, orange and purple are for marks; text is always ink or accent.
"""

ACCENT, TURQUOISE, PINK, ORANGE, CHARCOAL, PURPLE = (
    "#12436D",
    "#28A197",
    "#801650",
    "#F46A25",
    "#3D3D3D",
    "#A285D1",
)
REST = "#8A8A8A"  # all that is not ours
FAINT = "#D0D0D0"  # grid lines and bands, which carry no value
INK = "#1D1D1D"
# The palette's blues with a paler one before them, pale to dark; outlined wherever they are drawn.
SEQUENTIAL = ("#E3F1FC", "#ADD1F1", "#6BACE6", "#2073BC", "#12436D")

WIDTH = 700  # of every picture, in pixels
TEXT = 13
SMALL = 12  # 11 on a page that is so narrow that pictures scroll at 650 pixels
FONTS = "Arial, 'Liberation Sans', Helvetica, sans-serif"
MARKS = 400  # a picture of more marks than this is a PNG

# A measure keeps its colour through an edition. What is not named here is drawn in the accent.
MEASURES = {
    "crime": ACCENT,
    "asb": TURQUOISE,
    "violence": PINK,
    "sexual_offences": ORANGE,
    "domestic_abuse": PURPLE,
    "exploitation": CHARCOAL,
    "harm": PINK,
    "deprivation": ACCENT,
    "drugs": CHARCOAL,
    "alcohol": TURQUOISE,
}


def colour_of(measure: str) -> str:
    """The colour of a measure or a priority (`asb`, `violence`, …); the accent for every other."""
    return MEASURES.get(measure, ACCENT)


def contrast(one: str, other: str = "#FFFFFF") -> float:
    """The contrast of two colours by WCAG 2.2, from 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """Ink or white, whichever reads better on the colour."""
    return INK if contrast(INK, colour) >= contrast("#FFFFFF", colour) else "#FFFFFF"


def steps(count: int) -> list[str]:
    """`count` (1 to 5) shades from pale to dark."""
    if not 1 <= count <= len(SEQUENTIAL):
        msg = f"{count} classes: a map or calendar has one to five."
        raise ValueError(msg)
    chosen = {1: (3,), 2: (1, 4), 3: (1, 3, 4), 4: (0, 2, 3, 4), 5: (0, 1, 2, 3, 4)}[count]
    return [SEQUENTIAL[at] for at in chosen]
