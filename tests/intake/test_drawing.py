"""Rendering and measuring: the fast ways give the same results as the simple ones."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from plugins.core.cache.workers import WorkerTask
from plugins.core.intake import draw, ink, logo
from plugins.core.intake.draw import draw_svg
from plugins.core.intake.findings import Refused
from plugins.core.intake.ink import on_white, untouched
from plugins.core.intake.svg import Area, clean_svg
from plugins.partners.model import LOGO_SIZES
from tests.intake.looks import SAME

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><path d="M0 0h4v4H0z" fill="#%s"/></svg>'
ENDLESS = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="4000"><filter id="f" x="0" y="0" width="1" height="1">'
    b'<feTurbulence baseFrequency=".9" numOctaves="500"/></filter><path d="M0 0h4000v4000H0z" filter="url(#f)"/></svg>'
)
"""Nested noise filters, which take hours."""


def test_several_drawings_use_the_same_process() -> None:
    colours = (b"ff0000", b"00ff00", b"0000ff")
    shown = [draw_svg(SQUARE % colour).getpixel((1, 1)) for colour in colours]
    assert shown == [(255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255)]
    process = draw._drawer
    draw_svg(SQUARE % b"ffffff")
    assert draw._drawer is process


@pytest.mark.parametrize(("across", "times"), [(80, 1), (20, 3)])
def test_a_logo_without_margins_is_drawn_once(across: int, times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[bytes] = []
    monkeypatch.setattr(logo, "draw_svg", lambda svg: drawn.append(svg) or draw_svg(svg))
    data = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><path d="M0 0h%dv40H0z" fill="#246"/></svg>' % across
    first, again = (logo.take_logo(data, LOGO_SIZES, is_for_dark=is_for_dark) for is_for_dark in (False, True))
    assert len(drawn) == 2 * times, "for each ground"
    assert first.is_shown
    assert again.is_shown


@pytest.mark.parametrize("name", list(SAME)[::8])
@pytest.mark.parametrize("area", [None, (0, 0, 90, 61)])
def test_a_drawing_without_its_frame_looks_the_same(name: str, area: Area | None) -> None:
    drawing = clean_svg(SAME[name], "logo")
    area = area or drawing.area or (0, 0, 300, 150)
    framed, quick = (draw_svg(svg) for svg in (drawing.framed(area, 160, 160), drawing.to_draw(area, 160, 160)))
    difference = ImageStat.Stat(ImageChops.difference(framed, quick))
    assert max(difference.mean) < 0.25, "of 255: the softness of some edges, and no part that is away"


@pytest.mark.parametrize(
    ("inside", "area", "is_quick"),
    [
        ("", (0, 0, 80, 40), True),
        ("", (10, 10, 40, 20), True),
        ("", (0, 0, 80, 39), False),  # shown in the middle of a wider frame, with a strip beyond the edge
        ("", (-10, 0, 80, 40), False),
        (' overflow="visible"', (0, 0, 80, 40), False),
    ],
)
def test_the_frame_is_omitted_only_if_nothing_lies_outside_it(inside: str, area: Area, is_quick: bool) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"{inside}><path d="M-9-9h99v99z"/></svg>'
    drawing = clean_svg(data.encode(), "logo")
    assert (drawing.to_draw(area, 80, 40) != drawing.framed(area, 80, 40)) is is_quick


def test_a_drawing_that_fails_is_refused_and_the_next_is_drawn() -> None:
    draw_svg(SQUARE % b"ff0000")
    with pytest.raises(Refused):
        draw_svg(b"<svg")
    assert draw_svg(SQUARE % b"ff0000").size == (4, 4)


def test_a_drawing_is_drawn_although_the_drawing_process_has_died() -> None:
    draw_svg(SQUARE % b"ff0000")
    assert draw._drawer is not None
    draw._drawer.process.kill()
    draw._drawer.process.wait()
    assert draw_svg(SQUARE % b"ff0000").size == (4, 4)


def test_a_drawing_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draw, "LONGEST", 0)
    with pytest.raises(Refused):
        draw_svg(SQUARE % b"ff0000")


needs_limits = pytest.mark.skipif(not hasattr(signal, "SIGXCPU"), reason="the system holds no process to its time")


@needs_limits
def test_a_drawing_that_uses_too_much_cpu_time_is_refused_at_once_and_the_next_is_drawn(
    short_timeout: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_svg(SQUARE % b"ff0000")
    begun, given_up = [], []
    monkeypatch.setattr(draw._Drawer, "_give_up", lambda drawer, real=draw._Drawer._give_up: given_up.append(1) or real(drawer))
    monkeypatch.setattr(draw, "_Drawer", lambda real=draw._Drawer: begun.append(1) or real())
    with pytest.raises(Refused):
        draw_svg(ENDLESS)
    assert given_up == [], "it was let go on until the clock ended it"
    assert begun == [], "it is not tried twice"
    assert draw_svg(SQUARE % b"ff0000").size == (4, 4)


@needs_limits
def test_a_drawing_is_not_refused_on_a_busy_machine(short_timeout: None) -> None:
    draw_svg(SQUARE % b"ff0000")
    assert draw._drawer is not None
    process = draw._drawer.process
    process.send_signal(signal.SIGSTOP)
    threading.Timer(1.5, lambda: process.send_signal(signal.SIGCONT)).start()
    assert draw_svg(SQUARE % b"ff0000").size == (4, 4)
    assert draw._drawer.process is process


@pytest.mark.parametrize("seed", range(40))
def test_parts_without_a_seed_are_those_that_growth_never_reaches(seed: int) -> None:
    rng = random.Random(seed)
    width, height = rng.randint(1, 60), rng.randint(1, 60)
    filled, seeded = rng.choice((0.1, 0.3, 0.5, 0.6, 0.9)), rng.choice((0, 0.002, 0.05))
    shape, spots = (
        Image.frombytes("L", (width, height), bytes(255 * (rng.random() < part) for _ in range(width * height)))
        for part in (filled, seeded)
    )
    seeds = reached = ImageChops.darker(spots, shape)
    while (grown := ImageChops.darker(reached.filter(ImageFilter.MaxFilter(3)), shape)) != reached:
        reached = grown
    assert untouched(shape, seeds).tobytes() == ImageChops.subtract(shape, reached).tobytes()


def test_colours_on_white_are_those_of_alpha_compositing() -> None:
    value, alpha = (
        Image.frombytes("L", (256, 256), bytes(row))
        for row in zip(*((x, y) for y in range(256) for x in range(256)), strict=True)
    )
    image = Image.merge("RGBA", (value, ImageChops.invert(value), Image.new("L", value.size, 255), alpha))
    ground = Image.new("RGBA", image.size, "white")
    ground.alpha_composite(image)
    composed = ground.convert("RGB")
    assert on_white(image).tobytes() == composed.tobytes()
    red, green, blue = (ImageChops.invert(channel) for channel in composed.split())
    assert ink._ink_of(image).tobytes() == ImageChops.lighter(ImageChops.lighter(red, green), blue).tobytes()


def test_only_an_opaque_picture_with_colour_is_known_to_lose_no_part() -> None:
    rng = random.Random(7)
    found = set()
    for width, height in ((40, 30), (640, 320), (500, 700), (2400, 90)):
        for shade in ("#fff", "#e8ffff", "#ffffc0", "#dfdfdf", "#dedede", "#123"):
            for alpha in (255, 254):
                image = Image.new("RGB", (width, height), "white")
                image.paste(shade, (rng.randint(0, width // 2), 0, width, rng.randint(1, height)))
                image.putalpha(alpha)
                is_one = ink._is_one_coloured_part(image)
                lost = ink._lost_parts(image)
                found.add((is_one, alpha == 255, lost == (0, None)))
    assert found == {(True, True, True), (False, True, False), (False, False, True), (False, False, False)}


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_a_forked_process_starts_a_drawing_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else one of the two hears what the other has asked for: the logo of another partner, or no picture at all."""
    monkeypatch.setattr("plugins.core.cache.workers.can_fork", lambda: True)
    shown = draw_svg(SQUARE % b"ff0000").getpixel((1, 1))
    assert draw._drawer is not None
    drawer = draw._drawer

    def work() -> tuple[int, object, int]:
        pixel = draw_svg(SQUARE % b"00ff00").getpixel((1, 1))
        return os.getpid(), pixel, draw._drawer.process.pid if draw._drawer else 0

    copy, there, process = WorkerTask(work).answer()
    assert copy != os.getpid(), "nothing was done aside"
    assert process not in (0, drawer.process.pid)
    assert (shown, there) == ((255, 0, 0, 255), (0, 255, 0, 255))
    assert draw_svg(SQUARE % b"ff0000").getpixel((1, 1)) == shown
    assert draw._drawer is drawer, "the copy has ended what was not its own"
