"""The app for a server of one's own, guarded and watched: ``streamlit run deploy/asgi.py`` beside app.py.

app.py stays a plain script, because Streamlit Community Cloud runs that. What is done here and why: docs/hosting.md.
"""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from streamlit import config

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dashboard.screen import routes  # noqa: E402
from deploy import ahead, card, data, embed, feed, scripts, settings  # noqa: E402
from deploy.budget import Budgets  # noqa: E402
from deploy.headers import SecurityHeaders  # noqa: E402
from deploy.heads import Heads  # noqa: E402
from deploy.paths import Paths  # noqa: E402
from deploy.probes import Probes  # noqa: E402
from deploy.reception import Reception  # noqa: E402
from deploy.sessions import Sessions  # noqa: E402
from deploy.uploads import Uploads  # noqa: E402

try:
    settings.check()
    SETTINGS = settings.read()
except settings.SettingsError as problem:
    sys.exit(f"deploy/asgi.py does not start: {problem}.")

# Nobody edits code under readers, and to look for it costs each new one more than to draw his page.
config.set_option("server.fileWatcherType", "none")
DESK = Reception(SETTINGS.sessions)
PROBES = Probes(DESK, SETTINGS)
# What a client may ask of the routes that compute.
_RATES = {
    "/api": "60/minute",
    "/card/": "60/minute",
    "/embed/": "120/minute",
    "/feed.xml": "30/minute",
    "/live/": "900/minute",
}

routes.offer()
card.prepare()
app = st.App(
    ROOT / "app.py",
    lifespan=PROBES.lifespan,
    routes=[*PROBES.routes(), *scripts.ROUTES, *ahead.ROUTES, *data.ROUTES, *card.ROUTES, *embed.ROUTES, *feed.ROUTES],
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=SETTINGS.hosts, www_redirect=False),
        Middleware(Paths),
        Middleware(Budgets, rates=_RATES),
        Middleware(Uploads, desk=DESK),
        Middleware(Sessions, desk=DESK),
        Middleware(Heads),
    ],
)
