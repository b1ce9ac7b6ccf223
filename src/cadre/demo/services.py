"""What only the demo does: marks its company and people, and gives all of them one password that everybody may know."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.hashers import make_password

from cadre.demo.cast import PASSWORD, address_of, sign_ins
from cadre.kernel import search, write
from cadre.kernel.access import Actor, Role
from cadre.kernel.models import CompanyProfile, User
from cadre.kernel.verbs import verb
from cadre.people.queries import staff

MAKERS = frozenset({Role.ADMINISTRATOR})


@verb("demo.company.mark", roles=MAKERS)
def mark_company(*, actor: Actor) -> CompanyProfile:
    """Mark the company as the demo's, so that nobody takes it for real and a reset is allowed."""
    return write.change(CompanyProfile.objects.get(), is_demo=True)


@verb("demo.people.mark", roles=MAKERS)
def mark_people(*, actor: Actor) -> int:
    """Mark all people as the demo's, and give those without one their demo address. Returns how many there are."""
    people = list(staff().select_related("user"))
    marked = write.change_many(
        [(person, {"is_demo": True, "email": person.email or address_of(person.name)}) for person in people]
    )
    search.put_many("people.employee", [person.pk for person in people])
    return marked


@verb("demo.sign_ins.open", roles=MAKERS)
def open_sign_ins(*, actor: Actor, emails: Collection[str]) -> int:
    """Give sign-ins the demo's password; those the start prints also get a button on the sign-in page.

    One hash serves all: the password is printed anyway, and forty hashes take seconds.
    """
    shared = make_password(PASSWORD)
    users = User.objects.filter(email__in=emails)
    offered = {email for _role, email in sign_ins()}
    return write.change_many([(user, {"is_demo": user.email in offered, "password": shared}) for user in users])


@verb("demo.person.link", roles=MAKERS)
def link_sign_in(*, actor: Actor, employee_id: int, email: str) -> Any:
    """Tell that an employee is the one behind a sign-in that was made before him."""
    return write.change(staff().get(pk=employee_id), user=User.objects.get(email=email))
