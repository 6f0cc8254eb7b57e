"""A version somebody else made, opened for reading: nothing of it runs, nothing of it reaches out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nbformat import v4
from playwright.sync_api import Page, expect

from tests.browser import actions, notebooks, panel
from tests.browser.conftest import Console
from tests.browser.jupyter import Lab

RUN = "window.top.ran = true"
REACH = "https://evil.example/"


def _hostile() -> list[Any]:
    html = (
        f"<script>{RUN}</script><img src=x onerror='{RUN}'><svg onload='{RUN}'></svg>"
        f"<img src='{REACH}a.png'><div style='background:url({REACH}b.png)'>styled</div>"
        f"<iframe srcdoc='<script>{RUN}</script>'></iframe><form action='{REACH}'><button>send</button></form>"
        "<button data-commandlinker-command='filebrowser:create-new-file' data-commandlinker-args='{}'>press</button>"
        f"<a href='javascript:{RUN}'>link</a><p>html is shown</p>"
    )
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40' onload='{RUN}'><script>{RUN}</script></svg>"
    vega = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"url": f"{REACH}d.json"}}
    bundles: list[dict[str, Any]] = [
        {"text/html": html, "text/plain": "html"},
        {"application/javascript": RUN, "text/plain": "javascript is not run"},
        {"image/svg+xml": svg, "text/plain": "svg"},
        {"text/markdown": f"**markdown** ![]({REACH}e.png) <img src=x onerror='{RUN}'>", "text/plain": "md"},
        {"application/vnd.vegalite.v5+json": {**vega, "mark": "bar"}, "text/plain": "vega is not drawn"},
        {"text/latex": f"$\\href{{javascript:{RUN}}}{{x}}$", "text/plain": "latex"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}, "text/plain": "widget is not made"},
    ]
    outputs = [
        v4.new_output("display_data", bundle, metadata={"isolated": True, "text/html": {"isolated": True}})
        for bundle in bundles
    ]
    cell = v4.new_code_cell("1", id="a", execution_count=1, outputs=outputs, metadata={"trusted": True})
    return [v4.new_markdown_cell(f"# Title\n\n<img src='{REACH}f.png'> {html}", id="m"), cell]


def test_hostile_notebook(lab: Lab, page: Page, folder: Path, console: Console) -> None:
    console.allow("404.*/files/.*/x")  # a picture beside the notebook may be asked for, from our own server
    notebooks.write(folder / "quiet.ipynb")
    actions.open_notebook(page, lab, f"{folder.name}/quiet.ipynb")
    panel.sidebar(page)
    panel.commit(page, "Quiet", 1)
    # The hostile content comes as a version of this notebook, so that only the reader ever sees it.
    kept = (folder / "quiet.ipynb").read_bytes()
    notebooks.write(folder / "quiet.ipynb", _hostile())
    made = page.evaluate(
        """async path => {
            const { baseUrl } = jupyterapp.serviceManager.serverSettings;
            const xsrf = document.cookie.match(/_xsrf=([^;]+)/)?.[1];
            const init = { method: 'POST', headers: { 'X-XSRFToken': xsrf }, body: JSON.stringify({ path }) };
            return (await fetch(baseUrl + 'jovian-lab/api/commits', init)).json();
        }""",
        f"{folder.name}/quiet.ipynb",
    )
    assert made["created"], json.dumps(made)
    (folder / "quiet.ipynb").write_bytes(kept)
    panel.row(page, 2).dblclick()
    viewer = panel.viewer(page)
    for shown in ("html is shown", "javascript is not run", "vega is not drawn", "widget is not made", "markdown"):
        expect(viewer.get_by_text(shown, exact=False).first).to_be_attached()
    expect(
        viewer.locator("script, iframe, form, [onerror], [onload], [data-commandlinker-command], a[href^=javascript]")
    ).to_have_count(0)
    expect(viewer.locator("img[src^='data:image/svg+xml']")).to_be_attached()
    press = viewer.get_by_role("button", name="press")
    if press.count():
        press.first.click()
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('.jp-jovian-Viewer img[src*=evil]').length") == 0
