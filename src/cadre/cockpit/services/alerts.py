"""Rules are made and kept; what they find becomes alerts, each matter once, told after quiet hours."""

from collections.abc import Collection, Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from cadre.cockpit.models import Alert, AlertRule
from cadre.cockpit.problems import BAD_LIMIT, NEEDS_METRIC, NOBODYS_DEAL, NOT_A_RATE, RUNNING_ONLY
from cadre.cockpit.queries.watching import Condition, Matter, matters
from cadre.cockpit.rules.spans import Spans
from cadre.kernel import clock, notifications, write
from cadre.kernel.access import EVERYONE, Actor, actor_of
from cadre.kernel.models import User
from cadre.kernel.problems import FORBIDDEN, NOT_FOUND, Problems
from cadre.kernel.verbs import verb
from cadre.metrics.declarations import Unit
from cadre.metrics.registry import metrics
from cadre.people import queries as people
from cadre.targets.queries.periods import KINDS

OF_DEALS = {Condition.IDLE, Condition.SLIPPED}
ONE_BY_ONE = 5
"""More new alerts at once are told as one message."""


@verb("cockpit.rule.create", roles=EVERYONE)
def create_rule(*, actor: Actor, **fields: Any) -> AlertRule:
    """A rule of the actor's own. A Problem in words for one that could never fire."""
    if actor.user_id is None:
        raise FORBIDDEN()
    _check(AlertRule(owner_id=actor.user_id, **fields))
    return write.create(AlertRule, owner_id=actor.user_id, **fields)


@verb("cockpit.rule.change", roles=EVERYONE)
def change_rule(*, actor: Actor, rule_id: int, expected_version: int | None = None, **fields: Any) -> AlertRule:
    rule = write.for_change(AlertRule.objects.changeable_by(actor), rule_id, expected_version)
    wanted = AlertRule(owner_id=rule.owner_id)
    for name in ("condition", "metric", "period", "most", "audience", "role"):
        setattr(wanted, name, fields.get(name, getattr(rule, name)))
    _check(wanted)
    return write.change(rule, **fields)


@verb("cockpit.rule.remove", roles=EVERYONE)
def remove_rule(*, actor: Actor, rule_id: int) -> None:
    """Take a rule away, with what it told."""
    write.remove(write.for_change(AlertRule.objects.changeable_by(actor), rule_id))


def _check(rule: AlertRule) -> None:
    if rule.most is None or rule.most <= 0:
        raise BAD_LIMIT(field="most")
    if rule.condition in OF_DEALS:
        return
    if not rule.metric:
        raise NEEDS_METRIC(field="metric")
    metric = metrics[rule.metric]
    if rule.condition == Condition.DROP and (metric.unit is not Unit.RATIO or len(metric.parts) != 2):
        raise NOT_A_RATE(field="metric")
    if rule.condition == Condition.PACE:
        if rule.period not in {"", *KINDS}:
            raise RUNNING_ONLY(field="period")
        return
    if rule.audience in {AlertRule.Audience.OWNER, AlertRule.Audience.MANAGER}:
        raise NOBODYS_DEAL(field="audience")
    Spans().period(rule.period)


@verb("cockpit.alert.mute", roles=EVERYONE)
def mute_alert(*, actor: Actor, alert_id: int) -> Alert:
    """Say no more of this matter. NOT_FOUND for another's alert."""
    found = _own(actor, alert_id)
    return write.change(found, muted_at=found.muted_at or clock.now())


@verb("cockpit.alert.unmute", roles=EVERYONE)
def unmute_alert(*, actor: Actor, alert_id: int) -> Alert:
    """Take a mute back: the matter is open again as long as it lasts. NOT_FOUND for another's alert."""
    return write.change(_own(actor, alert_id), muted_at=None)


@verb("cockpit.alert.mute_many", roles=EVERYONE)
def mute_alerts(*, actor: Actor, alert_ids: Collection[int]) -> list[int]:
    """Say no more of any of these. NOT_FOUND, and nothing muted, where one is another's. Returns those that were not muted yet."""
    found = [alert for alert in _own_many(actor, alert_ids) if alert.muted_at is None]
    write.change_many([(alert, {"muted_at": clock.now()}) for alert in found])
    return [alert.pk for alert in found]


@verb("cockpit.alert.unmute_many", roles=EVERYONE)
def unmute_alerts(*, actor: Actor, alert_ids: Collection[int]) -> list[int]:
    """Take back the mutes of all of these. NOT_FOUND where one is another's. Returns those that were muted."""
    found = [alert for alert in _own_many(actor, alert_ids) if alert.muted_at is not None]
    write.change_many([(alert, {"muted_at": None}) for alert in found])
    return [alert.pk for alert in found]


def _own(actor: Actor, alert_id: int) -> Alert:
    return _own_many(actor, [alert_id])[0]


def _own_many(actor: Actor, alert_ids: Collection[int]) -> list[Alert]:
    mine = Alert.objects.visible_to(actor).filter(pk__in=alert_ids, recipient_id=actor.user_id)
    found = list(mine.select_for_update(of=("self",)).order_by("pk"))
    if len(found) < len(set(alert_ids)):
        raise NOT_FOUND()
    return found


@verb("cockpit.alert.raise", roles=())
def raise_alerts(*, actor: Actor, rule_id: int, opportunity_id: int | None = None) -> int:
    """Look at a rule: new matters become alerts, those that are over end. Returns how many are new.

    With `opportunity_id` only that deal is looked at. A rule that cannot be asked any more is switched off. The rule is
    locked: who looks at the same time waits, and finds what this look has told.
    """
    watched = AlertRule.objects.filter(pk=rule_id, is_active=True).select_for_update(of=("self",))
    rule = watched.select_related("owner").first()
    if rule is None:
        return 0
    try:
        found = {(user, matter.key): matter for user, matter in _told(rule)}
    except Problems:
        write.change(rule, is_active=False)
        return 0
    running = Alert.objects.filter(rule=rule, ended_at=None)
    if opportunity_id is not None:
        running = running.filter(opportunity_id=opportunity_id)
        found = {key: matter for key, matter in found.items() if matter.opportunity_id == opportunity_id}
    known = {(alert.recipient_id, alert.matter): alert for alert in running}
    over = [alert for key, alert in known.items() if key not in found]
    write.change_many([(alert, {"ended_at": clock.now()}) for alert in over])
    new = [_alert(rule, user, matter) for (user, key), matter in found.items() if (user, key) not in known]
    if new:
        write.create_many(Alert, new[::-1])  # the list has the newest first, and is to begin with the worst
    return len(new)


def _alert(rule: AlertRule, user: int, matter: Matter) -> Alert:
    return Alert(
        rule=rule,
        recipient_id=user,
        matter=matter.key,
        opportunity_id=matter.opportunity_id,
        params=matter.params,
        url=matter.url,
    )


def _told(rule: AlertRule) -> Iterable[tuple[int, Matter]]:
    """Who is told of what: each role member over his own rows; owner and manager of what the rule's maker sees."""
    if rule.audience == AlertRule.Audience.ROLE:
        for user in User.objects.filter(is_active=True).order_by("pk"):
            if rule.role in user.roles:
                yield from ((user.pk, matter) for matter in _found(rule, user))
        return
    if not rule.owner.is_active:
        return
    found = _found(rule, rule.owner)
    if rule.audience == AlertRule.Audience.SELF:
        yield from ((rule.owner_id, matter) for matter in found)
        return
    users = _users_of(rule.audience, {matter.employee_id for matter in found if matter.employee_id})
    yield from ((users[matter.employee_id], matter) for matter in found if matter.employee_id in users)


def _found(rule: AlertRule, user: User) -> list[Matter]:
    with translation.override(user.language):  # names of teams are kept as the reader is told them
        return matters(rule, actor_of(user))


def _users_of(audience: str, employees: set[int]) -> dict[int | None, int]:
    """The user to tell for each owner of a deal: himself or his manager. Who cannot sign in is not told."""
    organisation = people.organisation_on(clock.today())
    to_tell = {
        person: person if audience == AlertRule.Audience.OWNER else organisation.manager_of(person)
        for person in employees
    }
    staff = people.staff().filter(pk__in=[one for one in to_tell.values() if one], user__is_active=True)
    users = dict(staff.values_list("pk", "user_id"))
    return {person: users[told] for person, told in to_tell.items() if told in users}


@verb("cockpit.alert.tell", roles=())
def tell_alerts(*, actor: Actor) -> list[int]:
    """Tell what was not told yet, outside quiet hours. Returns the ids of the alerts that go out by mail, too."""
    hour = timezone.localtime(clock.now()).hour
    waiting = Alert.objects.filter(told_at=None, ended_at=None, muted_at=None).select_related("rule").order_by("pk")
    waiting = waiting.select_for_update(of=("self",))  # else two workers would both tell what neither has told yet
    by_user: dict[int, list[Alert]] = {}
    for alert in waiting:
        if not is_quiet(hour, alert.rule.quiet_from, alert.rule.quiet_to):
            by_user.setdefault(alert.recipient_id, []).append(alert)
    for user, alerts in by_user.items():
        _notify(user, alerts)
    told = [alert for alerts in by_user.values() for alert in alerts]
    write.change_many([(alert, {"told_at": clock.now()}) for alert in told])
    return [alert.pk for alert in told if alert.rule.by_mail]


def _notify(user: int, alerts: list[Alert]) -> None:
    if len(alerts) > ONE_BY_ONE:
        notifications.notify([user], "cockpit.several", {"count": len(alerts)}, reverse("cockpit:alert-list"))
        return
    for alert in alerts:
        notifications.notify([user], f"cockpit.{alert.rule.condition}", alert.params, alert.url)


def is_quiet(hour: int, begins: int, ends: int) -> bool:
    """Whether an hour lies in [begins, ends), which may run over midnight; equal ends mean never."""
    return begins <= hour < ends if begins <= ends else hour >= begins or hour < ends


def active_rules(condition: str = "") -> Iterable[AlertRule]:
    rules = AlertRule.objects.filter(is_active=True).order_by("pk")
    return rules.filter(condition=condition) if condition else rules
