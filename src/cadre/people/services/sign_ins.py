"""Who may sign in, and with which roles."""

from collections.abc import Collection

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from cadre.kernel import clock, write
from cadre.kernel.access import EVERYONE, Actor, Role
from cadre.kernel.models import ApiToken, User
from cadre.kernel.problems import INVALID, NOT_FOUND
from cadre.kernel.verbs import verb
from cadre.people.models import Employee
from cadre.people.policies import SIGN_IN_MAKERS, grantable
from cadre.people.problems import HAS_SIGN_IN, LAST_ADMINISTRATOR, NO_ACCESS_TO_ROLE, YOURSELF

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@verb("people.sign_in.create", roles=SIGN_IN_MAKERS)
def create_sign_in(
    *,
    actor: Actor,
    email: str,
    name: str,
    roles: Collection[str],
    language: str = "en",
    employee_id: int | None = None,
) -> User:
    """Let somebody sign in. He chooses his own password through a link (`password_link`); nobody else ever knows it.

    Raises NO_ACCESS_TO_ROLE for roles the actor may not give, HAS_SIGN_IN for a person who already has one.
    """
    _refuse_roles(actor, roles)
    person = _person_without_sign_in(employee_id) if employee_id is not None else None
    unusable = User()
    unusable.set_unusable_password()
    user = write.create(
        User,
        email=User.objects.normalize_email(email.strip()),
        name=name.strip(),
        roles=sorted(roles),
        language=language,
        password=unusable.password,
    )
    if person is not None:
        write.change(person, user_id=user.pk)
    return user


@verb("people.sign_in.change", roles=ADMINISTRATORS)
def change_sign_in(*, actor: Actor, user_id: int, email: str, name: str, language: str) -> User:
    """Correct the address, the name or the language of a sign-in."""
    user = write.for_change(User.objects.all(), user_id)
    return write.change(user, email=User.objects.normalize_email(email.strip()), name=name.strip(), language=language)


@verb("people.sign_in.grant", roles=ADMINISTRATORS)
def grant_roles(*, actor: Actor, user_id: int, roles: Collection[str]) -> User:
    """Give a sign-in exactly these roles. Raises LAST_ADMINISTRATOR."""
    user = write.for_change(User.objects.all(), user_id)
    _refuse_roles(actor, roles)
    if Role.ADMINISTRATOR not in roles:
        _refuse_last_administrator(user)
    return write.change(user, roles=sorted(roles))


@verb("people.sign_in.reset", roles=ADMINISTRATORS)
def reset_sign_in(*, actor: Actor, user_id: int) -> User:
    """Make the old password useless and end all sessions; a new one is chosen through `password_link`."""
    user = write.for_change(User.objects.all(), user_id)
    fresh = User()
    fresh.set_unusable_password()
    write.change(user, password=fresh.password)
    _end_sessions(user)
    return user


@verb("people.sign_in.deactivate", roles=ADMINISTRATORS)
def deactivate_sign_in(*, actor: Actor, user_id: int) -> User:
    """End somebody's access at once: sessions and API tokens too. Raises YOURSELF, LAST_ADMINISTRATOR."""
    user = write.for_change(User.objects.all(), user_id)
    if user.pk == actor.user_id:
        raise YOURSELF()
    end_access(user)
    return user


@verb("people.sign_in.reactivate", roles=ADMINISTRATORS)
def reactivate_sign_in(*, actor: Actor, user_id: int) -> User:
    """Let somebody sign in again, with his old password and roles; his API tokens stay revoked."""
    user = write.for_change(User.objects.all(), user_id)
    restore_access(user)
    return user


@verb("people.sign_in.choose_password", roles=EVERYONE)
def choose_password(*, actor: Actor, user_id: int, token: str, password: str) -> User:
    """Set a password with the token of a `password_link`. NOT_FOUND for a token that is wrong, used or old.

    The one who holds the link is not signed in yet, so the door calls this as SYSTEM; the token is the permission.
    """
    user = write.for_change(User.objects.filter(is_active=True), user_id)
    if not default_token_generator.check_token(user, token):
        raise NOT_FOUND()
    validate_password(password, user)
    fresh = User()
    fresh.set_password(password)
    write.change(user, password=fresh.password)
    _end_sessions(user)
    return user


def end_access(user: User | None) -> None:
    """Switch a sign-in off, with its sessions and API tokens. Inside a verb only."""
    if user is None or not user.is_active:
        return
    _refuse_last_administrator(user)
    write.change(user, is_active=False)
    # allow: write - not row by row through the field checks: a token that is odd otherwise must be revoked all the same
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
    _end_sessions(user)


def restore_access(user: User) -> None:
    """Switch a sign-in on again. Inside a verb only."""
    write.change(user, is_active=True)


def _end_sessions(user: User) -> None:
    """Delete the user's sessions. A session does not name its user in a column, so all live ones are read; they are few."""
    wanted = str(user.pk)
    live = Session.objects.filter(expire_date__gt=clock.now())
    his = [row.pk for row in live.iterator() if row.get_decoded().get("_auth_user_id") == wanted]
    # allow: write - sessions are Django's, and nobody's record
    Session.objects.filter(pk__in=his).delete()


def _refuse_roles(actor: Actor, roles: Collection[str]) -> None:
    unknown = [role for role in roles if role not in set(Role.values)]
    if unknown or not roles:
        raise INVALID(field="roles", reason=_("Choose at least one of the known roles."))
    if beyond := [Role(role) for role in roles if Role(role) not in grantable(actor)]:
        raise NO_ACCESS_TO_ROLE(field="roles", roles=", ".join(str(role.label) for role in beyond))


def _refuse_last_administrator(user: User) -> None:
    if Role.ADMINISTRATOR not in user.roles or not user.is_active:
        return
    others = User.objects.filter(is_active=True).exclude(pk=user.pk).values_list("roles", flat=True)
    if not any(Role.ADMINISTRATOR in roles for roles in others):
        raise LAST_ADMINISTRATOR()


def _person_without_sign_in(employee_id: int) -> Employee:
    person: Employee = write.for_change(Employee.objects.all(), employee_id)
    if person.user_id is not None:
        raise HAS_SIGN_IN(field="employee_id", name=person.name)
    return person
