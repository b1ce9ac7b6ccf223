"""How the children of a server process learn that they should leave.

The parent writes a small file and names it in the environment. A child leaves when the file is
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
        os.environ[VARIABLE] = name

    def release(self) -> None:
        self._path.unlink(missing_ok=True)


class Tenant:
    """Held by a child: asks whether parent and lease are still there."""

    def __init__(self) -> None:
        self._parent = os.getppid()
        self._path = os.environ.get(VARIABLE)

    def parent_died(self) -> bool:
        """True when a parent held a lease and is gone without a word."""
        return self._path is not None and os.getppid() != self._parent

    def should_leave(self) -> bool:
        """True when the parent released the lease or died. Never true without a lease."""
        return self._path is not None and (self.parent_died() or not os.path.exists(self._path))
