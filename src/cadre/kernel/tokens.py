"""Keys for scripts: made, shown once, taken back, and recognised."""

import datetime as dt
import secrets
from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadre.kernel import clock, write
from cadre.kernel.access import EVERYONE, Actor
from cadre.kernel.models import ApiToken
from cadre.kernel.problems import FORBIDDEN, NOT_FOUND, ProblemKind
from cadre.kernel.verbs import verb

PREFIX = "cadre_"  # so that scanners for leaked secrets can find one
SCOPES = {
    "crm:read": pgettext_lazy("token scope", "Read customers and deals"),
    "crm:write": pgettext_lazy("token scope", "Change customers and deals"),
    "voice:read": pgettext_lazy("token scope", "Read what customers say"),
    "voice:write": pgettext_lazy("token scope", "Record what customers say"),
    "people:read": pgettext_lazy("token scope", "Read people and teams"),
    "people:write": pgettext_lazy("token scope", "Change people and teams"),
    "targets:read": pgettext_lazy("token scope", "Read goals, targets and where people stand"),
    "targets:write": pgettext_lazy("token scope", "Set, approve and answer targets"),
    "imports:read": pgettext_lazy("token scope", "See imports and what they found"),
    "imports:write": pgettext_lazy("token scope", "Import files, and take imports back"),
    "metrics:read": pgettext_lazy("token scope", "Ask for numbers"),
    "cockpit:write": pgettext_lazy("token scope", "Compose dashboards and alert rules"),
    "me:read": pgettext_lazy("token scope", "Read your notifications"),
    "me:write": pgettext_lazy("token scope", "Mark your notifications as read"),
    "events:read": pgettext_lazy("token scope", "Follow what happens (operations and administrators)"),
}
MOST_TOKENS = 50
LONGEST_DAYS = 366
_NOTE_USE_EVERY = dt.timedelta(hours=1)

UNKNOWN_SCOPE = ProblemKind("api.unknown_scope", _("There is no scope “%(scope)s”. Known are: %(known)s."), 422)
NO_SCOPE = ProblemKind("api.no_scope", _("Choose at least one thing that the key may do."), 422)
BAD_EXPIRY = ProblemKind(
    "api.bad_expiry", _("A key can be valid for 1 to %(most)s days. Make a new one when it has run out."), 422
)
TOO_MANY_TOKENS = ProblemKind(
    "api.too_many_tokens", _("You have %(most)s valid keys. Take back those you no longer need.")
)


@verb("kernel.token.create", roles=EVERYONE)
def create_token(*, actor: Actor, label: str, scopes: Collection[str], days: int = 90) -> tuple[ApiToken, str]:
    """Make a key of the actor's own, valid for so many days. Returns it with its secret, which is kept nowhere.

    Raises FORBIDDEN for an actor without a sign-in, UNKNOWN_SCOPE, NO_SCOPE, BAD_EXPIRY, TOO_MANY_TOKENS.
    """
    if actor.user_id is None:
        raise FORBIDDEN()
    for scope in scopes:
        if scope not in SCOPES:
            raise UNKNOWN_SCOPE(field="scopes", scope=scope, known=", ".join(SCOPES))
    if not scopes:
        raise NO_SCOPE(field="scopes")
    if not 1 <= days <= LONGEST_DAYS:
        raise BAD_EXPIRY(field="days", most=LONGEST_DAYS)
    if tokens_of(actor).filter(revoked_at=None, expires_at__gt=clock.now()).count() >= MOST_TOKENS:
        raise TOO_MANY_TOKENS(most=MOST_TOKENS)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = write.create(
        ApiToken,
        user_id=actor.user_id,
        label=label.strip(),
        digest=ApiToken.digest_of(secret),
        scopes=sorted(scopes),
        expires_at=clock.now() + dt.timedelta(days=days),
    )
    return token, secret


@verb("kernel.token.revoke", roles=EVERYONE)
def revoke_token(*, actor: Actor, token_id: int) -> ApiToken:
    """Take a key of the actor's own back, at once and for good; twice is once. NOT_FOUND for another's."""
    token = tokens_of(actor).filter(pk=token_id).first()
    if token is None:
        raise NOT_FOUND()
    if token.revoked_at is None:
        write.change(token, revoked_at=clock.now())
    return token


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own keys, newest first. Nobody sees another's; the product itself sees all."""
    rows = ApiToken.objects.order_by("-id")
    return rows if actor.is_system else rows.filter(user_id=actor.user_id or 0)


def token_behind(secret: str) -> ApiToken | None:
    """The valid key with this secret, with its user; None for one that is unknown, run out or taken back. Notes its use hourly."""
    now = clock.now()
    token = ApiToken.objects.select_related("user").filter(digest=ApiToken.digest_of(secret), revoked_at=None).first()
    if token is None or (token.expires_at is not None and token.expires_at <= now) or not token.user.is_active:
        return None
    if token.last_used_at is None or now - token.last_used_at > _NOTE_USE_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token
