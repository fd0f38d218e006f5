#!/usr/bin/env bash
# A pull request: builds the site without drafts, and writes each problem as a note on its line.
set -uo pipefail
cd "$(dirname "$0")/../.."
python3 tasks.py build --format json > problems.jsonl
status=$?
python3 docs/natt/notes.py < problems.jsonl
rm -f problems.jsonl
exit "$status"
