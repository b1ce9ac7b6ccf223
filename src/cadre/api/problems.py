"""What the API itself refuses, before any room is asked."""

from django.utils.translation import gettext_lazy as _

from cadre.kernel.problems import ProblemKind

SIGN_IN_NEEDED = ProblemKind(
    "api.sign_in_needed",
    _("Send a valid key as “Authorization: Bearer …”. You make one under your name, “API keys”."),
    401,
)
BAD_TOKEN = ProblemKind(
    "api.bad_token",
    _("This key is unknown, has run out or was taken back. Make a new one under your name, “API keys”."),
    401,
)
SCOPE_MISSING = ProblemKind(
    "api.scope_missing", _("This key may not do this: it needs the scope “%(scope)s”. Make one that has it."), 403
)
CSRF_FAILED = ProblemKind(
    "api.csrf_failed",
    _("The page is out of date, or this did not come from it. Reload it; scripts use a key instead of a cookie."),
    403,
)
NO_SUCH_ADDRESS = ProblemKind(
    "api.no_such_address", _("There is no operation at this address. The list of all is at %(reference)s."), 404
)
NOT_ALLOWED = ProblemKind("api.method_not_allowed", _("This address does not take %(method)s, but: %(allowed)s."), 405)
TOO_LARGE = ProblemKind(
    "api.too_large", _("The body is larger than %(limit)s MB. Send less at once, or import a file."), 413
)
LENGTH_NEEDED = ProblemKind(
    "api.length_needed", _("Send the length of the body as Content-Length; a body in chunks is not taken."), 411
)
NOT_JSON = ProblemKind("api.not_json", _("Send JSON, with “Content-Type: application/json”."), 415)
UNREADABLE = ProblemKind("api.unreadable", _("The body is not valid JSON in UTF-8: %(reason)s."), 400)
UNREADABLE_TEXT = ProblemKind(
    "api.unreadable_text", _("A text holds a character that is none (NUL, or half of one). Remove it."), 422
)
UNKNOWN_PARAMETER = ProblemKind(
    "api.unknown_parameter", _("There is no parameter “%(name)s” here. Known are: %(known)s."), 422
)
REPEATED_PARAMETER = ProblemKind(
    "api.repeated_parameter",
    _("“%(name)s” takes one value, and stands here %(number)s times. Send the one you mean."),
    422,
)
REPEATED_NAME = ProblemKind(
    "api.repeated_name", _("“%(name)s” stands twice in one object of the body. Send the one you mean."), 422
)
UNKNOWN_FIELD = ProblemKind(
    "api.unknown_field", _("There is no field “%(name)s” in the answer. Known are: %(known)s."), 422
)
BAD_KEY = ProblemKind(
    "api.bad_idempotency_key", _("An Idempotency-Key has 1 to %(most)s printable ASCII characters."), 400
)
KEY_REUSED = ProblemKind(
    "api.idempotency_key_reused",
    _("This Idempotency-Key was already used for another request. Take a new one for each thing you create."),
    422,
)
TOO_MANY = ProblemKind(
    "api.too_many_requests",
    _(
        "More than %(limit)s requests in a minute. Wait %(seconds)s seconds, as Retry-After says, and send them more slowly."
    ),
    429,
)
BUSY = ProblemKind("api.busy", _("The database is busy. Try again in a few seconds."), 503)
BROKEN = ProblemKind(
    "api.broken",
    _("Something went wrong on our side, and nothing was changed. Try again; tell your administrator if it stays."),
    500,
)
