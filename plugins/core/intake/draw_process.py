"""The rendering process: reads SVGs from stdin and writes PNGs to stdout, each preceded by its length.

Started by `plugins.core.intake.draw`. It imports nothing of ours, and ends with its input or at the first drawing that fails.
"""

import math
import sys
from contextlib import suppress

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]  # not available on Windows

NO_PACKAGE = 3
"""The exit status if the rendering package cannot be imported."""
try:
    import resvg_py
except ImportError:
    sys.exit(NO_PACKAGE)

LENGTH = 8
"""Bytes of the length that precedes each message."""
MOST_MEMORY = 1_500_000_000
"""Bytes of address space, where the system supports a limit."""


def limit_cpu_time(seconds: int) -> None:
    """Let the system end this process if the next drawing takes more than `seconds` of CPU time."""
    if resource is not None:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = math.ceil(spent.ru_utime + spent.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


if __name__ == "__main__":
    if resource is not None:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    while length := asked.read(LENGTH):
        svg = asked.read(int.from_bytes(length, "big")).decode()
        with suppress(ValueError, OSError):
            limit_cpu_time(int(sys.argv[1]))
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, dpi=96))
        answers.write(len(png).to_bytes(LENGTH, "big") + png)
        answers.flush()
