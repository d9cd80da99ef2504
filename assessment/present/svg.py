"""matplotlib's SVG made fit for a page.

No style sheet, no style attributes, ids of its own, the house's fonts.
"""

import re
from xml.etree import ElementTree as ET

from assessment.present.style import FONTS

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
NUMBER = re.compile(r"-?\d+\.\d+")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
DEFAULTS = {"stroke-dashoffset": "0", "text-anchor": "start", "font-weight": "400"}


def _shorter(text: str) -> str:
    """Coordinates to a hundredth of a pixel, on one line."""
    return " ".join(NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), text).split())


def _unstyle(element: ET.Element) -> None:
    """Each declaration of the `style` attribute as an attribute, which a strict content policy lets
    through.
    """
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        key, value = (part.strip() for part in declaration.split(":", 1))
        if key != "font-family" and DEFAULTS.get(key) != value:
            element.set(key, value.removesuffix("px") if key == "font-size" else value)


def _tidy(element: ET.Element) -> None:
    _unstyle(element)
    target = element.attrib.pop(f"{XLINK}href", None)
    if target:
        element.set("href", target)
    for key in ("d", "x", "y", "width", "height", "transform", "stroke-width", "stroke-dasharray"):
        if key in element.attrib:
            element.set(key, _shorter(element.get(key)))
    if re.fullmatch(r"rotate\(-?0 .*\)", element.get("transform", "")):
        del element.attrib["transform"]
    element.tag = element.tag.removeprefix(SVG)
    if element.tag != "text":
        element.text = None
    element.tail = None


def _own_ids(root: ET.Element) -> None:
    """Keep the ids that something refers to, each behind the picture's own; drop the others."""
    told = " ".join(value for e in root.iter() for value in e.attrib.values())
    used = set(REFERENCE.findall(told)) | {e.get("href")[1:] for e in root.iter() if e.get("href")}
    names = {name: f"@id@-{number}" for number, name in enumerate(sorted(used))}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in names:
            element.set("id", names[name])
        for key, value in element.attrib.items():
            if key == "href":
                element.set(key, f"#{names[value[1:]]}")
            elif "url(#" in value:
                element.set(key, REFERENCE.sub(lambda m: f"url(#{names[m[1]]})", value))


def _flatten(parent: ET.Element) -> None:
    """Take out groups that say nothing; a group of one is its content."""
    for child in list(parent):
        _flatten(child)
    children = []
    for child in parent:
        empty = not len(child) and child.tag in ("defs", "g", "style", "metadata")
        children += list(child) if child.tag == "g" and not child.attrib else [] if empty else [child]
    parent[:] = children


def inline(text: str) -> str:
    """The SVG of a figure as `<svg viewBox=…>…</svg>` for a page; `@id@` stands for the picture's id."""
    root = ET.fromstring(text)
    for element in root.iter():
        _tidy(element)
    _own_ids(root)
    _flatten(root)
    width, height = root.get("viewBox").split()[2:]
    box = {"viewBox": root.get("viewBox"), "width": width, "height": height, "font-family": FONTS}
    root.attrib = {**box, "stroke-linejoin": "round", "stroke-linecap": "butt"}
    return ET.tostring(root, encoding="unicode")
