"""The process that draws: SVGs on stdin, PNGs on stdout, each behind its length. Started by `plugins.core.intake.draw`.

It imports nothing of ours, and ends with its input or with the first drawing that it cannot make.
"""

import sys

NO_PACKAGE = 3
"""The exit status where the package that draws cannot be imported: no fault of the drawing."""
try:
    import resvg_py
except ImportError:
    sys.exit(NO_PACKAGE)

LENGTH = 8
"""Bytes that say how long what follows is."""
MOST_MEMORY = 1_500_000_000
"""Bytes of address space, where the system can hold a process to that."""

if __name__ == "__main__":
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):  # not on Windows
        pass
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while length := asked.read(LENGTH):
        svg = asked.read(int.from_bytes(length, "big")).decode()
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, dpi=96))
        answers.write(len(png).to_bytes(LENGTH, "big") + png)
        answers.flush()
