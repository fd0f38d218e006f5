"""The project's own files, read as a developer reads them. For the tests of structure only."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PLUGINS = PROJECT / "plugins"
SKIPPED = {".git", ".venv", ".cache", "output", "__pycache__"}


@dataclass(frozen=True)
class Module:
    """A Python file below `plugins/`."""

    path: Path

    @property
    def name(self) -> str:
        """`plugins.partners.model`."""
        return ".".join(self.path.relative_to(PROJECT).with_suffix("").parts)

    @property
    def room(self) -> str:
        """`partners`."""
        return self.name.split(".")[1]

    @property
    def stem(self) -> str:
        """`model`."""
        return self.path.stem

    @property
    def tree(self) -> ast.Module:
        """The file, parsed."""
        return parse(self.path)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every part of the file, as `ast.walk` goes over them."""
        return walk(self.path)

    def imports(self, *, at_top: bool = False) -> tuple[tuple[str, int], ...]:
        """Return what is imported, with its line: wherever it stands, or only what is imported with the file."""
        return find_imports(self.path, at_top=at_top)


@cache
def parse(path: Path) -> ast.Module:
    """Return a Python file, parsed."""
    return ast.parse(path.read_text("utf-8"))


@cache
def walk(path: Path) -> tuple[ast.AST, ...]:
    """Return every part of a Python file; to go over them all takes longer than to parse it."""
    return tuple(ast.walk(parse(path)))


@cache
def find_imports(path: Path, *, at_top: bool = False) -> tuple[tuple[str, int], ...]:
    """Return what a Python file imports, with its line: wherever it stands, or only what is imported with the file."""
    found: list[tuple[str, int]] = []
    for node in parse(path).body if at_top else walk(path):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports by a relative name"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [name for name in whole if is_module(name)]
            found += [(name, node.lineno) for name in modules or [str(node.module)]]
    return tuple(found)


@cache
def is_module(name: str) -> bool:
    """Tell whether a dotted name is a file of ours."""
    return name.startswith("plugins.") and PROJECT.joinpath(*name.split(".")).with_suffix(".py").is_file()


def modules() -> list[Module]:
    """Return every module below `plugins/` that holds something."""
    return [Module(path) for path in sorted(PLUGINS.rglob("*.py")) if path.name != "__init__.py"]


def text_files() -> list[Path]:
    """Return every file of the project that a person or a program writes as text."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=PROJECT, capture_output=True, check=False
    )
    if listing.returncode == 0:
        files = [PROJECT / name.decode() for name in listing.stdout.split(b"\0") if name]
    else:  # an export without its history
        files = [path for path in PROJECT.rglob("*") if not SKIPPED & set(path.relative_to(PROJECT).parts)]
    return [path for path in sorted(files) if path.is_file() and b"\0" not in path.read_bytes()]
