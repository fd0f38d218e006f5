"""Rules of the mapping from local to global goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plugins.core.problems import Problem, warning
from plugins.global_goals.model import MappingRow


def check_mapping(rows: Iterable[MappingRow]) -> Iterator[Problem]:
    """No two rows name the same goal or target, and the organisation has confirmed each row."""
    seen: dict[tuple[int, str | None], MappingRow] = {}
    for row in rows:
        reference = row.global_goal
        shown = f"delmål {reference.target}" if reference.target else f"mål {reference.number}"
        first = seen.setdefault((reference.number, reference.target), row)
        if first is not row:
            yield Problem(
                row.place("global_goal"),
                "dubbelt-globalt-mal",
                f"Globalt {shown} står redan på rad {first.place('global_goal').line}.",
                help=("Ta bort den ena raden, eller skriv ihop skälen.",),
            )
        if not row.is_confirmed:
            yield warning(
                row.place("is_confirmed"),
                "obekraftad-koppling",
                f"Kopplingen till {shown} är inte bekräftad. Den visas ändå.",
                "När organisationen har sagt ja: ta bort raden ”bekräftad: nej”.",
            )
