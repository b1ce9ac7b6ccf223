"""Sign-ins and the audit log: for those who look after the installation."""

from django.contrib.auth.tokens import default_token_generator
from django.db.models import OuterRef, QuerySet, Subquery

from cadre.kernel.access import Actor, Role
from cadre.kernel.models import AuditEntry, User
from cadre.kernel.problems import FORBIDDEN
from cadre.people import policies
from cadre.people.models import Employee


def sign_ins(actor: Actor) -> QuerySet[User]:
    """All sign-ins, with the person behind each (`employee_id`, `employee_name`). FORBIDDEN for others than those who make them."""
    if not actor.has(*policies.SIGN_IN_MAKERS):
        raise FORBIDDEN()
    person = Employee.objects.filter(user_id=OuterRef("pk"))
    return User.objects.annotate(
        employee_id=Subquery(person.values("pk")[:1]), employee_name=Subquery(person.values("name")[:1])
    )


def audit_entries(actor: Actor) -> QuerySet[AuditEntry]:
    """Every change ever made, newest first. FORBIDDEN for others than administrators."""
    if not actor.has(Role.ADMINISTRATOR):
        raise FORBIDDEN()
    return AuditEntry.objects.select_related("user").order_by("-id")


def password_token(actor: Actor, user: User) -> str:
    """The token of the link by which somebody chooses a password, for one who has none yet; empty for others.

    Only those who may give all the roles he has get it: the link is as good as his sign-in.
    """
    if not user.is_active or user.has_usable_password() or not policies.grantable(actor).issuperset(user.roles):
        return ""
    return default_token_generator.make_token(user)


def password_link_holds(user_id: int, token: str) -> bool:
    """Whether the token of a link still works."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user is not None and default_token_generator.check_token(user, token)
