"""What the interface forgets, and when."""

import datetime as dt

from cadre.kernel import clock
from cadre.kernel.periodic import every
from cadre.kernel.tasks import task
from cadre.ui.models import FormReceipt

RECEIPT_HOURS = 24


@every(hours=6)
@task(repeatable=True)
def forget_receipts() -> int:
    """Remove receipts of forms that nobody can send again by mistake. Returns how many."""
    old = clock.now() - dt.timedelta(hours=RECEIPT_HOURS)
    return FormReceipt.objects.filter(at__lt=old).delete()[0]  # allow: write - receipts are no business rows
