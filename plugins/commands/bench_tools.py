"""The generators that the bench measures: ours, stock Pelican on the same texts, and Hugo and Eleventy where they are.

In: a folder of one's own. Out: commands, and where their sources and pages lie. The others write plain pages, without
partners, checks or menus: less than ours do, and told so.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from plugins.commands.bench_texts import page_address, page_file, write_plain_pages, write_site

PROJECT: Final = Path(__file__).resolve().parents[2]
DAY: Final = "2026-11-22"
OURS: Final = "Lokala målen"
COPIED: Final = ("docs", "plugins", "theme", "tasks.py", "pelicanconf.py", "publishconf.py", "pyproject.toml", "requirements.txt")
"""What a checkout needs to build: a copy has a cache of its own, which a cold run can be without."""

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
"""Without the menu of all pages, whose links would grow as their square: ours has none either."""
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
    """Where its commands are run."""
    build: Sequence[str]
    watch: Callable[[int], Sequence[str]] | None
    """The command that serves the site on a port and follows the sources; None where there is none like it."""
    source: Callable[[int], Path]
    """The file that a page is written in, by the page's number."""
    address: Callable[[int], str]
    """Where it is shown."""
    kept: Sequence[Path]
    """What a cold run is without: the output, and what the tool keeps between its runs."""
    check: Sequence[str] | None = None
    """The command that checks and writes nothing; None where there is none like it."""
    content: Path | None = None
    """The folder of the registers; None where there are none."""


def find_tools(folder: Path, pages: int, seed: int, others: Sequence[str], partners: int) -> list[Tool]:
    """Write the sites and return the tools that are installed: ours first, stock Pelican next."""
    makers = {"hugo": _make_hugo, "eleventy": _make_eleventy}
    found = [_make_ours(folder / "ours", pages, seed, partners), _make_stock(folder / "pelican", pages, seed)]
    return [*found, *(tool for name in others if (tool := makers[name](folder / name, pages, seed)) is not None)]


def _make_ours(folder: Path, pages: int, seed: int, partners: int) -> Tool:
    project, output = folder / "project", folder / "output"
    for name in COPIED:
        source = PROJECT / name
        project.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, project / name)
    content = write_site(folder / "content", pages, seed, partners)

    has_door = (PROJECT / ".venv").is_dir() and sys.platform != "win32"
    if has_door:
        (project / ".venv").symlink_to(PROJECT / ".venv")

    def command(task: str, *more: str) -> list[str]:
        # as whoever sits at the keyboard starts it; without an environment of the project's own, as the door does
        python = [sys.executable, "tasks.py"] if has_door else [sys.executable, "-X", "utf8", "-X", "door", "tasks.py"]
        return [*python, task, "--content", str(content), "--output", str(output), "--date", DAY, *more]

    return Tool(
        OURS,
        project,
        command("build"),
        lambda port: command("preview", "--port", str(port)),
        lambda number: page_file(content, number),
        page_address,
        (output, project / ".cache"),
        command("check"),
        content,
    )


def _make_stock(folder: Path, pages: int, seed: int) -> Tool:
    write_plain_pages(folder / "content/pages", pages, seed, "Title: {}\n\n{}")
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
