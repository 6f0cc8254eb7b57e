"""The extension as Jupyter Server loads, configures and stops it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Dict, Float, Integer, Unicode

from jovian_lab.server.desk import Desk
from jovian_lab.server.events import Announcer
from jovian_lab.server.kernels import Kernels
from jovian_lab.server.notifications import Notifications, Settings
from jovian_lab.server.paths import Root, root_of
from jovian_lab.server.renames import Follower
from jovian_lab.server.routes import handlers
from jovian_lab.server.watch import Watcher


class JovianLab(ExtensionApp):
    """Versions of notebooks in this server; settings as `c.JovianLab.<name>`."""

    name = "jovian_lab"

    threads = Integer(8, min=1, help="How many requests are worked on at a time.").tag(config=True)
    poll_seconds = Float(
        1.5,
        min=0,
        help="Seconds between two looks for versions made outside this server; 0: never look.",
    ).tag(config=True)
    installs = Integer(2, min=1, help="How many environments are made at a time.").tag(config=True)
    install_seconds = Float(3600, min=1, help="Seconds that making an environment may take.").tag(config=True)
    notify_seconds = Float(
        2, min=0, help="Seconds between two looks for comments to tell of by e-mail or in chats; 0: tell of none."
    ).tag(config=True)
    notify_days = Float(7, min=0, max=60, help="Days after which a comment is too old to be told of.").tag(config=True)
    notify_gap_seconds = Float(30, min=0, help="Seconds that a channel is quiet after a message.").tag(config=True)
    notify_retry_seconds = Float(30, min=0.1, help="Seconds before a second attempt; each further waits longer.").tag(
        config=True
    )
    notify_url = Unicode(help="Address of this server for links in messages, if it is another than it thinks.").tag(
        config=True
    )
    notify_secrets = Dict(
        key_trait=Unicode(), value_trait=Unicode(), help="Secrets by name, for channels that refer to config:NAME."
    ).tag(config=True)
    strict = Bool(False, help="Answer with an error where an answer does not fit its schema, not only log it.").tag(
        config=True
    )

    def initialize_handlers(self) -> None:
        """Wire everything up; Jupyter calls this once, before the server serves."""
        server: Any = self.serverapp
        announcer = Announcer(server.event_logger, self.log)
        watcher = Watcher(announcer, lambda file: self._root().contents_path(Path(file)), self.log, self.poll_seconds)
        settings = Settings(
            seconds=self.notify_seconds,
            days=self.notify_days,
            retry_seconds=self.notify_retry_seconds,
            gap_seconds=self.notify_gap_seconds,
            secrets=self.notify_secrets,
            url=self._address,
        )
        notifications = Notifications(self._root, settings, self.log)
        self._desk = Desk(
            self._root,
            announcer,
            watcher,
            self.log,
            self.threads,
            kernels=Kernels(server.session_manager, server.kernel_manager, self.log),
            notifications=notifications,
            installs=self.installs,
            install_seconds=self.install_seconds,
        )
        Follower(self._desk, self.log).listen(server.event_logger)
        self.handlers.extend(handlers(self._desk, strict=self.strict))
        notifications.start()

    async def stop_extension(self) -> None:
        """Let commits that are under way finish, stop installations, then stop."""
        await self._desk.close()

    def _address(self) -> str:
        server: Any = self.serverapp
        return f"{(self.notify_url or server.connection_url).rstrip('/')}/"

    def _root(self) -> Root:
        server: Any = self.serverapp
        return root_of(server.contents_manager)
