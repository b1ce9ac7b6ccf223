"""What the API forgets in the background."""

from cadre.kernel.limits import forget_windows
from cadre.kernel.periodic import every
from cadre.kernel.replies import forget_replies
from cadre.kernel.tasks import task


@every(hours=6)
@task(repeatable=True)
def throw_away_replies() -> int:
    """Remove answers that are no longer given again. Returns how many."""
    return forget_replies()


@every(hours=6)
@task(repeatable=True)
def throw_away_windows() -> int:
    """Remove the counts of past minutes. Returns how many."""
    return forget_windows()
