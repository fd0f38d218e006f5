"""Settings for publishing: only what differs. The stricter rules themselves are the task's, not Pelican's."""

from pelicanconf import *  # noqa: F403 (Pelican's way of settings that build on others)

PUBLISHING = True

# Where `publish` delivers the site; `--target` on the command line stands above it. Keys and passwords never stand here.
# TARGET = "folder:/srv/www/lokalamalen"                 releases beside it, and a link to the newest
# TARGET = "sftp://anna@webbhotellet.example.org/www"    an ordinary web host, through the system's own sftp and its keys
# TARGET = "git:origin#pages"                            GitHub, GitLab or Codeberg Pages
TARGET = None

# Whether the host leads visitors from http to https, and from other host names (www.) to the address in webbplats.yaml.
# Only where nothing before the host does it: a proxy that asks the host over http would lead them in a ring.
MOVE_TO_HTTPS = False
MOVE_TO_ONE_HOST = False
