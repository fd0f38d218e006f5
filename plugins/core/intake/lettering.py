"""Lettering: whether any text of a drawing is shown, which no machine without its fonts can draw.

Stage: intake. In: a cleaned drawing. Out: yes or no. Each text is stood in for by a block about as large as its letters would
be, with everything that may hide it, and the drawing is drawn with and without the blocks: what changes no pixel (a layer that
is switched off, a part that nothing uses, text beyond the edge) is not there. In doubt a text is shown.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import replace
from xml.etree.ElementTree import Element

from PIL import ImageChops

from plugins.core.intake.css import read_declarations, read_rules
from plugins.core.intake.draw import draw_svg
from plugins.core.intake.svg import Area, Drawing

_TEXTS = ("text", "tspan", "textPath")
_STAND_IN = "a"
"""An element that draws its parts and that no cleaned drawing holds, so that no rule is about it."""
_FRAME: Area = (-3000, -3000, 6000, 6000)
"""What is looked at where a drawing does not say what it shows."""
_LEAST = 8
"""Steps of 255: a smaller difference is nothing to see."""
_DRAWN_AT = 400


def shows_text(drawing: Drawing) -> bool:
    """Tell whether any text of the drawing is seen."""
    area = drawing.area or _FRAME
    width, height = (max(1, round(side * _DRAWN_AT / max(area[2:]))) for side in area[2:])
    images = []
    for has_blocks in (True, False):
        root = deepcopy(drawing.root)
        _stand_in(root, area, has_blocks=has_blocks)
        images.append(draw_svg(replace(drawing, root=root, area=area).framed(area, width, height)))
    channels = ImageChops.difference(*images).split()
    return any(channel.point(lambda value: 255 if value > _LEAST else 0).getbbox() for channel in channels)


def _stand_in(root: Element, area: Area, *, has_blocks: bool) -> None:
    for element in root.iter("style"):
        element.text = "".join(
            rule.written(re.sub(r"(?<![\w.#-])text(?![\w-])", _STAND_IN, rule.selectors), rule.declarations)
            for rule in read_rules(element.text or "")
        )
    for image in root.iter("image"):
        image.attrib.pop("href", None)  # a picture may lie over a text that belongs to it
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag != "text":
                continue
            if parent.tag == "clipPath":  # takes shapes only
                parent[place] = _clip_block(child, area, has_blocks=has_blocks)
            else:
                _fill(child, area, {}, has_blocks=has_blocks)


def _clip_block(text: Element, area: Area, *, has_blocks: bool) -> Element:
    block = _block(area)
    block.attrib.update({key: value for key, value in text.attrib.items() if key not in block.attrib})
    return block if has_blocks else Element("g")


def _fill(text: Element, area: Area, outer: dict[str, str], *, has_blocks: bool) -> None:
    """Turn a text into a group with a block for each run of letters, in place."""
    own = {**outer, **text.attrib, **dict(read_declarations(text.get("style", "")))}
    runs = [text.text or "", *(child.tail or "" for child in text)]
    letters = sum(len(run.strip()) for run in runs)
    for child in list(text):
        if child.tag in _TEXTS:
            child.tail = None
            _fill(child, area, own, has_blocks=has_blocks)
        else:
            text.remove(child)
    is_path = text.tag == "textPath"
    text.tag, text.text = _STAND_IN, None
    for key in ("x", "y", "href"):
        text.attrib.pop(key, None)
    if letters and has_blocks:
        text.append(_block(area) if is_path else _letters(own, letters))


def _block(area: Area) -> Element:
    """Return a block over everything: where letters on a path lie is not known."""
    return Element("rect", dict(zip(("x", "y", "width", "height"), map(str, area), strict=True)))


def _letters(values: dict[str, str], count: int) -> Element:
    found = re.match(r"[\d.]+", values.get("font-size", ""))
    size = float(found[0]) if found and found[0].strip(".") and found[0].count(".") < 2 else 16
    width = 0.6 * size * count
    left = {"middle": width / 2, "end": width}.get(values.get("text-anchor", ""), 0)
    places = {key: (re.split(r"[\s,]+", values.get(key, "").strip())[0] or "0") for key in ("x", "y")}
    moved = f"translate({-left:.3f} {-0.8 * size:.3f})"
    return Element("rect", {**places, "width": f"{width:.3f}", "height": f"{size:.3f}", "transform": moved})
