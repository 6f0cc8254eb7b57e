"""Ours beside its peers: the same notebooks, in one run, as ratios. `make bench` runs everything."""
