"""The commands of uv that write the lock files: one for the site, and one that adds the packages of the tests."""

from __future__ import annotations


def lock_commands(oldest_python: str, *, upgrades: bool) -> list[list[str]]:
    """Return the commands, to be run in this order in the project's folder; `upgrades` takes the newest version of every
    package.
    """
    command = ["uv", "pip", "compile", "pyproject.toml", "--quiet", "--no-annotate", "--no-emit-index-url"]
    command += ["--universal", "--python-version", oldest_python]
    # A source package would bring build tools that no hash covers.
    command += ["--generate-hashes", "--only-binary", ":all:"]
    command += ["--custom-compile-command", "python3 tasks.py lock"]
    command += ["--upgrade"] if upgrades else []
    # The tests must run with the same versions as the site.
    tests = ["--group", "test", "--constraint", "requirements.txt"]
    return [
        [*command, "--output-file", "requirements.txt"],
        [*command, *tests, "--output-file", "requirements-test.txt"],
    ]
