"""Find out whether a drawing shows any text, which cannot be rendered without its fonts.

Takes a cleaned drawing. Each text is replaced by a block of about the same size, with everything that may hide it, and the
drawing is rendered with and without the blocks. If no pixel changes, the text is not visible (a hidden layer, an unused part,
text outside the frame). In doubt a text counts as visible.
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
"""An element that renders its children and that no cleaned drawing contains, so that no style rule matches it."""
_FRAME: Area = (-3000, -3000, 6000, 6000)
"""The frame for a drawing that does not state its size."""
_LEAST = 8
"""The smallest visible difference in 0–255."""
_DRAWN_AT = 400


def shows_text(drawing: Drawing) -> bool:
    """Return whether any text of the drawing is visible."""
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
        image.attrib.pop("href", None)  # a picture may cover a text that belongs to it
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag != "text":
                continue
            if parent.tag == "clipPath":  # accepts only shapes
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
    """Return a block that covers everything, since the position of text on a path is not known."""
    return Element("rect", dict(zip(("x", "y", "width", "height"), map(str, area), strict=True)))


def _letters(values: dict[str, str], count: int) -> Element:
    found = re.match(r"[\d.]+", values.get("font-size", ""))
    size = float(found[0]) if found and found[0].strip(".") and found[0].count(".") < 2 else 16
    width = 0.6 * size * count
    left = {"middle": width / 2, "end": width}.get(values.get("text-anchor", ""), 0)
    places = {key: (re.split(r"[\s,]+", values.get(key, "").strip())[0] or "0") for key in ("x", "y")}
    moved = f"translate({-left:.3f} {-0.8 * size:.3f})"
    return Element("rect", {**places, "width": f"{width:.3f}", "height": f"{size:.3f}", "transform": moved})
