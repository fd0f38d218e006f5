"""The crowded site: the real one with many more partners, some with logos or presentations, and a sixth goal with long words."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import yaml

from plugins.commands import run as commands

CONTENT = Path(__file__).parents[1] / "content"
LONG = "Arbetsmarknadsintegrationsverksamhet och jämställdhetsfrågor"
TIERS = [row["namn"] for row in yaml.safe_load((CONTENT / "nivaer.yaml").read_text("utf-8")) if row.get("status") != "utkast"]
LOGO_SHAPES = ((40, 20), (20, 20), (120, 20), (20, 60))
"""Widths and heights, in SVG units."""


def build_crowded(site: Path, today: date) -> None:
    """Build the site into the folder `site`: forty more partners of goal 2, half of each tier with logos, and one of goal 1."""
    content = site.with_name("content")
    shutil.copytree(CONTENT, content)
    logos = content / "partner" / "logotyper"
    logos.mkdir(exist_ok=True)
    for width, height in LOGO_SHAPES:
        drawing = f'<path d="M0 0h{width}v{height}z" fill="#345"/>'
        (logos / f"form-{width}-{height}.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{drawing}</svg>', "utf-8"
        )
    partners = "".join(map(_write_partner, range(40)))
    (content / "partner" / "partner.yaml").write_text(f"{partners}- namn: Ensam AB\n  lokalt mål: 1\n  nivå: partner\n", "utf-8")
    goal = (content / "mal" / "mal-1-ingen-hemloshet.md").read_text("utf-8")
    goal = re.sub(r"(?m)^titel: .*$", f"titel: {LONG}", goal).replace("nummer: 1\n", "nummer: 6\n")
    goal = re.sub(r"(?m)^underrubrik: .*$", f"underrubrik: {LONG}", goal)
    (content / "mal" / "mal-6-arbete.md").write_text(goal, "utf-8")
    assert commands.run("build", commands.Options(content=str(content), output=str(site), date=today.isoformat())) == 0


def _write_partner(number: int) -> str:
    name = f"{'Sammanslutningen ' * (number % 3)}Exempelföretaget nummer {number} AB"
    lines = [f"- namn: {name}", "lokalt mål: 2", f"nivå: {TIERS[number % len(TIERS)]}"]
    if number // len(TIERS) % 2 == 0:
        lines.append("logotyp: form-{}-{}.svg".format(*LOGO_SHAPES[number // 8 % 4]))
    if number < 8:
        lines.append(f"presentation: Vi lånar ut våra bilar till {LONG.lower()} varje vecka.")
    return "\n  ".join(lines) + "\n"
