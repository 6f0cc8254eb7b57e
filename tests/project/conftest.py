"""A project in an empty folder."""

from tests.projects import impatient, project, store

__all__ = ["impatient", "project", "store"]
