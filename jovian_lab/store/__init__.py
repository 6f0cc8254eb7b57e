"""The store: versions of notebooks in a bare git repository of our own. The only place that knows git."""
