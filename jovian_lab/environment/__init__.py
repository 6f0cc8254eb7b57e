"""Environments: read the kernel's, compare two, and make one again elsewhere."""
