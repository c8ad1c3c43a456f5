"""Who may ask the server of a review: this machine's own page, with the token.

In: every request, before anything else sees it. Out: the request, or an answer that says no.

A page of another site can make a browser ask `127.0.0.1`. It does not know the token, its `Origin`
and `Sec-Fetch-Site` give it away, and a name of its own that leads here (DNS rebinding) stands in
`Host`. **Source:** W3C Fetch Metadata Request Headers; RFC 6454.
"""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

API_PREFIX = "/api/"
TOKEN_HEADER = "x-puffery-token"
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Sent with every answer: nothing is cached, framed, guessed or told to other sites."""


class Guard:
    """Lets a request through to `app` where host, origin and token are right.

    The token is the first part of a page's path (`/<token>/index.html`), so that relative links
    keep it, and a header or the parameter `token` of the interface under `/api/`.

    Args:
        app: What answers the requests that pass; it sees page paths without the token.
        token: The secret.
        port: Port that the server listens on.
    """

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token.encode("ascii")
        self._hosts = tuple(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return  # no sockets, and nothing to start up

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            answer = JSONResponse({"error": refusal}, status_code=403)
            await answer(scope, receive, send_guarded)
            return
        path = scope["path"]
        if not path.startswith(API_PREFIX):  # routes see the path below the token
            scope = {**scope, "path": "/" + path.split("/", 2)[2], "raw_path": None}
        await self._app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> str:
        """Return why a request is refused, empty where it is not."""
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self._hosts]:
            return "The request names another host than this server."
        origins = [f"http://{host}" for host in self._hosts]
        if any(origin not in origins for origin in headers.getlist("origin")):
            return "The request comes from another site."
        is_api = scope["path"].startswith(API_PREFIX)
        if is_api and headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "The request comes from another site."
        if not self._has_token(scope, headers, is_api=is_api):
            return "The token is missing or wrong; open the address that `puffery review` printed."
        return ""

    def _has_token(self, scope: Scope, headers: Headers, *, is_api: bool) -> bool:
        if not is_api:
            parts = scope["path"].split("/", 2)
            given = parts[1] if len(parts) == 3 else ""
        elif scope["method"] == "GET":
            query = parse_qs(scope["query_string"].decode("latin-1"))
            given = headers.get(TOKEN_HEADER) or query.get("token", [""])[0]
        else:  # a header cannot be sent by a form of another site
            given = headers.get(TOKEN_HEADER, "")
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self._token)
