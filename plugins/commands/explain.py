"""Explain a code: `python3 tasks.py check --explain KOD`."""

from __future__ import annotations

from plugins.commands.reporting.speak import say, show
from plugins.core.swedish import closest, compare_key, quote
from plugins.site.documentation.codes import read_codes


def explain_code(written: str) -> int:
    """Print what a code means and return 0; for an unknown code print a guess on stderr and return 2. Reads no content."""
    codes = read_codes()
    key = compare_key(written.strip("[] "))
    found = next((explained for code, explained in codes.items() if compare_key(code) == key), None)
    if found:
        show(f"{found.code}\n\n{found.format()}")
        return 0
    guess = closest(key, codes)
    say(f"Det finns ingen kod som heter {quote(written)}.{f' Menade du {guess}?' if guess else ''}")
    say("Koden står inom hakparenteser efter felet eller varningen. Alla koder förklaras i docs/felkoder.md.")
    return 2
