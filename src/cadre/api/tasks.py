"""What the API forgets in the background."""

import datetime as dt

from cadre.api.models import StoredReply
from cadre.kernel import clock
from cadre.kernel.periodic import every
from cadre.kernel.tasks import task

HOURS = 24


@every(hours=6)
@task(repeatable=True)
def throw_away_replies() -> int:
    """Remove answers that are no longer given again. Returns how many."""
    return StoredReply.objects.filter(at__lt=clock.now() - dt.timedelta(hours=HOURS)).delete()[0]
