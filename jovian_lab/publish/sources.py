"""Code with its colours, by Pygments; for languages that are known to be harmless to read."""

from __future__ import annotations

from markupsafe import Markup, escape

_LONGEST = 50_000  # characters of a cell that is coloured
# The notebook says which language it is in, and a lexer is a program that a stranger would choose: only these.
_LEXERS = {
    "python": "python", "ipython": "python", "r": "splus", "julia": "julia", "bash": "bash", "sh": "bash",
    "sql": "sql", "javascript": "javascript", "typescript": "typescript", "c": "c", "c++": "cpp", "cpp": "cpp",
    "java": "java", "scala": "scala", "rust": "rust", "go": "go", "ruby": "ruby", "haskell": "haskell",
    "octave": "octave", "matlab": "matlab",
}  # fmt: skip
PREFIX = "hl-"


def coloured(source: str, language: str) -> Markup:
    """Return code as HTML; its colours are classes that begin with `hl-`.

    Parameters
    ----------
    source : str
        The code.
    language : str
        As the notebook names it; what is not known, and what is long, stays plain.
    """
    name = _LEXERS.get(language.rstrip("0123456789. "))
    if name is None or len(source) > _LONGEST:
        return escape(source)
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name

    lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    return Markup(highlight(source, lexer, HtmlFormatter(nowrap=True, classprefix=PREFIX)))
