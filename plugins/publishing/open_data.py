"""Open data as files: `/data/goals.json` and its like, for programs (`docs/open-data.md`).

Stage: publishing. In: the Site. Out: file contents by path in the output.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from plugins.core.outputs import DATA_FOLDER
from plugins.site.model import Site

VERSION = 1
"""Of the shape of the files; higher when a field is taken away or means something else."""


def write_open_data(site: Site) -> Mapping[str, str]:
    """Return the files by path."""
    return {
        f"{DATA_FOLDER}/{name}.json": f"{json.dumps({'version': VERSION, 'items': items}, ensure_ascii=False, indent=2)}\n"
        for name, items in site.data.items()
    }
