"""What an operator may set, by environment variable, and the check at start that refuses unsafe settings."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from streamlit import config

# A session holds its socket and what its script thread opens; the rest is for files, the listener and plain requests.
_DESCRIPTORS_A_SESSION: Final = 4
_DESCRIPTORS_APART: Final = 200
_SESSIONS: Final = 1000
_LOCAL: Final = ("localhost", "127.0.0.1")

# The values of .streamlit/config.toml that an open server rests on. Streamlit reads that file from the working
# directory, so a start from elsewhere would silently serve with its defaults.
_REQUIRED: Final[Mapping[str, Any]] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "viewer",
    "global.developmentMode": False,
    "runner.fastReruns": False,
    "server.enableAgentApi": False,
    "server.enableStaticServing": True,
    "server.enableXsrfProtection": True,
    "server.maxUploadSize": 1,
}


class SettingsError(ValueError):
    """The app must not start like this; the message is one sentence with the remedy."""


@dataclass(frozen=True)
class Settings:
    """hosts: names under which the app answers. sessions: readers at once. metrics: (address, port) or None.

    drain: seconds between SIGTERM and the end, in which no new reader is let in.
    """

    hosts: tuple[str, ...]
    sessions: int
    metrics: tuple[str, int] | None
    drain: float


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises SettingsError naming the variable.

    DASHBOARD_HOSTS: names, separated by commas or blanks; this machine's own always count.
    DASHBOARD_SESSIONS: readers at once; 1,000 or what the limit of open files allows.
    DASHBOARD_METRICS: [address:]port of the Prometheus text; none if empty.
    DASHBOARD_DRAIN: seconds, 2 if not set.
    """
    hosts = environment.get("DASHBOARD_HOSTS", "").replace(",", " ").split()
    return Settings(
        hosts=tuple(dict.fromkeys([*_LOCAL, *(host.lower() for host in hosts)])),
        sessions=_sessions(environment.get("DASHBOARD_SESSIONS", "")),
        metrics=_metrics(environment.get("DASHBOARD_METRICS", "")),
        drain=_number("DASHBOARD_DRAIN", environment.get("DASHBOARD_DRAIN", "") or "2", float, 0, 60),
    )


def _number(name: str, written: str, kind: Callable[[str], Any], low: float, high: float) -> Any:
    try:
        number = kind(written)
        if low <= number <= high:
            return number
    except ValueError:
        pass
    raise SettingsError(f"{name} is {written!r}; expected a number from {low:g} to {high:g}")


def _sessions(written: str) -> int:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    room = _SESSIONS if hard == resource.RLIM_INFINITY else (hard - _DESCRIPTORS_APART) // _DESCRIPTORS_A_SESSION
    if not written:
        return max(1, min(_SESSIONS, room))
    sessions: int = _number("DASHBOARD_SESSIONS", written, int, 1, 100_000)
    if hard != resource.RLIM_INFINITY and sessions > room:
        needed = sessions * _DESCRIPTORS_A_SESSION + _DESCRIPTORS_APART
        raise SettingsError(
            f"DASHBOARD_SESSIONS is {sessions}, which needs {needed} open files, and the limit is {hard};"
            f" raise it (ulimit -n, LimitNOFILE, ulimits) or ask for {max(1, room)} sessions"
        )
    return sessions


def _metrics(written: str) -> tuple[str, int] | None:
    if not written:
        return None
    address, _, port = written.rpartition(":")
    return address or "127.0.0.1", _number("DASHBOARD_METRICS", port, int, 1, 65_535)


def check(option: Callable[[str], Any] = config.get_option) -> None:
    """Raise SettingsError if a setting in force makes the server unsafe; the sentence names the first one."""
    for key, required in _REQUIRED.items():
        found = option(key)
        if found != required:
            raise SettingsError(
                f"{key} is {found!r} and must be {required!r}: start in the folder that holds app.py, so that"
                " .streamlit/config.toml is read, and do not override this setting"
            )
