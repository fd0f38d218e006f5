#!/usr/bin/env bash
# A push, the clock, or by hand: publishes the newest content that passes, and writes what was wrong in newer content as notes.
set -uo pipefail
cd "$(dirname "$0")/../.."
python3 tasks.py publish --nightly --format json > problems.jsonl
status=$?
python3 docs/natt/notes.py < problems.jsonl
rm -f problems.jsonl
exit "$status"
