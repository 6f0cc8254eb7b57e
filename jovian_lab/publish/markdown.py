"""A version as Markdown: cells as they are, code and outputs in fences, threads as block quotes of literal text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jovian_lab.comments.values import Comment
from jovian_lab.notebook.outputs import type_of
from jovian_lab.notebook.parsed import Cell
from jovian_lab.publish import ansi, contents, words
from jovian_lab.publish.outputs import LONGEST
from jovian_lab.publish.pictures import picture
from jovian_lab.publish.talks import Line, Talk, talks
from jovian_lab.publish.values import Publication

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&!]")
_AT_THE_START = re.compile(r"^(\s*)([-+=:])")
_NUMBERED = re.compile(r"^(\s*\d{1,9})([.)])")
_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})", re.M)
_LANGUAGE = re.compile(r"[a-z0-9+#.-]{1,30}")
_PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif", "image/svg+xml")
_SIGNS = {"kept": "  ", "old": "- ", "new": "+ ", "gap": "⋯"}


def markdown(publication: Publication) -> bytes:
    """Write a version as Markdown.

    Parameters
    ----------
    publication : Publication
        What is published.

    Returns
    -------
    bytes
        CommonMark with tables, in UTF-8. The notebook's own Markdown is as it was written; what people wrote in
        threads is literal text, of which nothing is Markdown or HTML.
    """
    opened = contents.contents(publication.content)
    shown = talks(publication.said, opened.cells)
    parts = [*_head(publication), *_quotes(shown.whole)]
    if opened.text is not None:
        parts += ["This version is no notebook of cells; here is its text.", _fenced(opened.text[:LONGEST], "")]
    for index, cell in enumerate(opened.cells):
        parts += [*_cell(cell, opened.language), *_quotes(shown.beside.get(index, []))]
    if shown.adrift:
        parts.append("## Comments that have lost their place")
        parts += _quotes(shown.adrift)
    return ("\n\n".join(part for part in parts if part) + "\n").encode("utf-8", "replace")


def literal(text: str) -> str:
    """Return a text as Markdown that shows exactly that text, on as many lines.

    Parameters
    ----------
    text : str
        Somebody's.
    """
    paragraphs: list[list[str]] = [[]]
    for line in _BREAKS.split(text):
        clean = _CONTROL.sub("", line.replace("\t", "    "))
        if clean.strip():
            paragraphs[-1].append(_literal_line(clean))
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join("\\\n".join(lines) for lines in paragraphs if lines)


def _literal_line(clean: str) -> str:
    escaped = _SPECIAL.sub(r"\\\g<0>", clean)
    escaped = _NUMBERED.sub(r"\1\\\2", escaped)
    escaped = _AT_THE_START.sub(r"\1\\\2", escaped)
    blanks = len(escaped) - len(escaped.lstrip())
    return "\N{NO-BREAK SPACE}" * blanks + escaped.strip()


def _head(publication: Publication) -> Iterator[str]:
    version = publication.version
    yield f"# {_inline(words.heading(publication))}"
    tags = "".join(f" · {_inline(tag)}" for tag in version.tags)
    yield (
        f"{_inline(version.path)} **{words.numbered(version)}**{tags} by {_inline(words.person(version.author))}, "
        f"{words.moment(version.created)}"
    )
    if version.message and version.message != version.title:
        yield literal(version.message)
    yield _inline(words.environment(publication))
    if publication.said is not None:
        yield f"{words.counted(publication.said).capitalize()}."
    if missing := words.missing(publication):
        yield f"**{missing}**"
    yield "---"


def _cell(cell: Cell, language: str) -> Iterator[str]:
    if cell.type == "markdown":
        yield _closed(cell.source)
        return
    named = language if cell.type == "code" and _LANGUAGE.fullmatch(language) else ""
    yield _fenced(cell.source, named)
    for output in contents.outputs(cell):
        yield _output(output)


def _closed(source: str) -> str:
    """Return a cell's Markdown so that nothing of it reaches into what follows: open fences are closed."""
    open_fence = ""
    for match in _FENCE.finditer(source):
        mark = match[1]
        if not open_fence:
            open_fence = mark
        elif mark[0] == open_fence[0] and len(mark) >= len(open_fence):
            open_fence = ""
    return f"{source}\n{open_fence}" if open_fence else source


def _output(output: dict[str, Any]) -> str:
    kind = type_of(output)
    if kind == "stream":
        return _fenced(ansi.plain(contents.text_of(output.get("text")))[:LONGEST], "text")
    if kind == "error":
        return _fenced(ansi.plain(contents.error_of(output))[:LONGEST], "text")
    data = output.get("data")
    data = data if isinstance(data, dict) else {}
    for mime in _PICTURES:
        if source := picture(mime, contents.text_of(data.get(mime))):
            return f"![Output]({source})"
    if text := contents.text_of(data.get("text/markdown")):
        return _closed(text)
    for mime, language in (("text/plain", "text"), ("text/latex", "latex"), ("text/html", "html")):
        text = ansi.plain(contents.text_of(data.get(mime)))
        if text.strip():
            return _fenced(text[:LONGEST], language)
    return ""


def _fenced(text: str, language: str) -> str:
    """Put a text into a fence that is longer than any in it."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    end = "" if text.endswith("\n") or not text else "\n"
    return f"{fence}{language}\n{text}{end}{fence}"


def _quotes(list_of_talks: list[Talk]) -> Iterator[str]:
    for number, talk in enumerate(list_of_talks):
        if number:
            yield "<!-- another thread -->"  # or two quotes would be one
        yield "\n".join(f"> {line}".rstrip() for line in "\n\n".join(_talk(talk)).split("\n"))


def _talk(talk: Talk) -> Iterator[str]:
    thread = talk.thread
    state = "".join(
        f" · {part}" for part in (_inline(talk.state), "resolved" if thread.state == "resolved" else "") if part
    )
    quote = f": “{_inline(talk.quote[:200])}”" if talk.quote else ""
    yield f"**On {_inline(talk.about)}**{quote}{state}"
    if talk.old:
        yield f"As it was in v{thread.anchor.number}:"
        yield _fenced(_flat(talk.old), "")
    for comment in thread.comments:
        yield from _comment(comment, talk.changes.get(comment.id, []))
    if thread.resolved:
        yield f"Resolved by {_inline(words.person(thread.resolved.author))}, {words.moment(thread.resolved.created)}"


def _comment(comment: Comment, change: list[Line]) -> Iterator[str]:
    edited = f", edited {words.moment(comment.edited)}" if comment.edited and not comment.deleted else ""
    yield f"**{_inline(words.person(comment.author))}**, {words.moment(comment.created)}{edited}:"
    if comment.deleted:
        yield "(deleted)"
        return
    if comment.text.strip():
        yield literal(comment.text)
    if comment.suggestion is not None:
        decided = comment.suggestion.decided
        by = f" by {_inline(words.person(decided.author))}, {words.moment(decided.created)}" if decided else ""
        yield f"Suggests a change ({comment.suggestion.state}{by}):"
        yield _fenced("\n".join(_flat(_SIGNS[line.kind] + line.text) for line in change), "diff")
    if comment.reactions:
        yield "  ".join(
            f"{_inline(one.emoji)} {_inline(', '.join(author.name for author in one.authors))}"
            for one in comment.reactions
        )


def _flat(text: str) -> str:
    """Return a text whose lines end where Markdown's do, so that none of it leaves its quote."""
    return _CONTROL.sub("", _BREAKS.sub("\n", text))


def _inline(text: str) -> str:
    """Return a text as literal Markdown on one line."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(_CONTROL.sub("", _BREAKS.sub(" ", text)).split()))
