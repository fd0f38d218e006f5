"""Write the nginx configuration beside the output, `output.nginx.conf`, for a server of one's own.

Called after the exchange, which does not depend on it.
"""

from __future__ import annotations

from pathlib import Path

from plugins.commands.runs.settings import read_own_settings
from plugins.publishing.hosts.nginx import write_nginx
from plugins.publishing.hosts.rules import find_moves, read_rules, read_wishes
from plugins.site.model import Site


def place_nginx_file(output: Path) -> Path:
    """Return the path of the file for an output."""
    return output.with_name(f"{output.name}.nginx.conf")


def write_nginx_file(output: Path, site: Site, project: Path) -> None:
    """Write the file, unless it has the same content already."""
    file = place_nginx_file(output)
    wishes = read_wishes(read_own_settings(project, publishing=True))
    text = write_nginx(read_rules(), find_moves(site, **wishes), file.as_posix())
    if not file.is_file() or file.read_text("utf-8", errors="replace") != text:
        file.write_text(text, "utf-8", newline="\n")
