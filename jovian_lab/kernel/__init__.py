"""What a notebook's own code can ask for: a version of the notebook it is in."""

from jovian_lab.kernel.commit import commit

__all__ = ["commit"]
