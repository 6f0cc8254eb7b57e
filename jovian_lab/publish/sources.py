"""Code with its colours, by Pygments; for languages that are known to be harmless to read."""

from __future__ import annotations

from markupsafe import Markup, escape

_LONGEST = 10_000  # characters of a cell that is coloured
_MOST = 500_000  # characters of all cells that are
# The notebook says which language it is in, and a lexer is a program that a stranger would choose: only these, which
# take no long time over anything (that of Java takes minutes over a line of words).
_LEXERS = {
    "python": "python", "ipython": "python", "r": "splus", "julia": "julia", "bash": "bash", "sh": "bash",
    "sql": "sql", "go": "go", "octave": "octave",
}  # fmt: skip
LANGUAGES = tuple(_LEXERS)
PREFIX = "hl-"


class Colours:
    """Colours the code of one notebook, as long as that is not too much.

    Parameters
    ----------
    language : str
        As the notebook names it; what is in any other than `LANGUAGES`, and what is long, stays plain.
    """

    def __init__(self, language: str) -> None:
        self._lexer = _LEXERS.get(language.rstrip("0123456789. "))
        self._left = _MOST

    def of(self, source: str) -> Markup:
        """Return code as HTML; its colours are classes that begin with `hl-`."""
        if self._lexer is None or len(source) > min(_LONGEST, self._left):
            return escape(source)
        from pygments import highlight
        from pygments.formatters import HtmlFormatter
        from pygments.lexers import get_lexer_by_name

        self._left -= len(source)
        lexer = get_lexer_by_name(self._lexer, stripnl=False, ensurenl=False)
        return Markup(highlight(source, lexer, HtmlFormatter(nowrap=True, classprefix=PREFIX)))
