"""The files that hosts read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugins.core.outputs import HEADERS, HTACCESS, RULES
from plugins.publishing.hosts.apache import write_htaccess, write_htaccess_of
from plugins.publishing.hosts.netlify import write_headers, write_redirects
from plugins.publishing.hosts.rules import Moves, read_rules


def write_host_files(moves: Moves, files: Iterable[str]) -> Mapping[str, str]:
    """Return the content of each, by path in the output; `files` are the paths of the site. Nginx's is not published, and not
    here.
    """
    rules = read_rules()
    written = {HEADERS: write_headers(rules, files), HTACCESS: write_htaccess(rules, moves)}
    for prefix in moves.not_found:
        written[f"{prefix.lstrip('/')}/{HTACCESS}"] = write_htaccess_of(prefix)
    if moves.addresses or moves.not_found:
        written[RULES] = write_redirects(moves)
    return written
