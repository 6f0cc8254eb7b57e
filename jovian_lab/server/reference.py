"""Writes docs/rest-api.md from the table of routes and the schemas: `python -m jovian_lab.server.reference`."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from jovian_lab import errors
from jovian_lab.errors import JovianError
from jovian_lab.server import schemas
from jovian_lab.server.errors import ContentsNotLocal, Overdue, TooLarge, refusal, status_of
from jovian_lab.server.events import SCHEMAS
from jovian_lab.server.routes import BASE, ROUTES, Route

FILE = Path("docs", "rest-api.md")
_REFUSED = (401, 403, 404, 405, 500)  # by tornado or Jupyter, before or after our code

_INTRODUCTION = f"""\
# REST API

<!-- Written by `python -m jovian_lab.server.reference`; do not edit. -->

Every address is below `<base URL of the server>{BASE}/`. Requests and answers are JSON unless said otherwise;
both are checked against the schemas in `jovian_lab/schemas/wire/`, and what is not listed is refused.

- **Who may.** Every route needs Jupyter's authentication (token, cookie, or whatever the identity provider takes) and
  asks the server's authorizer for the action given, on the resource `jovian_lab`. What writes needs Jupyter's XSRF
  token as well, unless the request carries the server's token.
- **Paths.** `path` is a contents path as Jupyter's own API has it, relative to the server's root. A version's own
  `path` is where the notebook was, relative to its project. Nothing outside the root, in a repository or hidden
  (unless `ContentsManager.allow_hidden`) is read or written.
- **Versions** are named by number (`v3` or `3`), by commit id or a beginning of it, by tag, or as `latest`.
- **The author** of what a request does is the server's current user, never the request's word; where the server knows
  nobody by name, git's `user.name` or the account's name.
- **`If-Match: "<id>"`** with a commit says which version the work started from, as `base` does.
- **`X-Jovian-Origin`** may hold any text; it comes back as `origin` in the event, so that a tab knows its own doing.
- **Bounds.** A body may have {{small}} (one that carries a notebook {{large}}); a request waits as long as its route
  says, then answers 503 `overdue` while the work goes on.
- **GET** has no effect.
"""


def reference() -> str:
    """The whole document."""
    large = max(route.largest for route in ROUTES)
    small = min(route.largest for route in ROUTES)
    head = _INTRODUCTION.format(small=f"{small >> 20} MB", large=f"{large >> 20} MB")
    events = ["## Events\n", "On Jupyter's event bus (`api/events/subscribe`).\n", *map(_event, SCHEMAS)]
    parts = [head, "## Routes\n", *map(_route, ROUTES), _errors(), *events, "## Values\n", *_values()]
    return "\n".join(parts).rstrip() + "\n"


def _route(route: Route) -> str:
    """One route's section."""
    lines = [f"### {route.method} {route.path}\n", f"{route.doc}\n"]
    needs = f"Action `{route.action}`; waits {route.seconds:.0f} s."
    lines.append(needs + "\n")
    if schemas.schema(route.query)["properties"]:
        lines += ["In the address:\n", _fields(schemas.schema(route.query))]
    if route.body is not None:
        lines += ["In the body:\n", _fields(schemas.schema(route.body))]
    status = "200 or 201" if route.created else "202" if route.begins else "200"
    answer = _type({"$ref": f"{route.answer}.json"}, {}) if route.answer else "the bytes"
    lines.append(f"Answers {status} with {answer}.\n")
    return "\n".join(lines)


def _fields(schema: dict[str, Any]) -> str:
    """A table of an object's fields."""
    rows = ["| name | type | |", "| --- | --- | --- |"]
    required = schema.get("required", ())
    for name, field in schema.get("properties", {}).items():
        choices = [field, *field.get("anyOf", ())]
        note = " ".join(" ".join(choice.get("description", "") for choice in choices).split())
        if name not in required:
            note = f"Optional. {note}".strip()
        rows.append(f"| `{name}` | {_type(field, schema)} | {note} |")
    return "\n".join(rows) + "\n" if len(rows) > 2 else ""


def _type(field: dict[str, Any], home: dict[str, Any]) -> str:
    """A field's type, in words."""
    if "anyOf" in field:
        return " or ".join(_type(choice, home) for choice in field["anyOf"])
    if "$ref" in field:
        title = _referred(field["$ref"], home)["title"]
        return f"[{title}](#{title.lower()})"
    if "enum" in field or "const" in field:
        return " or ".join(f"`{value}`" for value in field.get("enum", [field.get("const")]))
    kind = field.get("type", "anything")
    if kind == "array":
        return f"list of {_type(field.get('items', {}), home)}"
    return kind if isinstance(kind, str) else " or ".join(kind)


def _referred(reference: str, home: dict[str, Any]) -> dict[str, Any]:
    """The schema that a `$ref` in `home` means, with the definitions it may refer to itself."""
    file, _, name = reference.partition("#/definitions/")
    around = schemas.schema(file.removesuffix(".json")) if file else home
    if not name:
        return around
    return {**around["definitions"][name], "definitions": around["definitions"]}


def _errors() -> str:
    """What may go wrong, as a table."""
    rows = [
        "## Errors\n",
        "Every refusal is JSON: `{code, message, hint}`; the code is for programs and stays.\n",
        "| status | code | |",
        "| --- | --- | --- |",
    ]
    found = {(status_of(kind("")), kind.code): _first_line(kind) for kind in _kinds()}
    for status in _REFUSED:
        refused = refusal(status)
        found.setdefault((status, refused["code"]), refused["message"])
    rows += [f"| {status} | `{code}` | {text} |" for (status, code), text in sorted(found.items())]
    return "\n".join(rows) + "\n"


def _kinds() -> list[type[JovianError]]:
    kinds: list[type[JovianError]] = [TooLarge, Overdue, ContentsNotLocal]
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, JovianError) and kind is not JovianError:
            kinds.append(kind)
    return kinds


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().splitlines()[0]


def _event(identity: str) -> str:
    """An event that is announced."""
    text = (files("jovian_lab.schemas") / "events" / SCHEMAS[identity]).read_text("utf-8")
    schema = yaml.safe_load(text)
    return "\n".join([f"### `{identity}`\n", schema["description"], _fields(schema)])


def _values() -> list[str]:
    """The objects in answers, and those inside of requests, by name."""
    found: dict[str, dict[str, Any]] = {}
    pending = [schemas.schema(name) for name in {route.answer or "error" for route in ROUTES} | {"error"}]
    for asked in (schemas.schema(route.body) for route in ROUTES if route.body):
        pending += _inner(asked["properties"].values(), asked)
    while pending:
        schema = pending.pop()
        if schema["title"] not in found:
            found[schema["title"]] = schema
            pending += _inner(schema.get("properties", {}).values(), schema)
    return [f"### {title}\n\n{schema['description']}\n\n{_fields(schema)}" for title, schema in sorted(found.items())]


def _inner(fields: Iterable[dict[str, Any]], home: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas that some fields refer to."""
    found: list[dict[str, Any]] = []
    for field in fields:
        if "$ref" in field:
            found.append(_referred(field["$ref"], home))
        found += _inner(field.get("anyOf", ()), home)
        found += _inner([field["items"]] if "items" in field else (), home)
    return found


if __name__ == "__main__":
    FILE.write_text(reference(), "utf-8")
