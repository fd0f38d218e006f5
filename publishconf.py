"""Settings for publishing: only what differs. The stricter rules themselves are the task's, not Pelican's."""

from pelicanconf import *  # noqa: F403 (Pelican's way of settings that build on others)

PUBLISHING = True
