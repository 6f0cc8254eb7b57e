"""The shell command `jovian-lab`: arguments in, one verb of Project, an answer and an exit code out."""

from jovian_lab.cli.app import main

__all__ = ["main"]
