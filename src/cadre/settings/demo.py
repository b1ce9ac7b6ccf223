"""One machine, embedded database, no set-up: what `cadre demo` runs on. Not for the open internet: cookies travel over plain HTTP."""

from cadre.settings import environment
from cadre.settings.base import *  # noqa: F403
from cadre.settings.base import CADRE_HOME

SECRET_KEY = environment.text("CADRE_SECRET_KEY") or environment.kept_secret(CADRE_HOME)
CADRE_DEMO = True  # the sign-in page offers the demo people
