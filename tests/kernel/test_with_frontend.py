"""jovian_lab.commit() in JupyterLab: the frontend is asked, and the kernel steps in when no answer comes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec

from jovian_lab.project import Project
from tests.kernel.conftest import LAB, Kernel

ASK = "r = jovian_lab.commit('Try an SVM', files=['utils.py'], allow_empty=True)"
CARD = {
    "application/vnd.jovian-lab.commit+json": {"format": 1},
    "text/plain": "jovian_lab: version requested",
}


def ask(kernel: Kernel, code: str = "r = jovian_lab.commit('One')") -> dict[str, Any]:
    """Run the cell as JupyterLab does; the content of the comm it opened."""
    assert kernel.run(code, LAB)["status"] == "ok"
    return kernel.of_type("comm_open")[0]


def versions(notebook: Path) -> int:
    """How many versions the notebook has."""
    project = Project.find(notebook)
    return project.page(notebook).total if project else 0


def test_asks_the_frontend_and_shows_a_constant_card(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel, ASK)
    assert opened["target_name"] == "jovian-lab:commit"
    request = opened["data"].pop("request")
    assert len(request) == 36
    assert opened["data"] == {
        "cell": "cell-1",
        "message": "Try an SVM",
        "files": ["utils.py"],
        "allow_empty": True,
        "environment": True,
    }
    kernel.run("jovian_lab.commit('Another message')", LAB)
    shown = kernel.of_type("display_data")
    assert [content["data"] for content in shown] == [CARD, CARD]
    assert [content["metadata"] for content in shown] == [{}, {}]
    assert not kernel.of_type("execute_result")
    assert not kernel.of_type("stream")
    assert kernel.value("repr(r)") == "<jovian_lab commit: requested>"


def test_files_are_named_from_the_notebook(kernel: Kernel, notebook: Path) -> None:
    code = "os.chdir('..'); r = jovian_lab.commit(files=['work/utils.py', os.path.abspath('other.py')])"
    assert ask(kernel, code)["data"]["files"] == ["utils.py", "../other.py"]


def test_received_and_done(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel)
    version = Project.open(notebook.parent, create=True).commit("digits.ipynb", "Try an SVM")
    kernel.tell(opened, {"state": "received"})
    assert kernel.value("r.state") == "received"
    kernel.tell(opened, {"state": "done", "version": msgspec.to_builtins(version)})
    assert kernel.value("[r.state, r.version.number, r.version.title]") == ["done", 1, "Try an SVM"]


def test_done_with_nothing_changed(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel)
    kernel.tell(opened, {"state": "done", "version": None})
    assert kernel.value("[r.state, r.version]") == ["done", None]


def test_fields_of_a_newer_server_are_passed_over(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel)
    version = Project.open(notebook.parent, create=True).commit("digits.ipynb", "One")
    told = {**msgspec.to_builtins(version), "field_of_the_future": 1}
    kernel.tell(opened, {"state": "done", "version": told})
    assert kernel.value("r.version.number") == 1


def test_failed(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel)
    kernel.tell(opened, {"state": "received"})
    kernel.tell(opened, {"state": "failed", "message": "It could not be saved.", "hint": "Free some space."})
    assert kernel.value("[r.state, r.message, r.hint]") == [
        "failed",
        "It could not be saved.",
        "Free some space.",
    ]
    assert versions(notebook) == 0


def test_a_frontend_without_the_plugin(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel)
    kernel.close(opened)
    shown = kernel.until(lambda m: m["msg_type"] == "display_data" and m["content"]["data"] != CARD, timeout=10)
    assert shown["content"]["data"] == {"text/plain": "jovian_lab: committed the file digits.ipynb as it is on disk"}
    asked = next(m for m in kernel.published if m["msg_type"] == "comm_open")
    assert shown["parent_header"]["msg_id"] == asked["parent_header"]["msg_id"]
    assert kernel.value("[r.state, r.version.number]") == ["done", 1]
    assert versions(notebook) == 1


def test_nobody_answers(kernel: Kernel, notebook: Path) -> None:
    began = time.monotonic()
    ask(kernel)
    kernel.until(lambda m: m["msg_type"] == "display_data" and m["content"]["data"] != CARD, timeout=30)
    assert time.monotonic() - began > 5
    assert versions(notebook) == 1


def test_a_long_cell_is_no_silence(kernel: Kernel, notebook: Path) -> None:
    """With Run All the frontend's answer stands behind the queued cells."""
    kernel.send("r = jovian_lab.commit('One')", LAB)
    kernel.send("import time; time.sleep(7)", {**LAB, "cellId": "cell-2"})
    kernel.replied()
    opened = kernel.of_type("comm_open")[0]
    kernel.tell(opened, {"state": "received"})
    kernel.replied()
    assert kernel.value("r.state") == "received"
    assert versions(notebook) == 0


def test_the_kernel_ends_before_an_answer(own_kernel: Kernel, notebook: Path) -> None:
    ask(own_kernel)
    own_kernel.manager.shutdown_kernel()
    assert versions(notebook) == 1


def test_the_kernel_ends_after_a_page_took_it_and_was_closed(own_kernel: Kernel, notebook: Path) -> None:
    opened = ask(own_kernel)
    own_kernel.tell(opened, {"state": "received"})
    assert own_kernel.value("r.state") == "received"
    own_kernel.manager.shutdown_kernel()
    assert versions(notebook) == 1


def test_what_was_done_is_not_done_again_at_the_end(own_kernel: Kernel, notebook: Path) -> None:
    opened = ask(own_kernel)
    own_kernel.tell(opened, {"state": "done", "version": None})
    assert own_kernel.value("r.state") == "done"
    own_kernel.manager.shutdown_kernel()
    assert versions(notebook) == 0


def test_a_forked_child_commits_nothing(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel)
    kernel.tell(opened, {"state": "received"})
    parent = kernel.value("os.getpid()")
    kernel.run(
        "import jovian_lab.kernel.request as requests\n"
        "child = os.fork()\n"
        f"if child == 0: requests._at_exit({parent}); os._exit(0)\n"
        "os.waitpid(child, 0)"
    )
    assert kernel.value("r.state") == "received"
    assert versions(notebook) == 0


def test_it_fails_without_a_frontend_too(kernel: Kernel, notebook: Path) -> None:
    opened = ask(kernel)
    notebook.unlink()
    kernel.close(opened)
    shown = kernel.until(lambda m: m["msg_type"] == "display_data" and m["content"]["data"] != CARD, timeout=10)
    assert shown["content"]["data"]["text/plain"].startswith("jovian_lab: not committed. There is no file")
    assert kernel.value("r.state") == "failed"
