"""Tells whether a published site is old: run by an outside watch, with any Python 3.8 or later and nothing else.

In: the site's address. Out: a Swedish line, and 0 (as it should be), 1 (old: the night has not run), 2 (it cannot be read).
"""

import datetime
import json
import sys
import urllib.request

TIMEOUT = 30  # seconds


def main(address: str) -> int:
    """Ask the site for its manifest, and judge it by today's date."""
    try:
        with urllib.request.urlopen(address.rstrip("/") + "/.well-known/build.json", timeout=TIMEOUT) as answer:
            found = json.load(answer)
        change = found["next_change"]
        day = None if change is None else datetime.date.fromisoformat(change)
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Webbplatsen gick inte att läsa av: {error}")
        return 2
    if day is not None and day <= datetime.date.today():
        print(f"Webbplatsen är gammal: den skulle ha ändrats {day}. Natten har inte gått.")
        return 1
    print("Webbplatsen är byggd för {} och ändras nästa gång {}.".format(found["built_for"], day or "när någon publicerar"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]) if len(sys.argv) == 2 else 2)
