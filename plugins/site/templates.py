"""Templates, compiled once: Jinja's own cache of bytecode, which saves a build a quarter of a second.

In: the options of the template environment. Out: the cache to give it. Jinja compiles a template anew when its text has
changed; here also when Jinja, Python or an option has. Code is unmarshalled only when it is what we wrote: Python
crashes on other code, or runs it.
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
    # Text is escaped, and a name that a view does not have is an error.
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
    # Words in another language than their page's say so.
    "finalize": Finalize(),
}
"""The options of the template environment."""
FILTERS: Final[Mapping[str, Callable[..., Any]]] = {"fill": fill}
"""Its filters beside Jinja's own: where such words are filled into others."""


class TemplateCache(BytecodeCache):
    """Compiled templates that are kept under what they were compiled with."""

    def __init__(self, kept: DiskCache, compiler: str) -> None:
        self.kept = kept
        self.compiler = compiler

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket; one that is not kept, or not whole, stays empty, and its template is compiled."""
        code = self.kept.read(self._key(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bucket."""
        self.kept.write(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: Bucket) -> str:
        """Return the key of the template's name and text (`checksum`), and of what compiles it."""
        return name_key(self.compiler, bucket.key, bucket.checksum, *sorted(bucket.environment.extensions))


def open_template_cache(project: Path, options: Mapping[str, object]) -> TemplateCache:
    """Return the cache of a project for an environment with these options."""
    given = sorted((name, str(value)) for name, value in options.items())
    return TemplateCache(DiskCache(compiled_in(project) / TEMPLATES), name_key(__version__, sys.version, given))
