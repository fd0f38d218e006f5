"""Copying: whether this process can be copied, so that a second processor does a part of its work.

Stage: any. In: the machine and this process. Out: yes or no. Where it is no, all is done here, with the same answers. Needs the
standard library alone.
"""

from __future__ import annotations

import os
import sys
import threading


def can_copy() -> bool:
    """Tell whether this process can be copied, and a second one helps."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1
