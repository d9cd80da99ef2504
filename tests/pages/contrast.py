"""Contrast of a style sheet whose text colours are the properties --ink… and whose grounds are --paper….

Every ink is held against every paper, in each scheme of the sheet. Formulas: WCAG 2.2, relative luminance and
contrast ratio.
"""

import re
from collections.abc import Iterator

TEXT, GRAPHICS = 4.5, 3.0
SCHEMES = {"light": "", "dark": "@media (prefers-color-scheme: dark)", "print": "@media print"}
PROPERTY = re.compile(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})\b")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(")


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, from 0 (black) to 1 (white)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def ratio(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def schemes(sheet: str) -> dict[str, dict[str, str]]:
    """The colour properties of each scheme; what a scheme does not set it takes from the light one."""
    loose = re.sub(r"\s*([{};:,])\s*", r"\1", sheet)
    light = dict(PROPERTY.findall(_block(loose, ":root{")))
    found = {"light": light}
    for name, query in list(SCHEMES.items())[1:]:
        inside = loose.partition(re.sub(r"\s*([:,])\s*", r"\1", query) + "{")[2]
        found[name] = light | dict(PROPERTY.findall(_block(inside, ":root{")))
    return found


def _block(sheet: str, opening: str) -> str:
    return sheet.partition(opening)[2].partition("}")[0]


def problems(sheet: str) -> Iterator[str]:
    """A sentence for each pair of colours that is too close, and for each colour outside the properties."""
    for scheme, colours in schemes(sheet).items():
        papers = {name: colour for name, colour in colours.items() if name.startswith("paper")}
        wanted = {name: TEXT for name in colours if name.startswith("ink")}
        wanted |= dict.fromkeys(("line-strong", "accent", "focus"), GRAPHICS)
        if not papers or len(wanted) < 4 or not colours.keys() >= wanted.keys():
            yield f"The style sheet does not name its {scheme} colours."
            continue
        for ink, least in wanted.items():
            for paper, ground in papers.items():
                found = ratio(colours[ink], ground)
                if found < least:
                    yield f"--{ink} on --{paper} has {found:.2f}:1 in {scheme}, less than {least}:1."
    rest = re.sub(r":root\s*\{[^}]*\}", "", sheet)
    for match in COLOUR.finditer(rest):
        if match[0].lower() != "#fff":
            place = rest[max(0, match.start() - 40) : match.end()]
            yield f"A colour stands outside the properties: {place!r}."
