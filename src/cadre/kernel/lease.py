"""How the children of a server process learn that they should leave.

The parent writes a small file and names it, and itself, in the environment. A child leaves when the file is
gone (an orderly stop) or its parent is (killed, so that nobody told it). Works with forked and
spawned children on every platform.
"""

import os
import tempfile
from pathlib import Path

VARIABLE = "CADRE_LEASE"


class Lease:
    """Held by the parent; `release` tells all children to finish."""

    def __init__(self) -> None:
        handle, name = tempfile.mkstemp(prefix="cadre-lease-")
        os.close(handle)
        self._path = Path(name)
        os.environ[VARIABLE] = f"{os.getpid()}:{name}"

    def release(self) -> None:
        self._path.unlink(missing_ok=True)


class Tenant:
    """Held by a child: asks whether parent and lease are still there."""

    def __init__(self) -> None:
        parent, _, path = os.environ.get(VARIABLE, "").partition(":")
        # Named by the parent, not asked for: it may already be dead when a child has loaded
        self._parent = int(parent or 0)
        self._path = path

    def parent_died(self) -> bool:
        """True when a parent held a lease and is gone without a word."""
        return bool(self._path) and os.getppid() != self._parent

    def should_leave(self) -> bool:
        """True when the parent released the lease or died. Never true without a lease."""
        return bool(self._path) and (self.parent_died() or not os.path.exists(self._path))
