"""Rules of activities."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.activities.model import Activity
from plugins.core.names import check_names, check_no_repeats
from plugins.core.phases import check_times
from plugins.core.problems import Problem


def check_activity(activity: Activity) -> Iterator[Problem]:
    """An activity does not end before it begins, and its names of organisations are complete and not repeated."""
    yield from check_times(activity)
    yield from check_names((activity.organisation, *activity.helpers))
    yield from check_no_repeats(activity.helpers)
