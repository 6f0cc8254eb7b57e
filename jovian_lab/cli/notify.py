"""The verbs under `comments notify`: where one is told what is said, by e-mail or in a chat."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from jovian_lab.cli import wording
from jovian_lab.cli.options import PATH, json_option, print_json, project_around
from jovian_lab.errors import InputError

if TYPE_CHECKING:
    from jovian_lab.comments.notify.channels import Asked, Channels
    from jovian_lab.comments.notify.outbox import Outbox
    from jovian_lab.comments.notify.values import Channel
    from jovian_lab.project import Project

KINDS = ("thread", "reply", "reply-to-me", "mention", "resolved", "reopened", "accepted", "declined", "reaction")
project_option = click.option(
    "--project", "folder", type=PATH, default=".", show_default=True, help="A folder or notebook of the project."
)
channel_argument = click.argument("channel")
tell_option = click.option(
    "--tell",
    "tells",
    type=click.Choice(KINDS),
    multiple=True,
    help="Tell of this; more than once for more. By default: thread, reply, mention, resolved, accepted, declined.",
)
also_option = click.option(
    "--also", multiple=True, metavar="NAME", help="Another name of yours, for instance on a server; more than once."
)


@click.group()
def notify() -> None:
    """Be told by e-mail or in a chat what is said in a project's threads.

    A Jupyter server with jovian-lab sends, while it runs; never twice, and never what you said yourself. Each
    CHANNEL is yours, for one project; it is named by its name or the last characters of its id. Passwords and
    addresses of chats are asked for (or read from standard input), and kept in the system's keyring.
    """


@notify.command("list")
@project_option
@json_option
def list_channels(folder: str, as_json: bool) -> None:
    """List your channels in the project."""
    _, channels, _ = _opened(folder)
    found = channels.all()
    if as_json:
        print_json({"channels": found})
        return
    for line in wording.table(map(_row, found)):
        click.echo(line)
    if not found:
        click.echo("No channels.", err=True)


@notify.command()
@click.argument("name")
@click.option("--to", multiple=True, required=True, metavar="ADDRESS", help="Where it goes to; may be repeated.")
@click.option("--from", "sender", required=True, metavar="ADDRESS", help="Where it comes from.")
@click.option("--host", required=True, help="The SMTP server.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="By default 587; 465 with tls, 25 with none.")
@click.option("--security", type=click.Choice(["starttls", "tls", "none"]), default="starttls", show_default=True)
@click.option("--user", default="", help="Sign in under this name.")
@click.option("--password-from", metavar="WHERE", help="env:JOVIAN_LAB_…, instead of the keyring.")
@tell_option
@also_option
@project_option
@json_option
def mail(name: str, folder: str, as_json: bool, **given: Any) -> None:
    """Make a channel NAME that sends e-mail."""
    from jovian_lab.comments.notify.values import Mail

    asks = bool(given["user"]) and given["password_from"] is None
    secret = _secret("Password", as_json) if asks else None
    settings = Mail(given["host"], given["sender"], list(given["to"]), given["port"], given["security"], given["user"])
    _make(folder, as_json, _asked(name, given, mail=settings, secret=secret, secret_from=given["password_from"]))


@notify.command()
@click.argument("name")
@click.option("--address-from", metavar="WHERE", help="env:JOVIAN_LAB_…, instead of the keyring.")
@tell_option
@also_option
@project_option
@json_option
def chat(name: str, folder: str, as_json: bool, **given: Any) -> None:
    """Make a channel NAME that writes to a chat, or to a webhook.

    Its address is the one that Slack, Teams, Discord and others give for a webhook, or any that apprise knows; see
    docs/notifications.md.
    """
    secret = _secret("Address", as_json) if given["address_from"] is None else None
    _make(folder, as_json, _asked(name, given, secret=secret, secret_from=given["address_from"]))


@notify.command("set")
@channel_argument
@tell_option
@also_option
@click.option("--name", help="Call it so.")
@click.option("--on/--off", "enabled", default=None, help="Let it tell something, or nothing.")
@project_option
@json_option
def change(channel: str, folder: str, as_json: bool, **given: Any) -> None:
    """Change what a CHANNEL tells."""
    _, channels, _ = _opened(folder)
    _say(channels.change(channel, _asked(given["name"], given, enabled=given["enabled"])), "Changed", as_json)


@notify.command()
@channel_argument
@project_option
@json_option
def remove(channel: str, folder: str, as_json: bool) -> None:
    """Remove a CHANNEL, its secret, and what was still to be told there."""
    _, channels, _ = _opened(folder)
    _say(channels.remove(channel), "Removed", as_json)


@notify.command()
@channel_argument
@project_option
@json_option
@click.pass_context
def test(ctx: click.Context, channel: str, folder: str, as_json: bool) -> None:
    """Send a test message to a CHANNEL; ends with exit code 1 when it was not sent."""
    from jovian_lab.comments.notify.book import Book
    from jovian_lab.comments.notify.courier import Courier

    _, channels, _ = _opened(folder)
    outcome = Courier(Book(), {}).trial(channels.one(channel))
    if as_json:
        print_json(outcome)
    elif outcome.state == "sent":
        click.echo("Sent.")
    else:
        click.echo(f"Not sent: {wording.clean(f'{outcome.error} {outcome.hint}')}", err=True)
    if outcome.state != "sent":
        ctx.exit(1)


@notify.command()
@project_option
@json_option
def messages(folder: str, as_json: bool) -> None:
    """List what was told in your channels, and what is going to be, newest first."""
    _, channels, outbox = _opened(folder)
    names = {channel.id: channel.name for channel in channels.all()}
    found = outbox.shown(list(names))
    if as_json:
        print_json({"notifications": found})
        return
    rows = (
        (one.id, one.state, wording.ago(one.changed), *map(wording.clean, (names[one.channel], one.subject, one.error)))
        for one in found
    )
    for line in wording.table(rows):
        click.echo(line)
    if not found:
        click.echo("No messages.", err=True)


@notify.command()
@click.argument("message")
@project_option
@json_option
def retry(message: str, folder: str, as_json: bool) -> None:
    """Send a MESSAGE again that failed, or of which nobody knows whether it arrived."""
    _, channels, outbox = _opened(folder)
    kept = outbox.again(message, [channel.id for channel in channels.all()])
    if as_json:
        print_json(kept)
    else:
        click.echo("The server will send it again.")


def _opened(folder: str) -> tuple[Project, Channels, Outbox]:
    from jovian_lab.comments.notify.book import Book
    from jovian_lab.comments.notify.channels import Channels
    from jovian_lab.comments.notify.outbox import Outbox
    from jovian_lab.project import local_author

    project = project_around(folder)
    outbox = Outbox(Book())
    return project, Channels(outbox, project.folder, local_author(), {}), outbox


def _make(folder: str, as_json: bool, asked: Asked) -> None:
    project, channels, _ = _opened(folder)
    _say(channels.make(asked, project.event_tips()), "Made", as_json)


def _asked(name: str | None, given: dict[str, Any], **more: Any) -> Asked:
    from jovian_lab.comments.notify.channels import Asked

    return Asked(name=name, tells=list(given["tells"]) or None, also=list(given["also"]) or None, **more)


def _secret(what: str, as_json: bool) -> str:
    """Ask for a secret, or read it: never an argument, which others on this machine could see."""
    if sys.stdin.isatty() and not as_json:
        given: str = click.prompt(what, hide_input=True)
    else:
        given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise InputError(f"{what} is missing.", "Give it on standard input, or say where it is.")
    return given


def _say(channel: Channel, verb: str, as_json: bool) -> None:
    if as_json:
        print_json(channel)
    else:
        click.echo(f"{verb} the channel {wording.clean(channel.name)}: {wording.clean(channel.shown)}")


def _row(channel: Channel) -> tuple[str, ...]:
    name, shown = wording.clean(channel.name), wording.clean(channel.shown)
    state = "on" if channel.enabled else "off"
    return channel.id[-6:], click.style(name, bold=True), state, shown, ", ".join(channel.tells), channel.secret
