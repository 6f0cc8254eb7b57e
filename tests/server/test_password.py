"""A server with a password instead of a token, as a browser uses it; and who the author is."""

from __future__ import annotations

import json
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from jupyter_server.auth import IdentityProvider, User
from jupyter_server.auth.security import passwd
from tornado.httpclient import HTTPRequest

from jovian_lab.server.author import author_of
from jovian_lab.store.identity import local_author
from jovian_lab.store.values import Author

PASSWORD = "correct horse"


@pytest.fixture
def jp_server_config():
    return {
        "ServerApp": {"jpserver_extensions": {"jovian_lab": True}, "allow_remote_access": True},
        "IdentityProvider": {"token": ""},
        "PasswordIdentityProvider": {"hashed_password": passwd(PASSWORD, "sha1")},
        "JovianLab": {"strict": True},
    }


@pytest.fixture
def jp_auth_header():
    return {}


async def _page(api, path, **options):
    answer = await api.http.fetch_impl_checked(
        HTTPRequest(api.http.get_url(api.base + path), follow_redirects=False, **options)
    )
    cookies = dict(
        cookie.partition(";")[0].split("=", 1) for cookie in answer.headers.get_list("Set-Cookie") if "=" in cookie
    )
    return answer, cookies


def _cookie(cookies):
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


async def test_a_password(api, write, jp_root_dir):
    write("a.ipynb", "x = 1")
    assert (await api("GET", "versions", path="a.ipynb")).status == 403
    assert (await api("POST", "commits", {"path": "a.ipynb"})).status == 403
    _, cookies = await _page(api, "login")
    form = urlencode({"password": PASSWORD, "_xsrf": cookies["_xsrf"]})
    answer, more = await _page(api, "login", method="POST", body=form, headers={"Cookie": _cookie(cookies)})
    assert answer.code == 302
    cookies |= more
    _, more = await _page(api, "login", headers={"Cookie": _cookie(cookies)})
    cookies |= more
    browser = {"Cookie": _cookie(cookies)}
    address = f"{api.base}jovian-lab/api/commits"
    body = json.dumps({"path": "a.ipynb"}).encode()
    assert (await api.send("POST", address, body, browser)).status == 403
    assert not (jp_root_dir / ".jovian").exists()
    made = await api.send("POST", address, body, {**browser, "X-XSRFToken": cookies["_xsrf"]})
    assert made.status == 201
    author = made.body["version"]["author"]
    assert author["name"] == local_author().name and not author["name"].startswith("Anonymous")
    referer = {**browser, "Referer": f"http://127.0.0.1:{api.http.get_http_port()}{api.base}lab"}
    listed = await api.send("GET", f"{api.base}jovian-lab/api/versions?path=a.ipynb", None, referer)
    assert listed.status == 200 and listed.body["total"] == 1


def test_who_the_author_is():
    provider = IdentityProvider()
    assert author_of(None) == local_author()
    assert author_of(provider.generate_anonymous_user(SimpleNamespace(log=provider.log))) == local_author()
    assert author_of(User("f" * 32)) == local_author()
    assert author_of(User("anonymous")) == local_author()
    assert author_of(User("ada", "Ada Lovelace")) == Author("Ada Lovelace", "ada")
    assert author_of(User("ada", "Ada Lovelace", "Ada")) == Author("Ada", "ada")
    assert author_of(User("anon", "Anonymous Io")) == Author("Anonymous Io", "anon")


class Named(IdentityProvider):
    def get_user(self, handler):
        return User("ada", "Ada Lovelace")


async def test_the_author_is_the_servers_user_never_the_bodys(api, write, jp_serverapp):
    write("a.ipynb", "x = 1")
    jp_serverapp.web_app.settings["identity_provider"] = Named(parent=jp_serverapp)
    jp_serverapp.web_app.settings["disable_check_xsrf"] = True
    forged = await api("POST", "commits", {"path": "a.ipynb", "author": {"name": "Charles", "username": "c"}})
    assert forged.status == 400
    made = await api("POST", "commits", {"path": "a.ipynb"})
    assert made.body["version"]["author"] == {"name": "Ada Lovelace", "username": "ada"}
