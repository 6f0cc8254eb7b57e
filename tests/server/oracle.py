"""The schemas once more, through another validator than the server's."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from referencing import Registry, Resource

import jovian_lab.schemas
from jovian_lab.server.routes import ROUTES, Route

FOLDER = Path(jovian_lab.schemas.__file__).parent


@cache
def _registry() -> Registry:
    schemas = [json.loads(file.read_text("utf-8")) for file in sorted((FOLDER / "wire").glob("*.json"))]
    return Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in schemas)


@cache
def validator(name: str) -> Draft7Validator:
    schema = json.loads((FOLDER / "wire" / f"{name}.json").read_text("utf-8"))
    return Draft7Validator(schema, registry=_registry())


def check(name: str, value: Any) -> None:
    validator(name).validate(value)


def check_error(value: Any) -> None:
    """An error has our form, and tells nothing of the inside."""
    check("error", value)
    text = json.dumps(value)
    assert "Traceback" not in text and ".py" not in text.replace(".ipynb", "") and value["message"]


def route_of(method: str, path: str) -> Route | None:
    for route in ROUTES:
        if route.method == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route.path), path):
            return route
    return None
