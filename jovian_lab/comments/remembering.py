"""Remembers what took long to work out, within bounds and for all threads of the process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Remembered(Generic[_Key, _Value]):
    """Values by key; the one that came first is forgotten first.

    Parameters
    ----------
    most : int
        How many are kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[_Key, _Value] = OrderedDict()
        self._guard = Lock()

    def get(self, key: _Key | None) -> _Value | None:
        """Return what is remembered; nothing for no key."""
        if key is None:
            return None
        with self._guard:
            return self._values.get(key)

    def put(self, key: _Key | None, value: _Value) -> None:
        """Remember it; without a key it cannot be."""
        if key is None:
            return
        with self._guard:
            self._values[key] = value
            if len(self._values) > self._most:
                self._values.popitem(last=False)
