"""Access to the project's source files, for tests of structure."""

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
        """The parsed file."""
        return parse(self.path)

    @property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All nodes of the file, in the order of `ast.walk`."""
        return walk(self.path)

    def imports(self, *, at_top: bool = False) -> tuple[tuple[str, int], ...]:
        """Return what the module imports, with line numbers: all imports, or only those that run when it is imported."""
        return find_imports(self.path, at_top=at_top)


@cache
def parse(path: Path) -> ast.Module:
    """Return a Python file, parsed."""
    return ast.parse(path.read_text("utf-8"))


@cache
def walk(path: Path) -> tuple[ast.AST, ...]:
    """Return all nodes of a Python file; cached, as `ast.walk` takes longer than parsing."""
    return tuple(ast.walk(parse(path)))


@cache
def find_imports(path: Path, *, at_top: bool = False) -> tuple[tuple[str, int], ...]:
    """Return what a Python file imports, with line numbers: all imports, or only those that run when it is imported."""
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
    """Return whether a dotted name is a module of the project."""
    return name.startswith("plugins.") and PROJECT.joinpath(*name.split(".")).with_suffix(".py").is_file()


def modules() -> list[Module]:
    """Return all modules below `plugins/` that are not empty."""
    return [Module(path) for path in sorted(PLUGINS.rglob("*.py")) if path.name != "__init__.py"]


def text_files() -> list[Path]:
    """Return all text files of the project, written by people or programs."""
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=PROJECT, capture_output=True, check=False
    )
    if listing.returncode == 0:
        files = [PROJECT / name.decode() for name in listing.stdout.split(b"\0") if name]
    else:  # an export without git history
        files = [path for path in PROJECT.rglob("*") if not SKIPPED & set(path.relative_to(PROJECT).parts)]
    return [path for path in sorted(files) if path.is_file() and b"\0" not in path.read_bytes()]
