"""The verb that makes plain git show notebooks: config-git."""

from __future__ import annotations

import shlex
import shutil
import sys
from typing import Literal

import click

from jovian_lab.cli.options import here, json_option, print_json
from jovian_lab.cli.wording import clean


@click.command("config-git")
@click.option("--local", "scope", flag_value="local", default="local", help="For this repository only; the default.")
@click.option("--global", "scope", flag_value="global", help="For all your repositories.")
@click.option("--unset", is_flag=True, help="Undo it.")
@json_option
def config_git(scope: str, unset: bool, as_json: bool) -> None:
    """Let plain git show notebooks by cell.

    That is 'git diff', and 'git difftool -t jovian-lab'. Sets diff.jovian-lab.command and
    difftool.jovian-lab.cmd, and adds a line for *.ipynb to the attributes that only you have
    (.git/info/attributes, or those of core.attributesFile). Nothing else is touched.
    """
    from jovian_lab.store.usergit import set_up, take_back

    where: Literal["local", "global"] = "global" if scope == "global" else "local"
    folder = here(".")
    done = take_back(where, folder) if unset else set_up(where, folder, _program())
    if as_json:
        print_json({"scope": where, "changes": done})
        return
    for setting in done:
        what = setting.name or setting.new or setting.old or ""
        value = f" = {setting.new}" if setting.name and setting.new else ""
        click.echo(f"{'removed' if setting.new is None else 'set'} in {clean(setting.where)}: {clean(what + value)}")
    if not done:
        click.echo("Nothing to undo." if unset else "Everything was set already.")
    elif not unset:
        again = " --global" if where == "global" else ""
        click.echo(f"'git diff' shows notebooks by cell now. To undo: jovian-lab config-git{again} --unset")


def _program() -> str:
    """How git's shell starts us: by name where that works, else by this very interpreter."""
    if shutil.which("jovian-lab"):
        return "jovian-lab"
    return f"{shlex.quote(sys.executable)} -m jovian_lab"
