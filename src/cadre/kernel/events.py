"""What happened, told upwards: written to an outbox in the verb's transaction, delivered after commit, at least once."""

import dataclasses
import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

from django.db import transaction

from cadre.kernel import clock, discovery
from cadre.kernel.acts import Act, current_act
from cadre.kernel.models.events import EventDelivery, OutboxEvent

E = TypeVar("E")
Handler = Callable[[Any], None]
log = logging.getLogger(__name__)

EVENTS: dict[str, type] = {}
HANDLERS: dict[type, dict[str, Handler]] = {}
_GIVE_UP_AFTER = 12  # doubling from one second: about an hour


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(name: str) -> Callable[[type[E]], type[E]]:
    """Declare a frozen, keyword-only event of ids and plain values under its wire name: @event("crm.opportunity_won")."""

    def decorate(cls: type[E]) -> type[E]:
        if name in EVENTS:
            raise ValueError(f"event {name} is declared twice")
        made = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        made.wire_name = name  # type: ignore[attr-defined]
        EVENTS[name] = made
        return made

    return decorate


def publish(happened: object) -> None:
    """Tell that something happened; only inside a verb, so that the event and the change commit together."""
    current_act().events.append(happened)


def handles(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register a handler. It may be called more than once for one event, so it must be idempotent."""

    def decorate(function: Callable[[E], None]) -> Callable[[E], None]:
        HANDLERS.setdefault(event_type, {})[f"{function.__module__}.{function.__name__}"] = function
        return function

    return decorate


def append(act: Act) -> None:
    """Write the act's events to the outbox, in its transaction."""
    if not act.events:
        return
    discovery.discover(discovery.HANDLERS)
    at = clock.now()
    OutboxEvent.objects.bulk_create(
        [
            OutboxEvent(
                name=type(happened).wire_name,  # type: ignore[attr-defined]
                payload=_to_json(happened),
                at=at,
                delivered_at=None if HANDLERS.get(type(happened)) else at,
            )
            for happened in act.events
        ],
        batch_size=1000,
    )


def is_due() -> bool:
    """Whether an event waits for its handlers."""
    return OutboxEvent.objects.filter(delivered_at=None, next_try_at__lte=clock.now()).exists()


def deliver_pending(limit: int = 500) -> int:
    """Run the handlers of committed events that are due. Returns how many events were finished.

    A handler and the note that it ran commit together, so its own changes to this database happen once.
    """
    due = OutboxEvent.objects.filter(delivered_at=None, next_try_at__lte=clock.now()).order_by("id")[:limit]
    return sum(_deliver(row) for row in due)


def _deliver(row: OutboxEvent) -> bool:
    discovery.discover(discovery.HANDLERS)
    event_type = EVENTS.get(row.name)
    handlers = HANDLERS.get(event_type, {}) if event_type else {}
    done = set(EventDelivery.objects.filter(event=row).values_list("handler", flat=True))
    failed = [key for key, handler in handlers.items() if key not in done and not _run(row, event_type, key, handler)]
    if not failed:
        row.delivered_at = clock.now()
    else:
        row.attempts += 1
        row.next_try_at = clock.now() + dt.timedelta(seconds=2 ** min(row.attempts, _GIVE_UP_AFTER))
        if row.attempts >= _GIVE_UP_AFTER:
            log.error("event %s %s given up for %s", row.pk, row.name, ", ".join(failed))
            row.delivered_at = clock.now()
    row.save(update_fields=["delivered_at", "attempts", "next_try_at"])
    return not failed


def _run(row: OutboxEvent, event_type: Any, key: str, handler: Handler) -> bool:
    try:
        with transaction.atomic():
            EventDelivery.objects.create(event=row, handler=key)
            handler(_from_json(event_type, row.payload))
    except Exception:  # the event stays due and is tried again later; one bad handler must not stop the others
        log.exception("handler %s failed for event %s %s", key, row.pk, row.name)
        return False
    return True


def _to_json(happened: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(happened, f.name)) for f in dataclasses.fields(happened)}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else value


def _from_json(event_type: Any, payload: dict[str, Any]) -> Any:
    values = {f.name: payload[f.name] for f in dataclasses.fields(event_type) if f.name in payload}
    for f in dataclasses.fields(event_type):
        if f.type is dt.date and values.get(f.name):
            values[f.name] = dt.date.fromisoformat(values[f.name])
    return event_type(**values)
