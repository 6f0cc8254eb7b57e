"""Notifications: somebody's own channels in a project, tried out; and what became of what was told there."""

from __future__ import annotations

from typing import Any

import msgspec
from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.comments.notify import chat, secrets
from jovian_lab.comments.notify.channels import Asked, Channels
from jovian_lab.comments.notify.values import Channel
from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.work import Answer, Ask


class ChannelsHandler(Handler):
    """`channels`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """List one's own."""
        await self.serve(listed, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Make one."""
        await self.serve(made, names)


class ChannelHandler(Handler):
    """`channels/{channel}`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def put(self, **names: str) -> None:
        """Change one."""
        await self.serve(changed, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def delete(self, **names: str) -> None:
        """Remove one."""
        await self.serve(removed, names)


class ChannelTestHandler(Handler):
    """`channels/{channel}/test`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Send a test message."""
        await self.serve(tried, names)


class NotificationsHandler(Handler):
    """`notifications`."""

    @web.authenticated
    @authorized(action="read", resource=RESOURCE)
    async def get(self, **names: str) -> None:
        """List what was told, and what is going to be."""
        await self.serve(told, names)


class NotificationRetryHandler(Handler):
    """`notifications/{notification}/retry`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Send one again."""
        await self.serve(retried, names)


def listed(ask: Ask) -> Answer:
    """List one's own channels in a project, and say what channels there can be."""
    project = ask.desk.project(ask.values.get("path", ""))
    channels = ask.desk.notifications.channels(project, ask.author)
    return Answer(
        {
            "project": ask.desk.contents_path(project),
            "channels": [_shown(one) for one in channels.all()],
            "chats": chat.available(),
            "keyring": secrets.keyring_state(),
        }
    )


def made(ask: Ask) -> Answer:
    """Make a channel."""
    project = ask.desk.project(ask.body["path"])
    channels = ask.desk.notifications.channels(project, ask.author)
    return Answer(_shown(channels.make(_asked(ask.body), project.event_tips())), 201)


def changed(ask: Ask) -> Answer:
    """Change a channel."""
    return Answer(_shown(_mine(ask, ask.body).change(ask.values["channel"], _asked(ask.body))))


def removed(ask: Ask) -> Answer:
    """Remove a channel."""
    return Answer(_shown(_mine(ask, ask.values).remove(ask.values["channel"])))


def tried(ask: Ask) -> Answer:
    """Send a test message."""
    return Answer(ask.desk.notifications.courier.trial(_mine(ask, ask.body).one(ask.values["channel"])))


def told(ask: Ask) -> Answer:
    """List messages, newest first."""
    mine = [one.id for one in _mine(ask, ask.values).all()]
    return Answer({"notifications": ask.desk.notifications.outbox.shown(mine)})


def retried(ask: Ask) -> Answer:
    """Send a message again."""
    mine = [one.id for one in _mine(ask, ask.body).all()]
    return Answer(ask.desk.notifications.outbox.again(ask.values["notification"], mine))


def _mine(ask: Ask, named: dict[str, Any]) -> Channels:
    return ask.desk.notifications.channels(ask.desk.project(named.get("path", "")), ask.author)


def _asked(body: dict[str, Any]) -> Asked:
    return msgspec.convert({key: value for key, value in body.items() if key != "path"}, Asked)


def _shown(channel: Channel) -> dict[str, Any]:
    """Return a channel without the folder's place on the server's disk."""
    shown: dict[str, Any] = msgspec.to_builtins(channel)
    del shown["project"]
    return shown
