"""What an operation asks about its request."""

import re

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cadre.kernel.access import Actor
from cadre.kernel.problems import ProblemKind

VERSION_NEEDED = ProblemKind(
    "api.version_needed",
    _("Send the version you read, as “expected_version” or as the header If-Match, so that nobody's change is lost."),
    428,
)
BAD_IF_MATCH = ProblemKind(
    "api.bad_if_match", _('If-Match must be the ETag of the record as you read it, like "3".'), 400
)
_ETAG = re.compile(r'^\s*(?:W/)?"(\d{1,9})"\s*$')


def actor_of_request(request: HttpRequest) -> Actor:
    """Who calls; the API's root has made sure that there is somebody."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def given(request: HttpRequest, in_body: int | None) -> int | None:
    """The version the caller read: from the body, or from If-Match; None for neither or for `*`."""
    header = request.headers.get("If-Match", "").strip()
    if in_body is not None or header in {"", "*"}:
        return in_body
    found = _ETAG.match(header)
    if found is None:
        raise BAD_IF_MATCH()
    request.rest_if_match = True  # type: ignore[attr-defined]
    return int(found.group(1))


def expected_version(request: HttpRequest, in_body: int | None) -> int:
    """As `given`, for changes that cannot do without it: VERSION_NEEDED where it is missing."""
    version = given(request, in_body)
    if version is None:
        raise VERSION_NEEDED(field="expected_version")
    return version
