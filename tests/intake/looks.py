# ruff: noqa: E501 (the files are quoted as they are)
"""Drawings with the features that drawing programs use: those that the intake preserves, and those that it cannot."""

from __future__ import annotations

import base64
import pickle
from pathlib import Path

import pytest

from plugins.core.intake.logo import take_logo
from plugins.core.intake.taken import Taken
from plugins.partners.model import LOGO_SIZES
from tests.conftest import make_once
from tests.intake.files import MARK, bitmap_in_svg, clear, saved, svg

DROP = '<path fill="#0a5c36" d="M20 15h60l-20 20h-40z"/>'
PAIR = '<rect class="a" x="5" y="5" width="20" height="40"/><rect id="b" class="a b" x="35" y="5" width="20" height="40"/>'
PNG = base64.b64encode(saved(clear(), "PNG")).decode()
GRADIENT = '<linearGradient id="g"><stop stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient>'
BARS = '<rect x="10" y="5" width="80" height="40" fill="url(#q)"/>'


def styled(css: str, inside: str = PAIR, attributes: str = 'viewBox="0 0 100 50"') -> bytes:
    """Return a drawing with a stylesheet."""
    return svg(f"<style>{css}</style>{inside}", attributes)


def filtered(inside: str, attributes: str = "") -> bytes:
    """Return a drawing with a filter."""
    return svg(f'<filter id="f" {attributes}>{inside}</filter><g filter="url(#f)">{DROP}</g>')


def swedish(name: str, colour: str) -> str:
    """Return a gradient with this id."""
    return f'<linearGradient id="{name}"><stop stop-color="{colour}"/><stop offset="1" stop-color="#00c"/></linearGradient>'


DISC = '<circle cx="50" cy="25" r="20" fill="#c00"/>'

SAME: dict[str, bytes] = {
    "drawing in a drawing": svg('<svg x="10" y="10" width="60" height="30" viewBox="0 0 10 10" preserveAspectRatio="xMaxYMid slice"><circle cx="5" cy="5" r="5" fill="#c00"/></svg>'),
    "drawing that cuts off": svg('<svg x="10" y="10" width="20" height="20"><circle cx="10" cy="10" r="30" fill="#c00"/></svg><rect x="60" y="10" width="20" height="20"/>'),
    "symbol": svg('<symbol id="a" viewBox="0 0 10 10" preserveAspectRatio="none"><circle cx="5" cy="5" r="5" fill="#c00"/></symbol><use xlink:href="#a" x="10" y="10" width="60" height="30"/>'),
    "clip path": svg('<clipPath id="c" clipPathUnits="objectBoundingBox"><circle cx=".5" cy=".5" r=".5"/></clipPath><rect x="20" y="10" width="60" height="30" clip-path="url(#c)" fill="#036"/>'),
    "mask": svg('<mask id="m"><rect width="100" height="50" fill="#fff"/><circle cx="50" cy="25" r="15"/></mask><rect x="10" y="5" width="80" height="40" mask="url(#m)" fill="#036"/>'),
    "mask of alpha": svg('<mask id="m" style="mask-type:alpha"><circle cx="50" cy="25" r="15"/></mask><rect x="10" y="5" width="80" height="40" mask="url(#m)" fill="#036"/>'),
    "gradient of a gradient": svg(f'{GRADIENT}<linearGradient id="q" xlink:href="#g" x1="10" x2="90" gradientUnits="userSpaceOnUse" gradientTransform="rotate(30)"/>{BARS}'),
    "round gradient": svg(f'<radialGradient id="q" cx=".3" cy=".3" fx=".2" r=".8" spreadMethod="reflect"><stop stop-color="#c00"/><stop offset="1" stop-color="#00c"/></radialGradient>{BARS}'),
    "pattern of a pattern": svg(f'<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse"><rect width="5" height="10" fill="#c00"/></pattern><pattern id="q" xlink:href="#p" patternTransform="skewX(30)"/>{BARS}'),
    "classes": styled(".a{fill:#c00}rect.b{fill:#00c !important}#b{stroke:#0c0;stroke-width:3}"),
    "class in Swedish": styled(".grön{fill:#0c0}", '<rect class="grön" x="5" y="5" width="20" height="40"/><path d="M60 10h20v20z"/>'),
    "rules for paper": styled('.a{fill:#c00}').replace(b"</style>", b'</style><style media="print">.a{fill:#000}</style>'),
    "rules that match nothing": styled(".a{fill:#c00}.z:first-child{fill:#0c0}body *{fill:#0c0}.a:hover{fill:#000}"),
    "one variable": styled(":root{--c:#c00}.a{fill:var(--c)}.b{fill:var(--none, #00c)}"),
    "comment in a style": svg('<rect style="/* a;b */fill:#c00" x="10" y="10" width="20" height="20"/><path d="M60 10h20v20z"/>'),
    "turned about a point": svg('<rect transform-origin="50 25" transform="rotate(45)" x="35" y="15" width="20" height="20"/>'),
    "current colour": svg('<rect fill="currentColor" x="5" y="5" width="20" height="40"/>', 'viewBox="0 0 100 50" color="#c00"'),
    "style of the whole": svg('<rect x="5" y="5" width="20" height="40"/>', 'viewBox="0 0 100 50" style="fill:#c00;stroke:#00c;width:300px" opacity=".8"'),
    "stretched": svg(DISC, 'viewBox="0 0 100 50" width="300" height="50" preserveAspectRatio="none"'),
    "cut to its frame": svg(DISC, 'viewBox="0 0 100 50" width="300" height="50" preserveAspectRatio="xMidYMid slice"'),
    "beside its own area": svg(f'{DISC}<rect x="-80" y="10" width="20" height="20"/>', 'viewBox="0 0 100 50" width="300" height="50"'),
    "beyond its own area": svg('<circle cx="0" cy="25" r="20" fill="#c00"/><circle cx="60" cy="25" r="20"/>'),
    "percent": svg('<circle cx="50%" cy="50%" r="20%" fill="none" stroke="#c00" stroke-width="5%"/>', 'viewBox="0 0 200 100"'),
    "millimetres": svg('<rect x="10mm" y="10mm" width="200mm" height="50mm" fill="#c00"/>', 'width="240mm" height="100mm"'),
    "below zero": svg('<rect x="-90" y="-40" width="80" height="30" fill="#c00"/>', 'viewBox="-100,-50,200,100"'),
    "entities": svg('<path style="&st;" d="M10 10h30v30z"/>', before='<!DOCTYPE svg [<!ENTITY st "fill:#c00;stroke:#00c">]>'),
    "picture within": svg(f'<image x="10" y="5" width="60" height="40" preserveAspectRatio="none" href="data:image/png;base64,{PNG}"/>'),
    "a frame around a bitmap": bitmap_in_svg(saved(clear(), "PNG")),
    "markers": svg('<marker id="m" markerWidth="5" markerHeight="5" refX="2" refY="2" orient="auto"><circle cx="2" cy="2" r="2" fill="#c00"/></marker><path d="M10 10L50 40L90 10" fill="none" stroke="#000" stroke-width="2" marker-start="url(#m)" marker-mid="url(#m)" marker-end="url(#m)"/>'),
    "what no browser shows": svg(f'<g requiredExtensions="http://x.example/"><circle r="20"/></g>{DROP}'),
    "blended": svg('<rect x="10" y="10" width="40" height="30" fill="#cc0"/><rect x="30" y="20" width="40" height="20" fill="#0cc" style="mix-blend-mode:multiply"/>'),
    "stroke before fill": svg('<circle cx="50" cy="25" r="15" fill="#c00" stroke="#00c" stroke-width="8" paint-order="stroke"/>'),
    "prefixed": b'<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><s:style>.a{fill:#c00}</s:style><s:rect class="a" x="10" y="10" width="20" height="20"/></s:svg>',
    "noise": filtered('<feTurbulence baseFrequency=".05" numOctaves="2" seed="3"/><feComposite in2="SourceGraphic" operator="in"/>'),
    "thickened": filtered('<feMorphology operator="dilate" radius="1.2"/>'),
    "convolved": filtered('<feConvolveMatrix order="3" kernelMatrix="1 0 0 0 1 0 0 0 1"/>'),
    "lit": filtered('<feSpecularLighting surfaceScale="5" specularExponent="10" lighting-color="#cc0" result="s"><fePointLight x="30" y="10" z="20"/></feSpecularLighting><feComposite in="SourceGraphic" in2="s" operator="arithmetic" k2="1" k3="1"/>'),
    "shadow": filtered('<feGaussianBlur in="SourceAlpha" stdDeviation="2"/><feOffset dx="3" dy="3" result="o"/><feMerge><feMergeNode in="o"/><feMergeNode in="SourceGraphic"/></feMerge>'),
    "blurred by style": svg('<rect style="filter:blur(2px)" x="15" y="15" width="60" height="20"/>'),
    "effect that is not there": svg('<path filter="url(#nope)" d="M10 10h30v30z"/><rect style="filter:url(#nope)" x="60" y="10" width="20" height="20"/>'),
    "colour from elsewhere": svg('<rect fill="url(logo.svg#g)" x="10" y="10" width="20" height="20"/><rect x="50" y="10" width="20" height="20"/>'),
    "tiny units": svg('<path fill="#c00" d="M0.001 0.001h.0123v.0051h-.01z"/>', 'viewBox="0.0004 0.0004 .02 .01"'),
    "what Inkscape notes": svg(
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.example.org/" id="x"/><solidcolor id="unused"/><flowRoot><flowRegion/><flowPara> </flowPara></flowRoot>'
        '<path style="fill:#c00;-inkscape-stroke:none;enable-background:accumulate;solid-color:#000;transform-origin:0 0;background:#00f;width:3px" d="M10 10h30v30z"/>',
        'viewBox="0 0 100 50" style="background:#fff" version="1.1"',
    ),
    "escaped class": styled(".\\31 a{fill:#c00}", PAIR.replace('"a"', '"1a"')),
    "ids in Swedish": svg(f'<style>.k{{fill:url(#Övertoning_å)}}#blå\\ ruta{{stroke:#00c;stroke-width:3}}</style>{swedish("Övertoning_å", "#c00")}{swedish("Övertoning_ä", "#0c0")}<rect class="k" x="5" y="5" width="20" height="40"/><rect id="blå ruta" x="35" y="5" width="20" height="40" fill="url(&quot;#%C3%96vertoning_%C3%A4&quot;)"/><use href="#blå%20ruta" x="30"/>'),
    "ids of odd signs": svg(f'<style>.k{{fill:url(#a\\:b)}}</style>{swedish("a:b", "#c00")}{swedish("a;b{c", "#0c0")}<rect class="k" x="5" y="5" width="20" height="40"/><rect style="fill:url(\'#a;b{{c\')" x="35" y="5" width="20" height="40"/>'),
    "ids that stand twice": svg(f'<style>#r{{stroke:#00c;stroke-width:3}}</style>{swedish("g", "#c00")}{swedish("g", "#0c0")}<rect id="r" x="5" y="5" width="20" height="40" fill="url(#g)"/><rect id="r" x="35" y="5" width="20" height="40"/>'),
    "ids that lead nowhere": svg(f'{GRADIENT}<rect clip-path="url(#g)" mask="url(#x)" x="5" y="5" width="20" height="40" fill="url(#x) #c00"/><rect x="35" y="5" width="20" height="40" fill="url(#r)" stroke="#00c"/><use href="#x" xlink:href="#r"/>'),
    "colours beyond sRGB": svg('<style>.k{fill:#000;fill:color(display-p3 .8 .2 .2)}</style><rect class="k" x="5" y="5" width="20" height="40"/><rect x="35" y="5" width="20" height="40" fill="oklch(60% .15 250)"/><rect x="65" y="5" width="20" height="40" style="fill:lab(50% 40 20 / .5);fill:junk"/>'),
    "colours and their weight": svg('<style>.k{fill:#c00!important}.k{fill:#0c0}</style><rect class="k" x="5" y="5" width="20" height="40" style="fill:#00c"/><g fill="#0cc"><rect x="35" y="5" width="20" height="40" fill="#c00 !important"/></g><rect x="65" y="5" width="20" height="40" fill="#0a5c3680"/>'),
    "layer that is switched off": svg(f'<g display="none"><text x="5" y="20">arbetsmaterial</text></g>{DROP}'),
}  # fmt: skip
"""Drawings that must look the same in a browser before and after the intake."""


def take_same(factory: pytest.TempPathFactory) -> dict[str, Taken]:
    """Return the intake results of `SAME`, computed once per run."""

    def take(folder: Path) -> None:
        folder.mkdir()
        taken = {name: take_logo(data, LOGO_SIZES) for name, data in SAME.items()}
        (folder / "taken.pickle").write_bytes(pickle.dumps(taken))

    found: dict[str, Taken] = pickle.loads((make_once(factory, "same-drawings", take) / "taken.pickle").read_bytes())
    return found


_MOVED = "delar som flyttas, vrids eller mäts med stilregler"

LOST: dict[str, tuple[bytes, str]] = {
    "page within": (svg(f'{MARK}<foreignObject width="50" height="9"><p xmlns="http://www.w3.org/1999/xhtml">Ek</p></foreignObject>'), "delar av en webbsida"),
    "turned as a whole": (svg(MARK, 'viewBox="0 0 100 50" transform="rotate(10)"'), "en vridning eller spegling av hela bilden"),
    "mirrored by style": (svg(MARK, 'viewBox="0 0 100 50" style="transform:scaleX(-1)"'), _MOVED),
    "moved by style": (svg('<rect style="transform:translate(40px,10px)" x="5" y="5" width="20" height="20"/>'), _MOVED),
    "moved by rule": (styled(".a{transform:rotate(20deg)}"), _MOVED),
    "measured by rule": (styled(".a{width:80px}"), _MOVED),
    "turned about itself": (svg('<rect style="transform-box:fill-box;transform-origin:center" transform="rotate(45)" x="35" y="15" width="20" height="20"/>'), _MOVED),
    "ground": (svg(MARK, 'viewBox="0 0 100 50" style="background:#fd0"'), "en bakgrundsfärg som inte är ritad"),
    "ground by rule": (styled("svg{background-color:#fd0}"), "en bakgrundsfärg som inte är ritad"),
    "every part": (styled("*{fill:#c00}"), "stilregler med villkor (*)"),
    "the first part": (styled("rect:first-of-type{fill:#c00}"), "stilregler med villkor (rect:first-of-type)"),
    "the part after": (styled("rect+rect{fill:#c00}"), "stilregler med villkor (rect+rect)"),
    "all but one": (styled(".a:not(.b){fill:#c00}"), "stilregler med villkor (.a:not(.b))"),
    "on wide screens": (styled("@media (min-width:1px){.a{fill:#c00}}"), "stilregler med villkor (@media (min-width:1px) .a)"),
    "in a layer": (styled("@layer x{.a{fill:#c00}}"), "stilregler med villkor (@layer x .a)"),
    "many-valued variable": (styled(".a{--c:#c00}.b{--c:#00c}rect{fill:var(--c)}"), "färger som filen räknar ut själv"),
    "calculated": (svg('<rect x="calc(10px + 5px)" y="10" width="20" height="20"/>'), "mått som filen räknar ut själv"),
    "clipped by style": (svg('<rect style="clip-path:circle(15px at 30px 25px)" x="5" y="5" width="60" height="40"/>'), "delar som klipps med stilregler"),
    "masked by style": (svg('<rect x="10" y="10" width="60" height="20" style="mask-image:linear-gradient(90deg,#000,transparent)"/>'), "delar som döljs med bilder eller färgövergångar i stilregler"),
    "stretched effect": (filtered('<feTurbulence baseFrequency=".05" result="t"/><feDisplacementMap in="SourceGraphic" in2="t" scale="10"/>'), "effekter som förvränger eller upprepar delar av bilden"),
    "picture as effect": (filtered(f'<feImage href="data:image/png;base64,{PNG}"/>'), "en effekt med en bild i sig"),
    "drawing as picture": (svg(f'{MARK}<image width="20" height="20" href="data:image/svg+xml;base64,PHN2Zy8+"/>'), "en inbäddad bild av annat slag än PNG och JPEG"),
    "by language": (svg(f'<switch><g systemLanguage="sv">{MARK}</g><g>{DROP}</g></switch>'), "delar som byts efter besökarens språk"),
    "dashes of their own measure": (svg('<path d="M10 25h80" stroke="#c00" stroke-width="8" stroke-dasharray="10" pathLength="50"/>'), "streckade linjer som mäts om (pathLength)"),
    "line of one width": (svg('<path d="M10 25h80" stroke="#c00" stroke-width="8" vector-effect="non-scaling-stroke"/>'), "linjer som är lika tjocka i alla storlekar"),
    "mesh of Inkscape": (svg(f'<meshgradient id="m"/><path fill="url(#m)" d="M10 10h30v30z"/>{MARK}'), "färgövergångar och mönster som bara Inkscape visar"),
    "text of Inkscape": (svg(f"{MARK}<flowRoot><flowRegion/><flowPara>Ek</flowPara></flowRoot>"), "text som bara Inkscape visar"),
}  # fmt: skip
"""Drawings that lose something in the intake, each with what it loses."""
