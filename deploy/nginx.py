"""nginx in front of replicas: finding or installing it, and the settings that keep a reader with his replica."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from string import Template
from typing import Final

# Where distributions put it, which is not on everybody's PATH.
_PLACES: Final = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
# An office behind one address, with four tabs a reader; see docs/hosting.md.
_SOCKETS_AN_ADDRESS: Final = 200


class NoProxyError(RuntimeError):
    """nginx is not there and could not be installed; the message says what to do."""


def find() -> str:
    """Path of nginx, installed from the distribution if missing and allowed. Raises NoProxyError."""
    path = shutil.which("nginx", path=_PLACES)
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update"], check=False, stdout=sys.stderr)
        command = ["apt-get", "install", "-y", "--no-install-recommends", "nginx"]
        subprocess.run(command, check=False, stdout=sys.stderr)
        if shutil.which("systemctl"):
            # The package starts a server of its own on port 80, which nobody asked for.
            subprocess.run(["systemctl", "disable", "--now", "nginx"], check=False, stdout=sys.stderr)
        path = shutil.which("nginx", path=_PLACES)
    if path is None:
        raise NoProxyError("No nginx: install it (for example: apt install nginx) and run this again.")
    return path


def configuration(port: int, replicas: Sequence[int], folder: Path, sticky: bool = True) -> str:
    """The settings: listen on ``port``, pass on to the ports of ``replicas``, keep temporary files in ``folder``.

    sticky: a cookie names the replica that has answered. Without it the client's address decides, as many recipes
    have it; that loses uploads and downloads after a replica has died, and is here for the test that shows it.
    """
    nodes = {f"r{number}": replica for number, replica in enumerate(replicas)}
    text = Path(__file__).with_name("nginx.conf.template").read_text(encoding="utf-8")
    servers = {name: f"server 127.0.0.1:{replica}" for name, replica in nodes.items()}
    return Template(text).substitute(
        port=port,
        folder=folder,
        sockets=_SOCKETS_AN_ADDRESS,
        choose="least_conn;" if sticky else "ip_hash;",
        pass_to="$pool" if sticky else "any",
        pools="\n".join(f"        {name} {name};" for name in nodes),
        answered="\n".join(rf"        ~127\.0\.0\.1:{replica}$ {name};" for name, replica in nodes.items()),
        kept="\n".join(rf"        ~^{name}\|{name}$ '';" for name in nodes),
        any="\n".join(f"        {server} max_fails=0;" for server in servers.values()),
        each="\n".join(_pool(name, servers) for name in nodes),
    )


# No replica is ever taken out: one that is down refuses at once and the next is asked, one that is full for new readers
# still has its own, and during an upgrade one is back in the moment when another one goes.
def _pool(name: str, servers: dict[str, str]) -> str:
    others = "".join(f" {server} max_fails=0 backup;" for other, server in servers.items() if other != name)
    return f"    upstream {name} {{ {servers[name]} max_fails=0;{others} }}"
