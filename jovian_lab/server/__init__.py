"""The Jupyter Server extension: the only place that knows tornado and jupyter_server."""
