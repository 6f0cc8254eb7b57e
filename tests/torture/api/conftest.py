"""A real server for the torture that goes through the API; the same as for tests/server."""

from tests.server.conftest import *  # noqa: F403
