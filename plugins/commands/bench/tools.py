"""The generators that the bench measures: ours, stock Pelican with the same texts, and Hugo and Eleventy where installed.

The others write plain pages without partners, checks or menus, and so do less; the documents say so.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from plugins.commands.bench.texts import copy_plain_pages, let_edit, page_address, page_file, write_plain_pages, write_site
from plugins.core.cache.compiled import FOLDER
from plugins.core.dataclass import dataclass

PROJECT: Final = Path(__file__).resolve().parents[3]
DAY: Final = "2026-11-22"
OURS: Final = "Lokala målen"
REAL: Final = "the real site"
"""Name of ours with the texts of `content/`, in all their languages."""
COPIED: Final = ("docs", "plugins", "theme", "tasks.py", "pelicanconf.py", "publishconf.py", "pyproject.toml", "requirements.txt")
"""Files that a copy of the project needs to build; it has a cache of its own, which a cold run can delete."""

STOCK: Final = "from pelican import main; main()"
STOCK_SETTINGS: Final = """
PATH = "content"
THEME = "simple"
TIMEZONE = "Europe/Stockholm"
DEFAULT_LANG = "sv"
ARTICLE_PATHS = []
PAGE_PATHS = ["pages"]
PAGE_SAVE_AS = "{slug}/index.html"
PAGE_URL = "{slug}/"
SLUGIFY_SOURCE = "basename"
DIRECT_TEMPLATES = []
DISPLAY_PAGES_ON_MENU = False
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
"""Without a menu of all pages, whose links grow with the square of their number: ours has none either."""
STOCK_PAGE: Final = "Title: {}\n\n{}"
HUGO_SETTINGS: Final = (
    'baseURL: /\ntitle: Lyktor\ndisableKinds: [taxonomy, term, rss, sitemap, "404", robotstxt, section, home]\n'
)
HUGO_PAGE: Final = (
    '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>'
    "<body><main><h1>{{ .Title }}</h1>{{ .Content }}</main></body></html>\n"
)
ELEVENTY_SETTINGS: Final = (
    'export default () => ({dir: {input: "content", includes: "../layouts", output: "out"}, '
    'htmlTemplateEngine: "njk", markdownTemplateEngine: false});\n'
)
ELEVENTY_PAGE: Final = HUGO_PAGE.replace(".Title", "title").replace("{{ .Content }}", "{{ content | safe }}")


@dataclass(frozen=True)
class Tool:
    """A generator with a site to build."""

    name: str
    folder: Path
    """Working directory of its commands."""
    build: Sequence[str]
    watch: Callable[[int], Sequence[str]] | None
    """The command that serves the site on a port and watches the sources; None where the tool has none."""
    source: Callable[[int], Path]
    """The source file of a page, by number."""
    address: Callable[[int], str]
    """The address of a page, by number."""
    kept: Sequence[Path]
    """Paths deleted before a cold run: the output, and the tool's caches."""
    check: Sequence[str] | None = None
    """The command that only checks; None where the tool has none."""
    content: Path | None = None
    """The folder of the registers; None where there are none."""
    compiled: Path | None = None
    """Compiled code that is kept in a cold run, as Python's modules are; None where there is none."""


def find_tools(folder: Path, pages: int, seed: int, others: Sequence[str], partners: int) -> list[Tool]:
    """Write the sites and return the tools that are installed: ours, stock Pelican, then the others."""
    makers = {"hugo": _make_hugo, "eleventy": _make_eleventy}
    content = write_site(folder / "ours/content", pages, seed, partners)
    ours = _make_ours(OURS, folder / "ours", lambda number: page_file(content, number), page_address, content)
    write_plain_pages(folder / "pelican/content/pages", pages, seed, STOCK_PAGE)
    found = [ours, _make_stock(folder / "pelican")]
    return [*found, *(tool for name in others if (tool := makers[name](folder / name, pages, seed)) is not None)]


def find_real_tools(folder: Path) -> tuple[int, list[Tool]]:
    """Return the number of pages of this project's site in all languages, and ours and stock Pelican with its texts."""
    content = shutil.copytree(PROJECT / "content", folder / "ours/content")
    pages = copy_plain_pages(content, folder / "pelican/content/pages", STOCK_PAGE)
    page = let_edit(content)
    ours = _make_ours(REAL, folder / "ours", lambda _: page, lambda _: f"/{page.stem}/", None)
    return pages, [ours, _make_stock(folder / "pelican")]


def _make_ours(
    name: str, folder: Path, source: Callable[[int], Path], address: Callable[[int], str], registers: Path | None
) -> Tool:
    project, content, output = folder / "project", folder / "content", folder / "output"
    for part in COPIED:
        project.mkdir(parents=True, exist_ok=True)
        if (PROJECT / part).is_dir():  # with bytecode, but without temporary files of another process
            shutil.copytree(PROJECT / part, project / part, ignore=shutil.ignore_patterns("*.pyc.*"))
        else:
            shutil.copy2(PROJECT / part, project / part)
    has_door = (PROJECT / ".venv").is_dir() and sys.platform != "win32"
    if has_door:
        _link_environment(project / ".venv")

    def command(task: str, *more: str) -> list[str]:
        # as an editor starts it; where the project has no environment, as the entry point does
        python = [sys.executable, "tasks.py"] if has_door else [sys.executable, "-X", "utf8", "-X", "door", "tasks.py"]
        return [*python, task, "--content", str(content), "--output", str(output), "--date", DAY, *more]

    return Tool(
        name,
        project,
        command("build"),
        lambda port: command("preview", "--port", str(port)),
        source,
        address,
        (output, project / ".cache"),
        command("check"),
        registers,
        project / ".venv" / FOLDER if has_door else None,
    )


def _link_environment(environment: Path) -> None:
    """Make an environment with our packages, in which nothing is compiled yet."""
    environment.mkdir()
    for path in (PROJECT / ".venv").iterdir():
        if path.name != FOLDER:
            (environment / path.name).symlink_to(path)


def _make_stock(folder: Path) -> Tool:
    (folder / "settings.py").write_text(STOCK_SETTINGS, "utf-8")
    build = [sys.executable, "-X", "utf8", "-c", STOCK, "-q", "-s", "settings.py", "-o", "out"]
    return Tool(
        "stock Pelican",
        folder,
        build,
        None,
        lambda number: folder / f"content/pages/sida-{number}.md",
        "/sida-{}/".format,
        (folder / "out",),
    )


def _make_hugo(folder: Path, pages: int, seed: int) -> Tool | None:
    hugo = os.environ.get("HUGO") or shutil.which("hugo")
    if hugo is None:
        return None
    write_plain_pages(folder / "content", pages, seed, "---\ntitle: {}\n---\n\n{}")
    (folder / "hugo.yaml").write_text(HUGO_SETTINGS, "utf-8")
    (folder / "layouts").mkdir()
    (folder / "layouts/page.html").write_text(HUGO_PAGE, "utf-8")
    kept = (folder / "public", folder / "resources", folder / ".hugo_build.lock")
    return Tool(
        "Hugo",
        folder,
        [hugo, "--quiet"],
        lambda port: [hugo, "server", "--port", str(port)],
        lambda number: folder / f"content/sida-{number}.md",
        "/sida-{}/".format,
        kept,
    )


def _make_eleventy(folder: Path, pages: int, seed: int) -> Tool | None:
    eleventy = os.environ.get("ELEVENTY") or shutil.which("eleventy")
    if eleventy is None:
        return None
    write_plain_pages(folder / "content", pages, seed, "---\ntitle: {}\nlayout: page.html\n---\n\n{}")
    (folder / "package.json").write_text('{"type": "module", "private": true}\n', "utf-8")
    (folder / "eleventy.config.js").write_text(ELEVENTY_SETTINGS, "utf-8")
    (folder / "layouts").mkdir()
    (folder / "layouts/page.html").write_text(ELEVENTY_PAGE, "utf-8")
    return Tool(
        "Eleventy",
        folder,
        [eleventy, "--quiet"],
        lambda port: [eleventy, "--serve", "--incremental", "--quiet", f"--port={port}"],
        lambda number: folder / f"content/sida-{number}.md",
        "/sida-{}/".format,
        (folder / "out",),
    )
