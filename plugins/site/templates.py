"""Options of the template environment, and a cache of compiled templates, which saves a quarter of a second in each build.

Jinja recompiles a template when its text has changed; here also when Jinja, Python or an option has. Only files that we wrote
ourselves are unmarshalled: Python would crash on other data, or run it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import BytecodeCache, StrictUndefined, __version__
from jinja2.bccache import Bucket

from plugins.core.cache.compiled import TEMPLATES, compiled_in
from plugins.core.cache.disk_cache import DiskCache, name_key
from plugins.core.locales.foreign import Finalize, fill

OPTIONS: Final[Mapping[str, Any]] = {
    # Text is escaped, and an undefined name is an error.
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    # Words in another language than the page's get a `lang` attribute.
    "finalize": Finalize(),
}
"""The options of the template environment."""
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {"fill": fill}
"""Filters beside Jinja's own: for text that is inserted into words of another language."""


class TemplateCache(BytecodeCache):
    """A bytecode cache whose keys include what compiles the templates."""

    def __init__(self, kept: DiskCache, compiler: str) -> None:
        self.kept = kept
        self.compiler = compiler

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket from the cache; if the entry is missing or damaged, the bucket stays empty and the template is
        compiled.
        """
        code = self.kept.read(self._key(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the bucket to the cache."""
        self.kept.write(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        """Return the key: the template's name and checksum, and what compiles it."""
        return name_key(self.compiler, bucket.key, bucket.checksum, *sorted(bucket.environment.extensions))


def open_template_cache(project: Path, options: Mapping[str, object]) -> TemplateCache:
    """Return the project's cache for an environment with these options."""
    given = sorted((name, str(value)) for name, value in options.items())
    return TemplateCache(DiskCache(compiled_in(project) / TEMPLATES), name_key(__version__, sys.version, given))
