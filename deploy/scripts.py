"""The component's scripts and plotly.js out of the code and the installed package: nothing need be written at start."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from dashboard.screen.component import blocks

_YEAR: Final = "public, max-age=31536000, immutable"
# Its address does not change with its text.
_HOUR: Final = "public, max-age=3600"


async def _script(request: Request) -> Response:
    name = f"{request.path_params['name']}.js"
    source = blocks.sources().get(name)
    if source is None:
        return PlainTextResponse("Not found.", 404)
    caching = _YEAR if "/" in name else _HOUR
    return FileResponse(source, media_type="text/javascript", headers={"Cache-Control": caching})


ROUTES: Final = [Route("/app/static/{name:path}.js", _script)]
