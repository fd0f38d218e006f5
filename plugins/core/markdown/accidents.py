"""Report lines that Markdown takes for a heading, a list or no link, against their writer's intention.

Takes a `Text`; yields problems, each with the line to write. Called by `reading`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.core.markdown.torn_markdown import blank_no_markdown
from plugins.core.problems import Problem
from plugins.core.source.sources import Text
from plugins.core.swedish import quote

_TARGET = r"(?P<target>(?:https?://|www\.|mailto:|tel:|/(?=\w))[^\s()\[\]<>]*[^\s()\[\]<>.,;:!?])"
_TORN_LINKS = (
    (("] ", "]\u00a0"), re.compile(rf"\[(?P<name>[^\[\]\n]+)\][ \u00a0]+\({_TARGET}\)")),  # [name] (address)
    (
        (")[", ") [", ")\u00a0["),
        re.compile(rf"\((?P<name>[^()\[\]\n]+)\)[ \u00a0]?\[{_TARGET}\](?![(\[:])"),  # (name)[address]
    ),
    (
        ("](",),
        re.compile(rf"\[(?P<name>[^\[\]\n]+)\]\({_TARGET}(?=[^)\n]{{0,1000}}$)", re.MULTILINE),  # [name](address, never closed
    ),
    (
        ("[",),
        re.compile(rf"\[(?P<name>[^\[\]()\n]+)\({_TARGET}\)(?=[^\]\n]{{0,1000}}$)", re.MULTILINE),  # [name(address)
    ),
)
"""Text that was meant as a link and would be shown with its brackets, each with substrings of which a match contains one."""
_TIGHT_HEADING = re.compile(r"^ {0,3}#{1,6}(?=[^\s#])")
_ORDERED = re.compile(r"^ {0,3}(\d+)\.[ ]+\S")


def check_accidents(text: Text) -> Iterator[Problem]:
    """No line becomes a heading or a list by accident."""
    lines = text.value.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        first = line.lstrip(" ")[:1]
        if first != "#" and not first.isdigit():
            pass  # fast path for most lines
        elif found := _TIGHT_HEADING.match(line):
            place = text.place(offset + found.end() - 1)
            sign = found[0].strip()
            right = place.rewritten("#", "\\#") if sign == "#" else text.place(offset).rewritten(found[0], f"{found[0]} ")
            help_lines = (
                f"Ska den vara en rubrik: skriv {'##' if sign == '#' else sign} och ett mellanslag först.",
                "Ska den inte vara det: skriv ett omvänt snedstreck (\\) först.",
            )
            message = "Raden börjar med # och blir därför en rubrik."
            yield Problem(text.place(offset), "rubrik-av-misstag", message, help_lines, right)
        elif (found := _ORDERED.match(line)) and (number == 0 or not lines[number - 1].strip()):
            following = next((later for later in lines[number + 1 :] if later.strip()), "")
            number_written = int(found[1][:9])  # nine digits suffice, and Python refuses very long ones
            if number_written >= 100 or (
                number_written != 1 and not _ORDERED.match(following) and not _previous_item(lines, number)
            ):
                place = text.place(offset + found.start(1))
                fixed = line.replace(f"{found[1]}.", f"{found[1]}\\.", 1).strip()
                message = f"Raden börjar med {quote(found[1] + '.')} och blir därför en numrerad lista."
                advice = "Skriv ett omvänt snedstreck (\\) före punkten, eller börja meningen med ett ord."
                yield Problem(place, "lista-av-misstag", message, (advice,), fixed)
        offset += len(line) + 1


def check_torn_links(text: Text) -> Iterator[Problem]:
    """A link has its name in square brackets, directly followed by its address in round ones."""
    prose = blank_no_markdown(text.value)
    for needles, pattern in _TORN_LINKS:
        for found in pattern.finditer(prose) if any(needle in prose for needle in needles) else ():
            if not re.search(r"[^\W\d_]", found["name"]):
                continue  # [1] (https://…): a note in the text
            place = text.place(found.start())
            right = f"[{found['name'].strip()}]({found['target']})"
            message = f"{quote(found[0])} blir ingen länk, så tecknen syns på webbplatsen."
            help_line = "En länk skrivs [länkens namn](adressen), utan mellanslag mellan ] och (."
            yield Problem(place, "trasig-lank", message, (help_line,), place.rewritten(found[0], right))


def _previous_item(lines: list[str], number: int) -> bool:
    """Return whether the nearest line above that is not blank belongs to a numbered list."""
    above = next((line for line in reversed(lines[:number]) if line.strip()), "")
    return bool(_ORDERED.match(above) or re.match(r"\s{2,}\S", above))
