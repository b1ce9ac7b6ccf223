"""What happens in the organisation by itself: handovers on their day."""

import logging

from cadre.kernel import clock
from cadre.kernel.access import SYSTEM
from cadre.kernel.periodic import every
from cadre.kernel.problems import Problems
from cadre.kernel.tasks import task
from cadre.people.queries import due_handovers
from cadre.people.services import carry_out_handover

log = logging.getLogger(__name__)


@every(minutes=15)
@task(repeatable=True)
def carry_out_due_handovers() -> int:
    """Do the planned handovers whose day has come. Returns how many were done; one that cannot be done stays due and is logged."""
    done = 0
    for handover in due_handovers(clock.today()):
        try:
            carry_out_handover(actor=SYSTEM, handover_id=handover.pk)
            done += 1
        except Problems:
            log.exception("handover %s of employee %s cannot be done", handover.pk, handover.employee_id)
    return done
