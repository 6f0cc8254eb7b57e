"""Notebooks as values: bytes in, values out, nothing read or written."""
