"""The process that draws: an SVG on stdin, a PNG on stdout. Started by `plugins.core.intake.draw`; imports nothing of ours."""

import sys

NO_PACKAGE = 3
"""The exit status where the package that draws cannot be imported: no fault of the drawing."""
try:
    import resvg_py
except ImportError:
    sys.exit(NO_PACKAGE)

MOST_MEMORY = 1_500_000_000
"""Bytes of address space, where the system can hold a process to that."""

if __name__ == "__main__":
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    except (ImportError, ValueError, OSError):  # not on Windows
        pass
    svg = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, dpi=96))
