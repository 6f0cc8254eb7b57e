"""Keeps the answers to lines that need a yes, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Collection

from jovian_lab.environment.restore.lines import LONGEST, shown
from jovian_lab.environment.restore.values import Question


class Consent:
    """The answers somebody gave, line by line.

    Parameters
    ----------
    accepted, declined : collection of str
        Lines that may be followed, and lines to leave out, exactly as they were asked.
    """

    def __init__(self, accepted: Collection[str] = (), declined: Collection[str] = ()) -> None:
        self._accepted = frozenset(accepted)
        self._declined = frozenset(declined)
        self._questions: dict[str, Question] = {}
        self._refused: dict[str, Question] = {}
        self.left_out: dict[str, Question] = {}

    @property
    def questions(self) -> list[Question]:
        """Lines without an answer."""
        return list(self._questions.values())

    @property
    def refused(self) -> list[Question]:
        """Lines that are never followed."""
        return list(self._refused.values())

    def allows(self, line: str, file: str, why: str) -> bool:
        """Whether this very line was accepted; if it has no answer, it becomes a question."""
        if len(line) > LONGEST:
            self.refuse(line, file, "It is too long to be read by a person.")
            return False
        asked = shown(line)
        if asked in self._accepted:
            return True
        question = Question(asked, file, why)
        if asked in self._declined:
            self.left_out.setdefault(asked, question)
        else:
            self._questions.setdefault(asked, question)
        return False

    def refuse(self, line: str, file: str, why: str) -> None:
        """Note a line that is not followed, whatever anybody says."""
        text = shown(line)
        self._refused.setdefault(text, Question(text, file, why))

    def said_yes_to_sdist(self) -> list[str]:
        """Names of the packages that may be built from source: accepted lines `--no-binary NAME`."""
        prefix = "--no-binary "
        return sorted(line[len(prefix) :].strip() for line in self._accepted if line.startswith(prefix))
