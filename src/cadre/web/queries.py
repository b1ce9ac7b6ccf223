"""Questions of the front door."""

from cadre.kernel.access import Role
from cadre.kernel.models import User


def demo_people() -> list[User]:
    """The demo's people who may be signed in as without a password: one of each role, in the order of the roles."""
    found: dict[str, User] = {}
    for user in User.objects.filter(is_demo=True, is_active=True).order_by("id"):
        for role in user.roles[:1]:
            found.setdefault(role, user)
    return [found[role] for role in Role.values if role in found]


def demo_person(user_id: str) -> User | None:
    """The demo person behind an id, or None."""
    if not user_id.isdecimal():
        return None
    return User.objects.filter(pk=int(user_id), is_demo=True, is_active=True).first()
