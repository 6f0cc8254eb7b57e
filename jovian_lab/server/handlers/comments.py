"""Comments: replies, edits, tombstones, reactions, and what becomes of suggestions."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from jovian_lab.server.handlers.base import RESOURCE, Handler
from jovian_lab.server.handlers.threads import content_of, said
from jovian_lab.server.work import Answer, Ask


class CommentsHandler(Handler):
    """`threads/{thread}/comments`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """A reply."""
        await self.serve(replied, names)


class CommentHandler(Handler):
    """`threads/{thread}/comments/{comment}`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def put(self, **names: str) -> None:
        """Another text."""
        await self.serve(edited, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def delete(self, **names: str) -> None:
        """A tombstone."""
        await self.serve(deleted, names)


class ReactionHandler(Handler):
    """`threads/{thread}/comments/{comment}/reactions/{emoji}`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def put(self, **names: str) -> None:
        """Give it."""
        await self.serve(reacted, names)

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def delete(self, **names: str) -> None:
        """Take it back."""
        await self.serve(unreacted, names)


class AcceptHandler(Handler):
    """`threads/{thread}/comments/{comment}/accept`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Accept what it suggests."""
        await self.serve(accepted, names)


class DeclineHandler(Handler):
    """`threads/{thread}/comments/{comment}/decline`."""

    @web.authenticated
    @authorized(action="write", resource=RESOURCE)
    async def post(self, **names: str) -> None:
        """Decline what it suggests."""
        await self.serve(declined, names)


def replied(ask: Ask) -> Answer:
    """Reply in a thread."""
    body = ask.body
    return said(
        ask,
        body["path"],
        lambda discussion: discussion.reply(
            ask.values["thread"],
            body["text"],
            ask.author,
            suggestion=body.get("suggestion"),
            content=content_of(body),
        ),
        201,
    )


def edited(ask: Ask) -> Answer:
    """Give one's own comment another text."""
    thread, comment = _named(ask)
    return said(
        ask, ask.body["path"], lambda discussion: discussion.edit(thread, comment, ask.body["text"], ask.author)
    )


def deleted(ask: Ask) -> Answer:
    """Delete one's own comment."""
    thread, comment = _named(ask)
    return said(ask, ask.values["path"], lambda discussion: discussion.delete(thread, comment, ask.author))


def reacted(ask: Ask) -> Answer:
    """Give a reaction."""
    thread, comment = _named(ask)
    emoji = ask.values["emoji"]
    return said(ask, ask.body["path"], lambda discussion: discussion.react(thread, comment, emoji, ask.author))


def unreacted(ask: Ask) -> Answer:
    """Take one's reaction back."""
    thread, comment = _named(ask)
    emoji = ask.values["emoji"]
    return said(
        ask,
        ask.values["path"],
        lambda discussion: discussion.react(thread, comment, emoji, ask.author, given=False),
    )


def accepted(ask: Ask) -> Answer:
    """Note that a suggestion was accepted; the notebook is changed by who accepts it."""
    return _decided(ask, accepted=True)


def declined(ask: Ask) -> Answer:
    """Note that a suggestion was declined."""
    return _decided(ask, accepted=False)


def _decided(ask: Ask, *, accepted: bool) -> Answer:
    thread, comment = _named(ask)
    return said(
        ask,
        ask.body["path"],
        lambda discussion: discussion.decide(thread, comment, ask.author, accepted=accepted),
    )


def _named(ask: Ask) -> tuple[str, str]:
    return ask.values["thread"], ask.values["comment"]
