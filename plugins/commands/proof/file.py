"""Write a proof as HTML, and as PDF where there is a browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.commands.proof.browser import find_browser, print_pdf, read_dom
from plugins.commands.proof.frames import MEASURE, read_measures
from plugins.commands.proof.view import SHEET, Proof
from plugins.commands.reporting.speak import say
from plugins.core.places import show_path
from plugins.core.swedish import slugify

FILES: Final = Path(__file__).with_name("files")


def write_proof(proof: Proof, folder: Path, today: date, work_folder: Path) -> None:
    """Write the HTML and, with a browser, the PDF; print their paths."""
    program = find_browser()
    if program is not None:
        proof = _measure(proof, program, work_folder / "measured.html")
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / f"{slugify(proof.subject)}-{today}.html"
    _replace(page, render_proof(proof).encode())
    say(f"Korrektur: {show_path(page)}")
    pdf = page.with_suffix(".pdf")
    printed = work_folder / "printed.pdf"
    if program is not None and print_pdf(program, page.resolve(), printed):
        _replace(pdf, printed.read_bytes())
        say(f"Korrektur: {show_path(pdf)}")
        return
    pdf.unlink(missing_ok=True)  # one from an earlier run would show something else
    reason = (
        "Webbläsaren kunde inte skriva någon PDF."
        if program
        else "Det finns ingen Chromium, Chrome eller Edge på den här datorn."
    )
    say(f"{reason} Mejla HTML-filen, eller öppna den och skriv ut den som PDF.")


def _measure(proof: Proof, program: str, file: Path) -> Proof:
    """Return the proof with each frame as high as its page; unchanged where the browser fails."""
    frames = [frame for section in proof.sections for frame in section.frames]
    # A frame higher than its page would be measured instead of the page.
    file.write_text(render_proof(_with_heights(proof, [1] * len(frames)), script=MEASURE), "utf-8")
    heights = read_measures(read_dom(program, file), len(frames))
    return _with_heights(proof, heights) if heights else proof


def _with_heights(proof: Proof, heights: Iterable[int]) -> Proof:
    left = iter(heights)
    sections = [
        replace(section, frames=tuple(replace(frame, height=next(left)) for frame in section.frames))
        for section in proof.sections
    ]
    return replace(proof, sections=tuple(sections))


def render_proof(proof: Proof, script: str = "") -> str:
    """Render the proof as HTML; `script` is included only for measuring."""
    environment = Environment(loader=FileSystemLoader(FILES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    css = (FILES / "proof.css").read_text("utf-8")
    return environment.get_template("proof.html").render(proof=proof, css=css, sheet=SHEET, script=script)


def _replace(file: Path, data: bytes) -> None:
    """Write a file in one step."""
    unfinished = file.with_name(f".{file.name}.nytt")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
