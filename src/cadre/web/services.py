"""What a person sets for himself."""

from typing import Any

from cadre.kernel import write
from cadre.kernel.access import EVERYONE, Actor
from cadre.kernel.models import User
from cadre.kernel.problems import FORBIDDEN
from cadre.kernel.verbs import verb


@verb("web.settings.change", roles=EVERYONE)
def change_own_settings(*, actor: Actor, **fields: Any) -> User:
    """Name, language or theme of the actor's own sign-in."""
    return write.change(_own(actor), **fields)


@verb("web.password.change", roles=EVERYONE)
def change_own_password(*, actor: Actor, new_password: str) -> User:
    """A new password; every other session of the user ends with the old one."""
    user = _own(actor)
    user.set_password(new_password)
    hashed = user.password
    user.refresh_from_db(fields=["password"])
    return write.change(user, password=hashed)


def _own(actor: Actor) -> User:
    if actor.user_id is None:
        raise FORBIDDEN()
    return write.for_change(User.objects.all(), actor.user_id)
