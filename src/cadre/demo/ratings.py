"""What the demo's customers gave after calls, meetings and visits. Made up, always in the same way; their words say so."""

import random
from typing import Any

from django.utils.translation import pgettext_lazy

from cadre.crm import queries as crm
from cadre.demo.tongue import written
from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.voice.services import record_ratings

CHANNELS = {"call": "phone", "meeting": "visit", "visit": "visit"}
SHARE = 0.12
WORDS = {
    5: pgettext_lazy("demo rating", "Quick answers, we felt looked after (made up)"),
    4: pgettext_lazy("demo rating", "Good, the quote could have come sooner (made up)"),
    3: pgettext_lazy("demo rating", "All right, nothing special (made up)"),
    2: pgettext_lazy("demo rating", "We had to ask twice (made up)"),
    1: pgettext_lazy("demo rating", "Nobody called back (made up)"),
}
SCORES, WEIGHTS = (5, 4, 3, 2, 1), (38, 36, 16, 7, 3)


def give_ratings() -> None:
    """About one in eight activities with a customer was rated."""
    done = crm.activities(SYSTEM).filter(state="done", kind__in=CHANNELS, account__isnull=False, on__lte=clock.today())
    rows: list[dict[str, Any]] = []
    for activity in done.order_by("at", "employee__name", "pk"):
        chance = random.Random(f"{activity.employee.name} {(clock.today() - activity.on).days} {activity.account}")  # noqa: S311 - the same at every start
        if chance.random() > SHARE:
            continue
        score = chance.choices(SCORES, WEIGHTS)[0]
        rows.append(
            {
                "account_id": activity.account_id,
                "contact_id": activity.contact_id,
                "activity_id": activity.pk,
                "opportunity_id": activity.opportunity_id,
                "employee_id": activity.employee_id,
                "on": activity.on,
                "score": score,
                "channel": CHANNELS[activity.kind],
                "words": written(WORDS[score]) if chance.random() < 0.4 else "",
            }
        )
    record_ratings(actor=SYSTEM, rows=rows)
