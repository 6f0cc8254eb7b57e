"""Comments: threads beside the cells, where they belong in other versions, and who is told of them."""
