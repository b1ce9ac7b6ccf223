"""Not more requests in a minute than one key, and one person, may make; and the headers that say how many are left.

The headers are those of the IETF draft "RateLimit header fields for HTTP".
"""

from django.conf import settings
from django.http import HttpResponse

from cadre.api.callers import Caller
from cadre.api.problems import TOO_MANY
from cadre.kernel.limits import SECONDS, Allowance, spend


class Pace:
    """The pace of one request's caller."""

    def __init__(self) -> None:
        self.allowance: Allowance | None = None

    def keep(self, caller: Caller) -> None:
        """Count the request. Raises TOO_MANY; what one key sends beyond its limit takes nothing from its owner's other keys."""
        limits = {caller.name: settings.CADRE_API_PER_MINUTE} if caller.has_key else {}
        limits[f"user {caller.user.pk}"] = settings.CADRE_API_PER_MINUTE_USER
        found = self.allowance = spend(limits)
        if found is not None and found.is_over:
            raise TOO_MANY(limit=found.limit, seconds=found.resets_in)

    def told(self, response: HttpResponse) -> HttpResponse:
        """The answer with what is left of the allowance."""
        if (left := self.allowance) is not None:
            response["RateLimit-Policy"] = f'"default";q={left.limit};w={SECONDS}'
            response["RateLimit"] = f'"default";r={left.remaining};t={left.resets_in}'
        return response
