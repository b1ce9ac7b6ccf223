"""The collector of circular garbage, at rest while many small things are made that all stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """No search for circular garbage inside: a full one walks through everything that a run holds, about 50 ms each.

    The collector comes back as it was. In a process with several threads it may come back earlier, which costs time only.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
