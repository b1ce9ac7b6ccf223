"""The day-to-day record around the deals: who is at the customers, who looks after them, what was said and is planned.

Made up, always in the same way. Contacts and owners come in as files through the import, the rest through bulk verbs.
"""

import csv
import datetime as dt
import io
import random
from collections import Counter, defaultdict
from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import pgettext_lazy

from cadre.crm import queries
from cadre.crm.services.catching_up import note_criteria, record_activities
from cadre.demo.names import FIRST, LAST
from cadre.demo.tongue import written
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM

DAYS, AHEAD = 120, 9
SEATS = [
    (
        "Decision maker",
        [
            pgettext_lazy("job title", "CIO"),
            pgettext_lazy("job title", "Managing director"),
            pgettext_lazy("job title", "Head of finance"),
        ],
    ),
    (
        "Champion",
        [
            pgettext_lazy("job title", "Head of IT operations"),
            pgettext_lazy("job title", "Infrastructure lead"),
            pgettext_lazy("job title", "Head of engineering"),
        ],
    ),
    (
        "Buyer",
        [
            pgettext_lazy("job title", "Head of purchasing"),
            pgettext_lazy("job title", "Senior buyer"),
            pgettext_lazy("job title", "Category manager"),
        ],
    ),
]
SAID = {
    "call": [
        pgettext_lazy("demo activity", "Call about open questions"),
        pgettext_lazy("demo activity", "Follow-up call"),
        pgettext_lazy("demo activity", "Call: budget and timing"),
        pgettext_lazy("demo activity", "Short call with the team"),
        pgettext_lazy("demo activity", "Call about delivery dates"),
    ],
    "mail": [
        pgettext_lazy("demo activity", "Sent the quote"),
        pgettext_lazy("demo activity", "Sent the data sheet"),
        pgettext_lazy("demo activity", "Answered questions about the warranty"),
        pgettext_lazy("demo activity", "Shared the reference list"),
        pgettext_lazy("demo activity", "Sent the meeting notes"),
    ],
    "meeting": [
        pgettext_lazy("demo activity", "Online demo"),
        pgettext_lazy("demo activity", "Requirements workshop"),
        pgettext_lazy("demo activity", "Review of the proposal"),
        pgettext_lazy("demo activity", "Meeting with purchasing"),
    ],
    "visit": [
        pgettext_lazy("demo activity", "Visit on site"),
        pgettext_lazy("demo activity", "Tour of the data centre"),
        pgettext_lazy("demo activity", "Visit with the manager"),
    ],
    "note": [
        pgettext_lazy("demo activity", "Budget moved to next quarter"),
        pgettext_lazy("demo activity", "New contact in operations"),
        pgettext_lazy("demo activity", "Competitor has visited"),
        pgettext_lazy("demo activity", "Wants a pilot first"),
    ],
}
WEIGHTS = [("call", 40), ("mail", 28), ("meeting", 16), ("visit", 9), ("note", 7)]
MINUTES = {"call": 15, "meeting": 60, "visit": 90}


def contacts_file() -> bytes:
    """Three people at each account, with their parts in the decision."""
    rows = []
    for account in queries.accounts(SYSTEM).order_by("name"):
        chance = _chance(account.name)
        domain = "".join(letter for letter in account.name.lower() if letter.isascii() and letter.isalnum())
        taken: set[str] = set()
        for number, (seat, titles) in enumerate(SEATS, 1):
            name = f"{chance.choice([first for first in FIRST if first not in taken])} {chance.choice(LAST)}"
            taken.add(name.split(maxsplit=1)[0])
            mail = f"{name.lower().replace(' ', '.')}@{domain}.example"
            rows.append(
                [
                    f"{domain}-{number}",
                    name,
                    account.name,
                    written(chance.choice(titles)),
                    seat,
                    mail,
                    f"+1 555 {chance.randint(100, 9999):04d}",
                ]
            )
    return _csv(["Contact ID", "Name", "Account", "Job title", "Buying role", "E-mail", "Phone"], rows)


def owners_file() -> bytes:
    """Each account belongs to the rep with the most deals there."""
    deals = queries.opportunities(SYSTEM).exclude(account=None).values_list("account__name", "owner__name")
    by_account: dict[str, Counter[str]] = defaultdict(Counter)
    for account, owner in deals.order_by("pk"):
        by_account[account][owner] += 1
    return _csv(
        ["Account name", "Account Owner"],
        [[account, owners.most_common(1)[0][0]] for account, owners in sorted(by_account.items())],
    )


def fill_days() -> None:
    """Activities of the last 120 days and of the next ones, and the exit criteria that open deals have met."""
    record_activities(actor=SYSTEM, rows=_activities())
    ahead = queries.opportunities(SYSTEM).filter(state="open").order_by("pk").values_list("pk", flat=True)
    note_criteria(actor=SYSTEM, on=clock.today(), also_in_stage=[pk for pk in ahead if _chance(str(pk)).random() < 0.3])


def _activities() -> list[dict[str, Any]]:
    contacts: dict[int, list[int]] = defaultdict(list)
    for pk, account_id in queries.contacts(SYSTEM).order_by("pk").values_list("pk", "account_id"):
        contacts[account_id].append(pk)
    of_owner: dict[int, list[tuple[int, int | None, dt.date, dt.date]]] = defaultdict(list)
    today, last = clock.today(), clock.today() + dt.timedelta(days=AHEAD)
    deals = queries.opportunities(SYSTEM).filter(engaged_on__isnull=False).order_by("pk")
    for pk, owner_id, account_id, engaged_on, closed_on in deals.values_list(
        "pk", "owner_id", "account_id", "engaged_on", "closed_on"
    ):
        if closed_on is None or closed_on > today - dt.timedelta(days=DAYS):
            of_owner[owner_id].append((pk, account_id, engaged_on, closed_on or last))
    rows: list[dict[str, Any]] = []
    for owner_id, owned in sorted(of_owner.items()):
        for offset in range(-DAYS, AHEAD):
            day = today + dt.timedelta(days=offset)
            rows.extend(_day_of(owner_id, day, owned, contacts) if day.weekday() < 5 or offset == 0 else ())
    return rows


def _day_of(owner_id: int, day: dt.date, owned: list[Any], contacts: dict[int, list[int]]) -> list[dict[str, Any]]:
    chance = _chance(f"{owner_id} {(day - clock.today()).days}")
    today = clock.today()
    alive = [deal for deal in owned if deal[2] <= day <= deal[3] and (day < today or deal[3] > today)]
    if not alive:
        return []
    times = chance.sample(
        range(8 * 4, 17 * 4),
        chance.choice([2, 3, 4])
        if day == today
        else chance.choice([0, 1, 2, 2, 3, 4])
        if day < today
        else chance.choice([0, 0, 1, 1, 2]),
    )
    rows = []
    for quarter in sorted(times):
        pk, account_id, _began, _ended = chance.choice(alive)
        at = dt.datetime.combine(day, dt.time(quarter // 4, quarter % 4 * 15), get_current_timezone())
        kind = chance.choices([k for k, _w in WEIGHTS], [w for _k, w in WEIGHTS])[0]
        if at > clock.now() and kind in {"note", "mail"}:
            kind = "call"
        people = contacts.get(account_id or 0)
        rows.append(
            {
                "at": at,
                "on": day,
                "kind": kind,
                "subject": written(chance.choice(SAID[kind])),
                "minutes": MINUTES.get(kind),
                "employee_id": owner_id,
                "opportunity_id": pk,
                "account_id": account_id,
                "contact_id": chance.choice(people) if people and chance.random() < 0.7 else None,
            }
        )
    return rows


def _chance(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same demo at every start


def _csv(headings: list[str], rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()
