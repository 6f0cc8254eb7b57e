"""Comments: threads on cells, ranges, outputs and versions, folded from events, and where each stands now."""
