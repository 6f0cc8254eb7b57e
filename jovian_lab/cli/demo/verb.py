"""The verb: demo."""

from __future__ import annotations

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import PATH, here, json_option, print_json


@click.command()
@click.argument("folder", default="jovian-demo", type=PATH)
@json_option
def demo(folder: str, as_json: bool) -> None:
    """Make an example project of five versions in FOLDER.

    Digit classification with scikit-learn. The notebook is executed here, which takes up to a
    minute; nothing is downloaded. FOLDER must be new or empty; where the example is already there, it is left as it is.
    """
    from jovian_lab.cli.demo.build import NOTEBOOK, build, existing

    path = here(folder)
    versions = existing(path)
    created = versions is None
    if versions is None:
        versions = build(
            path,
            lambda version: click.echo(
                f"{click.style(f'v{version.number}', fg='yellow')}  {wording.clean(version.title)}",
                err=as_json,
            ),
        )
    if as_json:
        print_json({"folder": str(path), "notebook": NOTEBOOK, "created": created, "versions": versions})
        return
    if not created:
        click.echo(f"The example is in {folder} already; it was left as it is.")
    click.echo(f"Try: jovian-lab log {folder}/{NOTEBOOK}, or open {folder}/{NOTEBOOK} in JupyterLab.")
