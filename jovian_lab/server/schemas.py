"""Reads the wire schemas and checks values against them with compiled validators."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import fastjsonschema

from jovian_lab.errors import InputError

BASE = "https://schema.jovian-lab.invalid/wire/v1/"


def _read(name: str) -> dict[str, Any]:
    text = (files("jovian_lab.schemas") / "wire" / f"{name}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def schema(name: str) -> dict[str, Any]:
    """A wire schema by its file's name, without the ending."""
    return _read(name)


def _resolve(address: str) -> dict[str, Any]:
    """Read what a `$ref` names; only our own files, never the network."""
    if not address.startswith(BASE):
        raise LookupError(f"no such schema: {address}")
    return _read(address[len(BASE) :].removesuffix(".json"))


@cache
def _validator(name: str) -> Callable[[Any], Any]:
    """Compile a schema once, from a copy, for the compiler alters it; it takes milliseconds, checking microseconds."""
    compiled: Callable[[Any], Any] = fastjsonschema.compile(
        _read(name), handlers={"https": _resolve, "http": _resolve}, use_default=False
    )
    return compiled


def flaw(name: str, value: Any) -> str | None:
    """Tell what is wrong with a value.

    Parameters
    ----------
    name : str
        The schema's name.
    value : Any
        Plain JSON values.

    Returns
    -------
    str or None
        One sentence without the value itself, or None when it fits.
    """
    try:
        _validator(name)(value)
    except fastjsonschema.JsonSchemaValueException as error:
        where = ".".join(str(step) for step in error.path[1:])
        what = error.message.removeprefix(error.name or "").strip()
        return f"'{where}' {what}" if where else what
    return None


def check_request(name: str, value: Any) -> None:
    """Refuse what a client sent when it does not fit.

    Raises
    ------
    InputError
        Naming the field and the rule.
    """
    wrong = flaw(name, value)
    if wrong is not None:
        raise InputError(f"The request does not fit: {wrong}.", "See docs/rest-api.md for what this route takes.")


def from_query(name: str, values: dict[str, str]) -> dict[str, Any]:
    """Give the strings of an address the types that their schema asks for.

    Parameters
    ----------
    name : str
        The schema's name.
    values : dict of str
        From the query string and the address.

    Returns
    -------
    dict
        Integers where the schema says so; whatever is no integer stays a string, for the check to refuse.
    """
    properties = schema(name)["properties"]
    typed: dict[str, Any] = {}
    for key, value in values.items():
        # no more digits than the largest bound, or int() would take its time
        number = properties.get(key, {}).get("type") == "integer" and value.isascii() and value.isdigit()
        typed[key] = int(value) if number and len(value) <= 20 else value
    return typed
