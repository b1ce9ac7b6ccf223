"""Who acts: a user seen as an actor with roles, the person in the team that he is, and his language."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from cadre.kernel.models import User


class Role(TextChoices):
    REP = "rep", pgettext_lazy("role", "Sales representative")
    MANAGER = "manager", pgettext_lazy("role", "Sales manager")
    DIRECTOR = "director", pgettext_lazy("role", "Sales director")
    HR = "hr", pgettext_lazy("role", "HR partner")
    OPERATIONS = "operations", pgettext_lazy("role", "Sales operations")
    MARKETING = "marketing", pgettext_lazy("role", "Marketing")
    SERVICE = "service", pgettext_lazy("role", "Customer service")
    EXECUTIVE = "executive", pgettext_lazy("role", "Executive")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Administrator")


EVERYONE = frozenset(Role)


@dataclass(frozen=True)
class Actor:
    """Who asks or does something. `employee_id` is None for a user who is not in the organisation (an outside administrator)."""

    user_id: int | None
    employee_id: int | None
    roles: frozenset[Role]
    language: str = "en"
    is_system: bool = False
    # What was found out about the actor while one request or task lasts; never part of who he is
    known: dict[object, Any] = field(default_factory=dict, compare=False, repr=False)

    def has(self, *roles: Role) -> bool:
        return self.is_system or not self.roles.isdisjoint(roles)


# The product itself: imports on the command line, periodic jobs, the demo loader
SYSTEM = Actor(user_id=None, employee_id=None, roles=EVERYONE, is_system=True)


def _nobody(_user_id: int) -> int | None:
    return None


_employee_of: Callable[[int], int | None] = _nobody


def register_employee_of(resolver: Callable[[int], int | None]) -> None:
    """`people` knows who a user is in the organisation; kernel only asks."""
    global _employee_of  # noqa: PLW0603 - set once at start-up
    _employee_of = resolver


def actor_of(user: "User") -> Actor:
    """The actor behind a signed-in user."""
    return Actor(
        user_id=user.pk,
        employee_id=_employee_of(user.pk),
        roles=frozenset(Role(role) for role in user.roles),
        language=user.language,
    )
