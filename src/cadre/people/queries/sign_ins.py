"""Sign-ins and the audit log: for those who look after the installation."""

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
