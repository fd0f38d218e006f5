#!/usr/bin/env bash
# Once a week: brings what is shared, asks the outside links, and writes what is to be done as a letter on stdout.
# A link that does not answer, or colleagues who cannot be reached, stop no letter.
set -uo pipefail
cd "$(dirname "$0")/../.."
python3 tasks.py fetch < /dev/null >&2
python3 tasks.py links >&2
python3 tasks.py status --letter
