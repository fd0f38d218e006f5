"""The mark of the site: the pattern of all goals, shown by browsers in tabs and by phones on the home screen.

Read from `theme/symbols/lokalamalen.svg`, in which colours are placeholders: `fill="{goal 1 field}"` (for light pages, from
`theme/goals.yaml`) or `fill="{paper}"` (from `theme/static/css/tokens.css`).
"""

from __future__ import annotations

import re
from collections import ChainMap
from pathlib import Path
from typing import Final

from plugins.core.looks.goal_looks import GoalLooks
from plugins.core.looks.tokens import Tokens
from plugins.core.system.plain_file import read_plain_text

SITE_MARK: Final = "symbols/lokalamalen.svg"
_NAMED = re.compile(r"\{([^{}]+)\}")


def read_site_mark(theme: Path, looks: GoalLooks, tokens: Tokens) -> str:
    """Return the mark as SVG; raise LookupError if it names a colour that does not exist or is invalid."""
    of_goals = {f"goal {paint.number} {name}": colour for paint in looks.paints for name, colour in paint.day.items()}
    colours = ChainMap(of_goals, tokens.day)
    drawing = read_plain_text(theme / SITE_MARK)
    unknown = {name for name in _NAMED.findall(drawing) if name.startswith("goal ") and name not in of_goals}
    if unknown:
        raise LookupError(f"theme/{SITE_MARK} names colours that are none: {sorted(unknown)}")
    return _NAMED.sub(lambda found: colours[found[1]], drawing)
