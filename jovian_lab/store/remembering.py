"""Remembers what took long to read or to work out, within bounds and for all threads of the process."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Remembered(Generic[_Key, _Value]):
    """What was used last, up to a sum of sizes.

    Parameters
    ----------
    most : int
        The sum; a number of values where these have no sizes.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._values: OrderedDict[_Key, tuple[_Value, int]] = OrderedDict()
        self._guard = Lock()

    def get(self, key: _Key) -> _Value | None:
        """Return a value that is remembered."""
        with self._guard:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: _Key, value: _Value, size: int = 1) -> None:
        """Remember a value, and forget others for it."""
        with self._guard:
            self.size += size - self._values.pop(key, (value, 0))[1]
            self._values[key] = value, size
            while self.size > self.most and self._values:
                self.size -= self._values.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self._guard:
            self._values.clear()
            self.size = 0
