"""Problems as GitHub's notes on their lines: JSON lines on stdin, workflow commands on stdout.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

import json
import sys

SEVERITY = {"error": "error", "warning": "warning"}


def escape(text: str, *, is_property: bool = False) -> str:
    """Return text as such a command takes it."""
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *(((":", "%3A"), (",", "%2C")) if is_property else ())):
        text = text.replace(sign, code)
    return text


def note(line: str) -> str:
    """Return one problem as a note; what is no problem stays a line of the log, and can be no command."""
    try:
        found = json.loads(line)
        place = ",".join(f"{name}={escape(str(found[key]), is_property=True)}" for name, key in FIELDS)
        text = escape("\n".join(filter(None, [f"{found['message']} [{found['code']}]", found["help"]])))
        return f"::{SEVERITY[found['severity']]} {place}::{text}"
    except (ValueError, KeyError, TypeError):
        return " " + line.replace("::", ": :")


FIELDS = (("file", "path"), ("line", "line"), ("col", "column"))

if __name__ == "__main__":
    for row in sys.stdin:
        print(note(row.rstrip("\n")))
