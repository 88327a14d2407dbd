"""One replica on a port of this machine: ``python -m deploy.serve 9001``.

By uvicorn, which opens the port when the app is ready to answer. ``streamlit run`` opens it before it has read a line
of the app, and a proxy would hold a reader there for seconds while other replicas have an answer.
"""

from __future__ import annotations

import sys

import uvicorn

# Before uvicorn sets up its logs: Streamlit would turn them on again, and they hold addresses and the ids of sessions.
from deploy.asgi import app


def main() -> None:
    """Serve until told to end."""
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        use_colors=False,
    )


if __name__ == "__main__":
    main()
