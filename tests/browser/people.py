"""Two people on one server: a cookie says who a browser belongs to, as an account would."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from tests.browser.jupyter import Lab

_CONFIGURATION = '''
from jupyter_server.auth import IdentityProvider, User


class ByCookie(IdentityProvider):
    """Names whoever has the token by a cookie."""

    async def get_user(self, handler):
        user = await self._get_user(handler)
        name = handler.get_cookie("test-user")
        return User(username=name.lower(), name=name, display_name=name) if user and name else user


c.ServerApp.identity_provider_class = ByCookie
'''


def accounts(root: Path) -> Path:
    """Configure an application, before it starts, so that it tells people apart.

    Parameters
    ----------
    root : Path
        The folder it will have its configuration in.
    """
    (root / "config").mkdir(parents=True)
    (root / "config" / "jupyter_server_config.py").write_text(_CONFIGURATION)
    return root


def sign_in(context: BrowserContext, lab: Lab, name: str) -> BrowserContext:
    """Let a browser profile belong to somebody."""
    context.add_cookies([{"name": "test-user", "value": name, "url": lab.url}])
    return context


def another(browser: Browser, lab: Lab, name: str) -> BrowserContext:
    """Return a browser profile of somebody else."""
    context = browser.new_context(
        viewport={"width": 1400, "height": 900}, locale="en-GB", timezone_id="UTC", reduced_motion="reduce"
    )
    context.set_default_timeout(30_000)
    return sign_in(context, lab, name)
