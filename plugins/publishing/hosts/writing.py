"""The files that hosts read, by path in the output.

Stage: publishing. In: the Site, where visitors are led on to, and the paths of what is written. Out: file contents by path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from plugins.core.outputs import HEADERS, HTACCESS, RULES, SECURITY
from plugins.publishing.hosts.apache import write_htaccess, write_htaccess_of
from plugins.publishing.hosts.netlify import write_headers, write_redirects
from plugins.publishing.hosts.rules import Moves, read_rules
from plugins.site.model import SecurityContact, Site


def write_host_files(site: Site, moves: Moves, files: Iterable[str]) -> Mapping[str, str]:
    """Return the files; the nginx file is not among them, as it is not published."""
    rules = read_rules()
    written = {HEADERS: write_headers(rules, files), HTACCESS: write_htaccess(rules, moves)}
    for prefix in moves.not_found:
        written[f"{prefix.lstrip('/')}/{HTACCESS}"] = write_htaccess_of(prefix)
    if moves.addresses or moves.not_found:
        written[RULES] = write_redirects(moves)
    if site.security:
        written[SECURITY] = write_security(site.security, site.root)
    return written


def write_security(contact: SecurityContact, root: str) -> str:
    """Return `security.txt` (RFC 9116): whom to tell, until when that holds, and where it stands."""
    lines = [f"Contact: {way}" for way in contact.ways]
    return "\n".join([*lines, f"Expires: {contact.last_day}T23:59:59Z", f"Canonical: {root}/{SECURITY}", ""])
