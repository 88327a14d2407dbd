"""The latest good facts: read again when a file changes, kept when the new one is broken."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from dashboard.facts.facts import Facts, load_watched
from dashboard.facts.files import Stamp, stamp_of
from dashboard.facts.yaml_loader import FactsError

# The one file that a maintainer edits; others lean on it for the sliders that they leave out.
PUBLISHED = Path(__file__).parents[2] / "data" / "cango.yaml"

# Tries facts out on what is made of them; raises FactsError. The rooms above provide it.
Rehearse: TypeAlias = Callable[[Facts], None]


class FactsStore:
    """The facts of one file, read again when the file or one it names changes; keeps the last good ones.

    New facts are good when they can be read and ``rehearse``, if given, does not object.
    """

    def __init__(self, path: Path, rehearse: Rehearse | None = None) -> None:
        self.path = path
        self._rehearse = rehearse
        self._lock = threading.Lock()
        self._watched: list[tuple[Path, Stamp]] = []
        self._result: tuple[Facts | None, FactsError | None] = (None, None)

    def current(self) -> tuple[Facts, FactsError | None]:
        """The last good facts, and what is wrong with the file on disk now; FactsError if there are none."""
        # Whoever comes while another visitor re-reads the file gets the last good facts at once.
        if self._lock.acquire(blocking=self._result[0] is None):
            try:
                if not self._watched or any(stamp_of(path) != seen for path, seen in self._watched):
                    self._read()
            finally:
                self._lock.release()
        facts, error = self._result
        if facts is None:
            problem = error or FactsError(str(self.path), None, "", "cannot be read; try again")
            # The same error is raised again and again: it must not grow a traceback.
            raise problem.with_traceback(None)
        return facts, error

    def _read(self) -> None:
        watched: list[tuple[Path, Stamp]] = []
        try:
            facts = load_watched(self.path, watched)
            if self._rehearse is not None:
                self._rehearse(facts)
            self._result = (facts, None)
        except FactsError as error:
            self._result = (self._result[0], error.with_traceback(None))
        self._watched = watched


_stores: dict[Path, FactsStore] = {}

_stores_lock = threading.Lock()


def store(path: Path, rehearse: Rehearse | None = None) -> FactsStore:
    """The one store of a file in this process; who asks first brings the rehearsal."""
    key = Path(path).absolute()
    with _stores_lock:
        return _stores.setdefault(key, FactsStore(Path(path), rehearse))


def current(path: Path, rehearse: Rehearse | None = None) -> tuple[Facts, FactsError | None]:
    """The last good facts of a file and the error of a newer, broken version (None if there is none)."""
    return store(path, rehearse).current()
