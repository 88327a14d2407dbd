"""Security headers on every answer."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.screen import markup
from dashboard.words import text


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def content_security_policy() -> str:
    """Own host only. The inline scripts are Streamlit's, read from its page at start, and ours; blob: is the charts."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    own = [*(markup.page_script(lang) for lang in text.LANGUAGES), markup.frame_script()]
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S) + own
    allowed = " ".join(_hash(script) for script in scripts)
    return "; ".join(
        [
            "default-src 'none'",
            # Streamlit compiles a WebAssembly module of its own on every page.
            f"script-src 'self' blob: 'wasm-unsafe-eval' {allowed}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


class SecurityHeaders:
    """Adds the headers that keep a page to its own host, out of frames and away from guesses; a route may set its own.

    They are few and one is computed from Streamlit's page, so that a library would only hold the list.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.headers = {
            "Content-Security-Policy": content_security_policy(),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                own = "content-security-policy" in headers
                for name, value in self.headers.items():
                    # A route that is made to be framed says so in its own policy.
                    if not (own and name == "X-Frame-Options"):
                        headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers)
