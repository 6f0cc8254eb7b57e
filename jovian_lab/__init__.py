"""What a kernel imports: the user's verbs, loaded on first use, and the two hooks Jupyter looks for.

Nothing heavy is imported here: `import jovian_lab` stands at the top of notebooks and must cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jovian_lab.kernel import commit

    __version__: str

__all__ = ["__version__", "commit"]


def __getattr__(name: str) -> object:
    """Load a public name the first time it is asked for."""
    if name == "commit":
        from jovian_lab.kernel import commit

        return commit
    if name == "__version__":
        from importlib.metadata import PackageNotFoundError, version

        try:
            return version("jovian_lab")
        except PackageNotFoundError:  # run from the sources, never installed
            return "0.unknown"
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, so that completion shows them before they are loaded."""
    return sorted(__all__)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Tell JupyterLab where the built frontend is and under which name it goes."""
    return [{"src": "labextension", "dest": "jovian-lab"}]


def _jupyter_server_extension_points() -> list[dict[str, object]]:
    """Tell Jupyter Server what to load; only a server calls this, so only a server pays for the import."""
    from jovian_lab.server.extension import JovianLab

    return [{"module": "jovian_lab.server.extension", "app": JovianLab}]
