"""One direction: core ← model ← rules ← view ← site ← plugin; and Pelican and the clock stop where they should.

`plugins/README.md` says the same in words, and `docs/decisions/0010-views-compose-views.md` why views may meet.
"""

from __future__ import annotations

import ast

import pytest

from tests.structure.code import PLUGINS, PROJECT, Module, modules

ROOMS = {path.parent.name for path in PLUGINS.glob("*/model.py")} - {"site"}
RANKS = {"data": 1, "model": 2, "markdown": 3, "sections": 3, "rules": 3, "view": 4, "plugin": 6}
"""Within a room a file imports what has a lower rank, or the same; one of another name stands with the rules."""
AFTER = {path.parent.name for path in PLUGINS.glob("*/plugin.py")} - ROOMS - {"site"}
"""Folders without a model: what is done with a Site that is made."""


def explain_import(module: Module, wanted: str) -> str | None:
    """Return why a module must not import another of ours, or None where it may."""
    room, stem = wanted.split(".")[1], wanted.rpartition(".")[2]
    if stem == "plugin":
        return "nobody imports a plugin: Pelican does"
    if room == "core":
        return None
    if module.room == "core":
        return "the kernel knows no room"
    if module.room == "commands":
        return None
    if room == "commands":
        return "the tasks stand last"
    if module.stem == "plugin":
        return None if room in (module.room, "site") or stem == "view" else "a plugin hands over views and the Site"
    if module.room == "site":
        return "the Site is made before it is built" if room in AFTER else None
    if module.room in AFTER:
        return None if room == module.room or wanted == "plugins.site.model" else "what comes after the build knows only the Site"
    if room not in ROOMS:
        return "a room knows other rooms, not the flow"
    if room == module.room:
        return None if RANKS.get(stem, 3) <= RANKS.get(module.stem, 3) else "within a room: model, rules, view, plugin"
    if stem in ("model", "data"):
        return None
    if stem == "view" and module.stem == "view":
        return None
    return "of another room only the model; its view for a view"


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_imports_go_one_way(module: Module) -> None:
    breaches = [
        f"line {line} imports {wanted}: {reason}"
        for wanted, line in module.imports()
        if wanted.startswith("plugins.") and (reason := explain_import(module, wanted))
    ]
    assert breaches == []


def test_the_rule_says_no() -> None:
    """What the rule is for."""
    refused = {
        ("core/models.py", "plugins.partners.model"),
        ("partners/model.py", "plugins.partners.rules"),
        ("partners/rules.py", "plugins.local_goals.rules"),
        ("partners/rules.py", "plugins.contacts.view"),
        ("local_goals/view.py", "plugins.partners.rules"),
        ("local_goals/view.py", "plugins.site.library"),
        ("site/build.py", "plugins.local_goals.plugin"),
        ("site/build.py", "plugins.publishing.exchange"),
        ("publishing/audit.py", "plugins.partners.model"),
        ("partners/model.py", "plugins.commands.run"),
    }
    for path, wanted in refused:
        assert explain_import(Module(PLUGINS / path), wanted), (path, wanted)


def test_no_module_imports_itself_by_a_detour() -> None:
    """Imports within a function are left out: a task imports its own part only when it runs."""
    wanted = {
        module.name: {name for name, _ in module.imports(at_top=True) if name.startswith("plugins.")} for module in modules()
    }
    done: set[str] = set()

    def visit(name: str, road: tuple[str, ...]) -> None:
        assert name not in road, " → ".join((*road, name))
        if name not in done:
            for following in sorted(wanted.get(name, ())):
                visit(following, (*road, name))
            done.add(name)

    for name in wanted:
        visit(name, ())


def knows_pelican(module: Module) -> bool:
    """Tell whether a module may know Pelican."""
    return module.stem == "plugin" or module.room == "commands"


@pytest.mark.parametrize("module", [m for m in modules() if not knows_pelican(m)], ids=lambda module: module.name)
def test_pelican_and_the_clock_stop_at_plugins_and_commands(module: Module) -> None:
    assert [name for name, _ in module.imports() if name.split(".")[0] in ("pelican", "blinker", "invoke")] == []
    clock = [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("today", "now", "utcnow") and isinstance(node.value, ast.Name)
        if node.value.id in ("date", "datetime")
    ]
    assert clock == []


def test_the_plugins_of_the_settings_are_the_plugins_there_are() -> None:
    """Each is there, each registers, and none is left out."""
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
