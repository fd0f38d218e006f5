"""The process that draws: SVGs on stdin, PNGs on stdout, each behind its length. Started by `plugins.core.intake.draw`.

It imports nothing of ours, and ends with its input or with the first drawing that it cannot make.
"""

import math
import sys
from contextlib import suppress

try:
    import resource
except ImportError:
    resource = None  # type: ignore[assignment]  # Windows has none

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


def hold(seconds: int) -> None:
    """Let the system end this process where the next drawing takes more of the processor than so many seconds."""
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
            hold(int(sys.argv[1]))
        png = bytes(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, dpi=96))
        answers.write(len(png).to_bytes(LENGTH, "big") + png)
        answers.flush()
