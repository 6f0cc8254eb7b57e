"""A kernel that Jupyter Server itself started knows its notebook."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient

from jovian_lab.project import Project
from tests.kernel.conftest import REPOSITORY, Kernel, write

pytest_plugins = ["pytest_jupyter.jupyter_server"]


async def test_a_session_of_the_server(
    jp_fetch: Callable[..., Awaitable[Any]], jp_serverapp: Any, jp_root_dir: Path
) -> None:
    (jp_root_dir / "below").mkdir()
    notebook = jp_root_dir / "below" / "digits.ipynb"
    write(notebook, "1 + 1")
    body = {"path": "below/digits.ipynb", "type": "notebook", "name": "digits.ipynb", "kernel": {"name": "python3"}}
    session = json.loads((await jp_fetch("api", "sessions", method="POST", body=json.dumps(body))).body)
    manager = jp_serverapp.kernel_manager.get_kernel(session["kernel"]["id"])
    client = BlockingKernelClient(connection_file=manager.connection_file)
    client.load_connection_file()
    client.start_channels(hb=False)  # under load the first beat comes late, which is taken for death
    try:
        client.wait_for_ready(timeout=60)
        kernel = Kernel(manager, client)
        kernel.run(f"import sys; sys.path.insert(0, {str(REPOSITORY)!r}); import jovian_lab")
        assert kernel.run("jovian_lab.commit('One')")["status"] == "ok"
        kernel.run(
            "r = jovian_lab.commit('Two', files=['utils.py'], allow_empty=True)", {"cellId": "a", "deletedCells": []}
        )
        assert kernel.of_type("comm_open")[0]["data"]["files"] == ["utils.py"]
        kernel.close(kernel.of_type("comm_open")[0])
        notebook.with_name("utils.py").write_text("x = 1\n")
        assert kernel.value("r.state") in ("requested", "done")
    finally:
        client.stop_channels()
        await jp_fetch("api", "sessions", session["id"], method="DELETE")
    titles = [version.title for version in Project.open(notebook.parent).versions("digits.ipynb")]
    assert titles == ["Two", "One"]
