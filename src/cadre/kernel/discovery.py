"""What rooms declare by being loaded, and only somebody who acts needs: loaded when first asked for.

Every command starts Django, and Django starts every room. What a room loads then (`AppConfig.ready`) is paid for by a command
that asks one number, ten rooms long. So a room loads what names its rows and numbers, and leaves the rest to be found.
"""

from functools import cache

from django.utils.module_loading import autodiscover_modules

HANDLERS = "handlers"  # who listens to which event
BACKGROUND = ("tasks", "housekeeping")  # what runs in the background, and in which rhythm


@cache
def discover(*names: str) -> None:
    """Load these modules of every room that has them, once in a process."""
    autodiscover_modules(*names)
