"""Keys for scripts: made, revoked and recognised. A key acts as its user, within its scopes."""

import datetime as dt
import re
import secrets
from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cadre.kernel import clock, write
from cadre.kernel.access import EVERYONE, Actor, Role
from cadre.kernel.models import ApiToken, User
from cadre.kernel.problems import FORBIDDEN, NOT_FOUND, ProblemKind
from cadre.kernel.verbs import verb

PREFIX = "cadre_"
SCOPE = re.compile(r"(\*|[a-z]+):(read|write)")
DEFAULT_DAYS = 365
MOST_DAYS = 3650
NOTE_USE_SECONDS = 60

SCOPE_UNKNOWN = ProblemKind(
    "kernel.scope_unknown",
    _("%(scope)s is not a scope. Write room:read or room:write, like crm:read, or *:read for all rooms."),
    422,
)
TOKEN_DAYS = ProblemKind("kernel.token_days", _("A key is valid for 1 to %(most)s days."), 422)


@verb("kernel.api_token.issue", roles=EVERYONE)
def issue_token(
    *, actor: Actor, user: User, label: str, scopes: Collection[str], days: int = DEFAULT_DAYS
) -> tuple[ApiToken, str]:
    """Make a key for oneself, or, as an administrator, for another. Returns it with its secret, which is never shown again.

    Scopes are `room:read` or `room:write`, `*` for all rooms. Raises FORBIDDEN, SCOPE_UNKNOWN or TOKEN_DAYS.
    """
    if user.pk != actor.user_id and not actor.has(Role.ADMINISTRATOR):
        raise FORBIDDEN()
    for scope in scopes:
        if not SCOPE.fullmatch(scope):
            raise SCOPE_UNKNOWN(field="scopes", scope=scope)
    if not 1 <= days <= MOST_DAYS:
        raise TOKEN_DAYS(field="days", most=MOST_DAYS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = write.create(
        ApiToken,
        user=user,
        label=label,
        digest=ApiToken.digest_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=clock.now() + dt.timedelta(days=days),
    )
    return token, secret


@verb("kernel.api_token.revoke", roles=EVERYONE)
def revoke_token(*, actor: Actor, token_id: int) -> None:
    """End a key at once: one's own, or any as an administrator. Raises NOT_FOUND."""
    token = tokens_of(actor).filter(pk=token_id).first()
    if token is None:
        raise NOT_FOUND()
    if token.revoked_at is None:
        write.change(token, revoked_at=clock.now())


def tokens_of(actor: Actor) -> QuerySet[ApiToken, ApiToken]:
    """The keys the actor may see: his own; all for an administrator."""
    rows = ApiToken.objects.select_related("user").order_by("-id")
    return rows if actor.has(Role.ADMINISTRATOR) else rows.filter(user_id=actor.user_id or 0)


def recognise(secret: str) -> ApiToken | None:
    """The valid key with this secret, whose user is active; None for any other. Notes its use once a minute."""
    if not secret.startswith(PREFIX):
        return None
    now = clock.now()
    valid = Q(expires_at=None) | Q(expires_at__gt=now)
    token = (
        ApiToken.objects.select_related("user")
        .filter(valid, digest=ApiToken.digest_of(secret), revoked_at=None, user__is_active=True)
        .first()
    )
    if token is None:
        return None
    if token.last_used_at is None or (now - token.last_used_at).total_seconds() > NOTE_USE_SECONDS:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def allows(token: ApiToken, room: str, *, write: bool) -> bool:
    """Whether the key's scopes reach a room. Who may write may read."""
    wanted = {f"{room}:write", "*:write"} | (set() if write else {f"{room}:read", "*:read"})
    return not wanted.isdisjoint(token.scopes)
