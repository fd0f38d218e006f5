"""The order of imports: core ← model ← rules ← view ← page ← room ← site ← plugin, with `house` among the views; only some
modules use Pelican and the clock.

`plugins/README.md` says the same in words, and `docs/decisions/0010-views-compose-views.md` why views may import views.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.structure.code import PLUGINS, PROJECT, Module, modules

ROOMS = {path.parent.name for name in ("model", "room") for path in PLUGINS.glob(f"*/{name}.py")} - {"house", "site"}
RANKS = {"data": 1, "model": 2, "view": 4, "page": 5, "known": 5, "items": 5, "beside": 5, "room": 6, "plugin": 7}
"""Ranks of files in a room, which import only lower or equal ranks; files with other names have the rank of rules, 3."""
RULES, VIEW = 3, 4
AFTER = {path.parent.name for path in PLUGINS.glob("*/plugin.py")} - ROOMS - {"site"}
"""Folders without a model, which process a finished Site."""

PARTED = {"core", "commands", "site", "language"}
"""Rooms with subfolders, none of which may import itself indirectly."""

APART = {"keeping"}
"""Folders that work on files of the content, whatever rooms make of them."""


TOOLS = {"editing"}
"""Folders that use rooms and their content, and are not on the way to the output."""


def explain_import(module: Module, wanted: str) -> str | None:
    """Return why a module must not import another of the project; None if it may."""
    room, stem = wanted.split(".")[1], wanted.rpartition(".")[2]
    if stem == "plugin":
        return "nobody imports a plugin: Pelican does"
    if room == "core":
        return None
    if module.room == "core":
        return "the kernel knows no room"
    if module.room == "commands":
        return None
    if module.room in APART:
        return None if room == module.room else "it knows the kernel alone, and is told the rest"
    if room == "commands":
        return "the tasks stand last"
    if module.stem == "plugin":
        return None if room in (module.room, "site", "house") or stem == "view" else "a plugin hands over views and the Site"
    if module.room == "site":
        return "the Site is made before it is built" if room in AFTER else None
    if module.room == "delivery":
        return None if room in ("delivery", "publishing") else "delivery knows sites that are written, and not how"
    if module.room in AFTER:
        known = ("plugins.site.model", "plugins.house.page")
        return None if room == module.room or wanted in known else "what comes after the build knows only the Site"
    if module.room in TOOLS:
        return None if room not in AFTER else "who edits knows the content, not what is built of it"
    if room in TOOLS:
        return "forms stand over the rooms"
    rank, other = RANKS.get(module.stem, RULES), RANKS.get(stem, RULES)
    if module.room == "house":
        return None if room == "house" or other <= VIEW else "what pages may ask for knows no page"
    if room == "house":
        return None if rank >= VIEW else f"model and rules know nothing of pages{_describe_name(module)}"
    if room not in ROOMS:
        return "a room knows other rooms, not the flow"
    if room == module.room:
        return None if other <= rank else f"within a room: model, rules, view, page, room, plugin{_describe_name(module)}"
    if other < RULES or (rank >= VIEW and other <= VIEW and (stem != "rules" or module.stem == "room")):
        return None
    return f"of another room only the model; from the view on, what its views are made of too{_describe_name(module)}"


def _describe_name(module: Module) -> str:
    """Return advice about a file of a room that counts as rules only because of its name; empty for any other."""
    named = ", ".join(sorted(RANKS.keys() - {"plugin"}))
    return "" if module.stem in RANKS or module.stem == "rules" else f"; it counts as rules, being called none of {named}"


def test_every_import_is_allowed() -> None:
    breaches = [
        f"{module.name}, line {line}, imports {wanted}: {reason}"
        for module in modules()
        for wanted, line in module.imports()
        if wanted.startswith("plugins.") and (reason := explain_import(module, wanted))
    ]
    assert breaches == []


def test_forbidden_imports_are_found() -> None:
    refused = {
        ("core/models/model.py", "plugins.partners.model"),
        ("partners/model.py", "plugins.partners.rules"),
        ("partners/rules.py", "plugins.local_goals.rules"),
        ("partners/rules.py", "plugins.contacts.view"),
        ("local_goals/view.py", "plugins.partners.rules"),
        ("local_goals/view.py", "plugins.site.assembly.build"),
        ("partners/rules.py", "plugins.house.context"),
        ("house/context.py", "plugins.partners.page"),
        ("pages/known.py", "plugins.partners.page"),
        ("site/assembly/build.py", "plugins.local_goals.plugin"),
        ("site/assembly/build.py", "plugins.publishing.exchange"),
        ("publishing/audit.py", "plugins.partners.model"),
        ("partners/model.py", "plugins.commands.run"),
        ("keeping/changes.py", "plugins.site.rooms"),
        ("delivery/plan.py", "plugins.site.model"),
        ("publishing/lost_addresses.py", "plugins.delivery.engine"),
        ("partners/view.py", "plugins.editing.show"),
        ("editing/show.py", "plugins.publishing.audit"),
    }
    for path, wanted in refused:
        assert explain_import(Module(PLUGINS / path), wanted), (path, wanted)


def test_a_forbidden_import_says_if_its_file_counts_as_rules() -> None:
    message = explain_import(Module(PLUGINS / "discovery" / "calendar.py"), "plugins.house.page")
    assert message == (
        "model and rules know nothing of pages; "
        "it counts as rules, being called none of beside, data, items, known, model, page, room, view"
    )
    assert explain_import(Module(PLUGINS / "partners" / "rules.py"), "plugins.house.page") == message.partition(";")[0]


def find_roads(part: Callable[[str], str]) -> dict[str, set[str]]:
    """Return the imports between parts of the project, wherever they are: also in functions, or under `if TYPE_CHECKING`."""
    roads: dict[str, set[str]] = {}
    for module in modules():
        wanted = {part(name) for name, _ in module.imports() if name.startswith("plugins.")}
        roads.setdefault(part(module.name), set()).update(wanted - {part(module.name)})
    return roads


WAY_OUT = (
    "One of these has to be had in another way: what a room gives is handed to it, of a Protocol's form (`website/security.py`); "
    "what needs the pages of all kinds stands in a room that no page imports, such as `discovery`; "
    "a mark about what goals have of a room that their pages import, such as partners, stands in `counts` (`CountMark`)."
)


def describe_ring(ring: tuple[str, ...], part: Callable[[str], str]) -> str:
    """Return each step of a cycle of imports with one place of it, and what to do."""
    parts = [" → ".join(ring)]
    for importing, imported in pairwise(ring):
        found = (
            f"  {module.path.relative_to(PROJECT)}:{line}: {name}"
            for module in modules()
            for name, line in module.imports()
            if part(module.name) == importing and name.startswith("plugins.") and part(name) == imported
        )
        parts.append(next(found))
    return "\n".join((*parts, WAY_OUT))


def test_a_cycle_is_reported_with_the_line_of_each_import() -> None:
    first, step, way_out = describe_ring(("house", "contacts"), lambda name: name.split(".")[1]).split("\n")
    assert first == "house → contacts"
    assert re.fullmatch(r"  plugins/house/\w+\.py:\d+: plugins\.contacts\.\w+", step)
    assert way_out == WAY_OUT


def find_folder(name: str) -> str:
    """Return the folder of a module, also within a room; for a module outside the subfolders of a divided room, itself."""
    _, room, *rest = name.split(".")
    return f"{room}.{rest[0]}" if room in PARTED and rest else room


@pytest.mark.parametrize("part", [str, find_folder, lambda name: name.split(".")[1]], ids=["modules", "folders", "rooms"])
def test_there_are_no_import_cycles(part: Callable[[str], str]) -> None:
    wanted = find_roads(part)
    done: set[str] = set()

    def visit(name: str, road: tuple[str, ...]) -> None:
        assert name not in road, describe_ring((*road[road.index(name) :], name), part)
        if name not in done:
            for following in sorted(wanted.get(name, ())):
                visit(following, (*road, name))
            done.add(name)

    for name in wanted:
        visit(name, ())


def knows_pelican(module: Module) -> bool:
    """Return whether a module may import Pelican."""
    return module.stem == "plugin" or module.room == "commands"


def test_only_plugin_modules_and_commands_use_pelican_and_the_clock() -> None:
    wrong = []
    for module in modules():
        if knows_pelican(module):
            continue
        wanted = [(name, line) for name, line in module.imports() if name.split(".")[0] in ("pelican", "blinker", "invoke")]
        wrong += [f"{module.name}, line {line}, imports {name}" for name, line in wanted]
        wrong += [f"{module.name}, line {line}, asks the clock" for line in find_clocks(module)]
    assert wrong == []


def find_clocks(module: Module) -> list[int]:
    """Return the lines on which a module reads the clock."""
    return [
        node.lineno
        for node in module.nodes
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow") and isinstance(node.value, ast.Name)
        if node.value.id in ("date", "datetime")
    ]


def test_the_settings_name_every_plugin() -> None:
    """And each of them can be registered."""
    from importlib import import_module

    settings = Module(PROJECT / "pelicanconf.py").tree
    named = next(
        [str(item.value) for item in node.value.elts if isinstance(item, ast.Constant)]
        for node in ast.walk(settings)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.List)
        if isinstance(node.targets[0], ast.Name) and node.targets[0].id == "PLUGINS"
    )
    assert sorted(named) == [module.name for module in modules() if module.stem == "plugin"]
    for name in named:
        plugin = import_module(name)
        assert plugin.register() is None


def test_registering_a_plugin_connects_its_handlers() -> None:
    from importlib import import_module

    from blinker import ANY, Signal
    from pelican import signals

    for module in modules():
        if module.stem != "plugin":
            continue
        plugin = import_module(module.name)
        plugin.register()
        connected = {
            receiver for signal in vars(signals).values() if isinstance(signal, Signal) for receiver in signal.receivers_for(ANY)
        }
        handlers = {value for value in vars(plugin).values() if getattr(value, "__module__", "") == module.name}
        assert connected & handlers, f"{module.name} registers nothing"
