"""The one table of routes: address, method, schemas, permission, bounds, handler and what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from jovian_lab.server.desk import Desk
from jovian_lab.server.handlers.base import Handler
from jovian_lab.server.handlers.comments import (
    AcceptHandler,
    CommentHandler,
    CommentsHandler,
    DeclineHandler,
    ReactionHandler,
)
from jovian_lab.server.handlers.commits import CommitsHandler
from jovian_lab.server.handlers.diffs import CellHandler, CellHistoryHandler, DiffsHandler, FileDiffsHandler
from jovian_lab.server.handlers.environments import (
    DriftHandler,
    EnvironmentDiffHandler,
    EnvironmentFileHandler,
    VersionEnvironmentHandler,
)
from jovian_lab.server.handlers.exports import ExportHandler
from jovian_lab.server.handlers.installs import InstallHandler, InstallsHandler
from jovian_lab.server.handlers.maintenance import FsckHandler, GcHandler
from jovian_lab.server.handlers.names import TagHandler, TitleHandler
from jovian_lab.server.handlers.notebooks import ContinuationsHandler, NotebooksHandler, RenamesHandler
from jovian_lab.server.handlers.notifications import (
    ChannelHandler,
    ChannelsHandler,
    ChannelTestHandler,
    NotificationRetryHandler,
    NotificationsHandler,
)
from jovian_lab.server.handlers.restores import RestoresHandler
from jovian_lab.server.handlers.snapshots import PromotionHandler, SnapshotsHandler
from jovian_lab.server.handlers.status import StatusHandler
from jovian_lab.server.handlers.threads import (
    AnchorHandler,
    PeopleHandler,
    PlacesHandler,
    ReopenHandler,
    ResolveHandler,
    ThreadHandler,
    ThreadsHandler,
)
from jovian_lab.server.handlers.unknown import UnknownHandler
from jovian_lab.server.handlers.versions import VersionHandler, VersionNotebookHandler, VersionsHandler

BASE = "jovian-lab/api"
_NOTEBOOK = 256 << 20  # bytes of a request that carries a notebook
_SMALL = 4 << 20  # bytes of one that does not


@dataclass(frozen=True)
class Route:
    """One method of one address.

    Attributes
    ----------
    method, path : str
        `{name}` in the path stands for one step.
    handler : type
        Its method of the same name in lower case does the work.
    action : str
        What an authorizer is asked: "read" or "write".
    query : str
        Schema of the query together with the names in the path.
    body : str or None
        Schema of the request's body; None: it has none.
    answer : str or None
        Schema of the answer; None: bytes.
    doc : str
        For docs/rest-api.md.
    moves : bool
        Whether it may move a history.
    seconds : float
        How long a request waits.
    largest : int
        Bytes that its body may have.
    created : bool
        Whether it may answer 201.
    begins : bool
        Whether it answers 202, for what goes on afterwards.
    """

    method: Literal["GET", "POST", "PUT", "DELETE"]
    path: str
    handler: type[Handler]
    action: Literal["read", "write"]
    query: str
    body: str | None
    answer: str | None
    doc: str
    moves: bool = False
    seconds: float = 60
    largest: int = _SMALL
    created: bool = False
    begins: bool = False


ROUTES: tuple[Route, ...] = (
    Route(
        "GET", "status", StatusHandler, "read", "path-query", None, "status",
        "How a notebook's file stands against its newest version. `new` without a project or a version;"
        " then `continuations` names vanished notebooks whose cells match. `missing` where there is no such file.",
    ),
    Route(
        "POST", "status", StatusHandler, "read", "nothing", "status-request", "status",
        "The same for the text of an editor that is not saved yet. Has no effect.",
        largest=_NOTEBOOK,
    ),
    Route(
        "GET", "versions", VersionsHandler, "read", "page-query", None, "page",
        "Versions, newest first; at most `limit` (50) from `offset` (0), of those that match `filter`."
        " Empty for a notebook that was never committed.",
    ),
    Route(
        "GET", "versions/{version}", VersionHandler, "read", "version-query", None, "version",
        "One version, or a snapshot by its id.",
    ),
    Route(
        "GET", "versions/{version}/notebook", VersionNotebookHandler, "read", "version-query", None, None,
        "The notebook's exact bytes (`application/x-ipynb+json`), as an attachment that no browser runs.",
        seconds=300,
    ),
    Route(
        "GET", "versions/{version}/export", ExportHandler, "read", "export-query", None, None,
        "A version as one file for people who only read, with its threads, as an attachment that no browser runs."
        " A page has no scripts and asks for nothing from anywhere. Notebooks over 64 MB are exported as ipynb or json"
        " only.",
        seconds=300,
    ),
    Route(
        "GET", "versions/{version}/cells/{index}", CellHandler, "read", "cell-query", None, "cell",
        "One cell of a version, outputs and all, as nbformat has it. Cells are numbered from 0.",
        seconds=300,
    ),
    Route(
        "GET", "versions/{version}/cells/{index}/history", CellHistoryHandler, "read", "cell-history-query", None,
        "cell-history",
        "The versions, from this one back, in which a cell changed, followed through edits, moves and splits."
        " At most `limit` (50) of them; 1,000 versions are looked at.",
        seconds=300,
    ),
    Route(
        "GET", "diffs", DiffsHandler, "read", "diff-query", None, "difference",
        "What changed between two versions; without `new`, between a version and the file on disk.",
        seconds=300,
    ),
    Route(
        "POST", "diffs", DiffsHandler, "read", "nothing", "diff-request", "difference",
        "What changed between a version and the text of an editor that is not saved yet. Has no effect.",
        seconds=300, largest=_NOTEBOOK,
    ),
    Route(
        "GET", "diffs/files", FileDiffsHandler, "read", "file-diff-query", None, "difference",
        "What differs between two notebook files, whether or not they have versions.",
        seconds=300,
    ),
    Route(
        "POST", "commits", CommitsHandler, "write", "nothing", "commit-request", "commit-answer",
        "Commits the file as it is on disk; makes the project where there is none. 201 with the version; 200 with"
        " `created: false` and the newest version as `head` when nothing had changed. A base (here or as If-Match)"
        " that is no longer the newest version is no error: both are kept, and `superseded` says so.",
        moves=True, seconds=300, created=True,
    ),
    Route(
        "POST", "restores", RestoresHandler, "write", "nothing", "restore-request", "restored",
        "Puts a version back as the file, byte for byte. What the file held is kept as a snapshot first.",
        moves=True, seconds=300,
    ),
    Route(
        "POST", "renames", RenamesHandler, "write", "nothing", "rename-request", "rename-answer",
        "Records that a notebook (or a folder of them) was moved; moves made through Jupyter are followed by"
        " themselves. Moves nothing itself.",
        moves=True,
    ),
    Route(
        "POST", "continuations", ContinuationsHandler, "write", "nothing", "adopt-request", "notebook",
        "Lets the history of a vanished notebook go on in this file.",
        moves=True,
    ),
    Route(
        "GET", "versions/{version}/environment", VersionEnvironmentHandler, "read", "version-query", None,
        "version-environment",
        "The environment a version was made in: interpreter, packages, platform, and the names of the files that"
        " describe it. Without one, `environment` is null and `reason` says why.",
    ),
    Route(
        "GET", "versions/{version}/environment/file", EnvironmentFileHandler, "read", "environment-file-query", None,
        None,
        "A file that describes a version's environment for other tools, as an attachment that no browser runs.",
    ),
    Route(
        "GET", "environments/diff", EnvironmentDiffHandler, "read", "diff-query", None, "environment-comparison",
        "How the environments of two versions differ; without `new`, how a version's differs from that of the"
        " notebook's kernel as it is now. Starts no process.",
    ),
    Route(
        "GET", "environments/drift", DriftHandler, "read", "path-query", None, "drift",
        "Whether the notebook's kernel is still what its newest version was made with. Starts no process.",
    ),
    Route(
        "GET", "installs", InstallsHandler, "read", "nothing", None, "installs",
        "Installations that are under way, and those that have ended lately.",
    ),
    Route(
        "POST", "installs", InstallsHandler, "write", "nothing", "install-request", "install",
        "Begins to make a version's environment anew, apart from every other, with a kernel named after it. Goes on"
        " when nobody waits for it. Lines of the version's files that could do more than name a package need a yes:"
        " then it ends as `asking`, and is asked again with them as `accepted` or `declined`.",
        begins=True,
    ),
    Route(
        "GET", "installs/{id}", InstallHandler, "read", "install-name", None, "install",
        "How far an installation is, what it said, and in the end its report.",
    ),
    Route(
        "DELETE", "installs/{id}", InstallHandler, "write", "install-name", None, "install",
        "Stops an installation; nothing is left of it. It takes a moment: its state says when it is over.",
    ),
    Route(
        "GET", "snapshots", SnapshotsHandler, "read", "path-query", None, "snapshots",
        "A notebook's snapshots, newest first.",
    ),
    Route(
        "POST", "snapshots", SnapshotsHandler, "write", "nothing", "snapshot-request", "snapshot-answer",
        "Keeps the file as a snapshot. 200 without a version when it is kept already.",
        moves=True, seconds=300, created=True,
    ),
    Route(
        "POST", "snapshots/{version}/promotion", PromotionHandler, "write", "snapshot-name", "promotion-request",
        "version", "Makes a snapshot a version.",
        moves=True, seconds=300, created=True,
    ),
    Route(
        "PUT", "versions/{version}/title", TitleHandler, "write", "version-name", "title-request", "version",
        "Gives a version another title; the recorded one stays as `recorded_title`.",
        moves=True,
    ),
    Route(
        "PUT", "versions/{version}/tags/{tag}", TagHandler, "write", "tag-name", "path-request", "version",
        "Gives a version a tag, by which it can be named.",
        moves=True,
    ),
    Route(
        "DELETE", "versions/{version}/tags/{tag}", TagHandler, "write", "tag-query", None, "version",
        "Takes a tag from a version.",
        moves=True,
    ),
    Route(
        "GET", "threads", ThreadsHandler, "read", "threads-query", None, "threads",
        "All threads of a notebook, first to last, each with its place in `version`; without that, in the file (in"
        " the newest version where the file is gone). Earlier texts of comments are left out. Empty for a notebook"
        " that was never committed.",
        seconds=300,
    ),
    Route(
        "POST", "threads", ThreadsHandler, "write", "nothing", "thread-request", "thread",
        "Opens a thread. The target is looked for in its `version`; without one, in `content`, the text of an editor"
        " that is not saved yet; without that, in the file. The notebook must have a version.",
        moves=True, seconds=300, largest=_NOTEBOOK, created=True,
    ),
    Route(
        "POST", "threads/resolve", PlacesHandler, "read", "nothing", "threads-resolve-request", "threads",
        "All threads, each with its place in the text of an editor that is not saved yet. Has no effect.",
        seconds=300, largest=_NOTEBOOK,
    ),
    Route(
        "GET", "threads/{thread}", ThreadHandler, "read", "thread-query", None, "thread",
        "One thread, with the earlier texts of its comments and without its place.",
    ),
    Route(
        "POST", "threads/{thread}/resolve", ResolveHandler, "write", "thread-name", "path-request", "thread",
        "Resolves a thread.",
        moves=True,
    ),
    Route(
        "POST", "threads/{thread}/reopen", ReopenHandler, "write", "thread-name", "path-request", "thread",
        "Reopens a thread.",
        moves=True,
    ),
    Route(
        "PUT", "threads/{thread}/anchor", AnchorHandler, "write", "thread-name", "anchor-request", "thread",
        "Puts a thread elsewhere by hand; its first anchor stays as `original`.",
        moves=True, seconds=300, largest=_NOTEBOOK,
    ),
    Route(
        "POST", "threads/{thread}/comments", CommentsHandler, "write", "thread-name", "comment-request", "thread",
        "Replies in a thread.",
        moves=True, seconds=300, largest=_NOTEBOOK, created=True,
    ),
    Route(
        "PUT", "threads/{thread}/comments/{comment}", CommentHandler, "write", "comment-name", "comment-edit",
        "thread", "Gives one's own comment another text; the earlier one is kept. 403 for somebody else's.",
        moves=True,
    ),
    Route(
        "DELETE", "threads/{thread}/comments/{comment}", CommentHandler, "write", "comment-query", None, "thread",
        "Deletes one's own comment; a tombstone stays. 403 for somebody else's.",
        moves=True,
    ),
    Route(
        "PUT", "threads/{thread}/comments/{comment}/reactions/{emoji}", ReactionHandler, "write", "reaction-name",
        "path-request", "thread", "Gives a comment a reaction.",
        moves=True,
    ),
    Route(
        "DELETE", "threads/{thread}/comments/{comment}/reactions/{emoji}", ReactionHandler, "write",
        "reaction-query", None, "thread", "Takes one's own reaction back.",
        moves=True,
    ),
    Route(
        "POST", "threads/{thread}/comments/{comment}/accept", AcceptHandler, "write", "comment-name",
        "path-request", "thread", "Notes that a suggestion was accepted. The notebook is changed by who accepts it.",
        moves=True,
    ),
    Route(
        "POST", "threads/{thread}/comments/{comment}/decline", DeclineHandler, "write", "comment-name",
        "path-request", "thread", "Notes that a suggestion was declined.",
        moves=True,
    ),
    Route(
        "GET", "people", PeopleHandler, "read", "path-query", None, "people",
        "Who can be mentioned in a notebook's threads, most recently heard of first; and who asks.",
    ),
    Route(
        "GET", "channels", ChannelsHandler, "read", "folder-query", None, "channels",
        "Where you are told, by e-mail or in a chat, what is said in the project around a folder. Only your own"
        " channels, and never a secret.",
    ),
    Route(
        "POST", "channels", ChannelsHandler, "write", "nothing", "channel-request", "channel",
        "Makes a channel of yours. What was said before is not told there.",
        created=True,
    ),
    Route(
        "PUT", "channels/{channel}", ChannelHandler, "write", "channel-name", "channel-change", "channel",
        "Changes one of your channels. A changed SMTP server needs the password again.",
    ),
    Route(
        "DELETE", "channels/{channel}", ChannelHandler, "write", "channel-query", None, "channel",
        "Removes one of your channels, its secret, and what was still to be told there.",
    ),
    Route(
        "POST", "channels/{channel}/test", ChannelTestHandler, "write", "channel-name", "folder-request", "outcome",
        "Sends a test message, and tells what became of it.",
        seconds=120,
    ),
    Route(
        "GET", "notifications", NotificationsHandler, "read", "folder-query", None, "notifications",
        "What was told in your channels, and what is going to be.",
    ),
    Route(
        "POST", "notifications/{notification}/retry", NotificationRetryHandler, "write", "notification-name",
        "folder-request", "notification",
        "Sends a message again that failed or of which nobody knows, under the same id as before.",
    ),
    Route(
        "GET", "notebooks", NotebooksHandler, "read", "folder-query", None, "notebooks",
        "The notebooks of the project around a folder, vanished ones included.",
    ),
    Route(
        "DELETE", "notebooks", NotebooksHandler, "write", "delete-query", None, "removed",
        "Deletes a notebook's whole history, for good, when `confirm` repeats the path. The file stays.",
        moves=True, seconds=300,
    ),
    Route(
        "POST", "fsck", FsckHandler, "read", "nothing", "folder-request", "fsck-report",
        "Checks every object of the project around a folder. Has no effect.",
        seconds=600,
    ),
    Route(
        "POST", "gc", GcHandler, "write", "nothing", "folder-request", "gc-report",
        "Packs the store of the project around a folder; loses nothing.",
        seconds=600,
    ),
)  # fmt: skip


def handlers(desk: Desk, *, strict: bool) -> list[tuple[str, type[Handler], dict[str, Any]]]:
    """The table as tornado takes it, without the server's base URL.

    Parameters
    ----------
    desk : Desk
        Shared by all handlers.
    strict : bool
        Whether answers must fit their schemas.
    """
    specifications = []
    for path in dict.fromkeys(route.path for route in ROUTES):
        methods = {route.method: route for route in ROUTES if route.path == path}
        (handler,) = {route.handler for route in methods.values()}
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))
        specifications.append((f"{BASE}/{pattern}", handler, {"routes": methods, "desk": desk, "strict": strict}))
    nothing: dict[str, Any] = {"routes": {}, "desk": desk, "strict": strict}
    return [*specifications, (f"{BASE}(?:/.*)?", UnknownHandler, nothing)]
