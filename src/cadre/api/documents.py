"""Refusals as problem documents (RFC 9457), in the language that is active when they are written."""

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from cadre.api import problems
from cadre.api.sentences import sentence
from cadre.kernel.problems import CHANGED_MEANWHILE, INVALID, NOT_FOUND, Problem, Problems

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/v1/docs"
BYTES_PER_MEGABYTE = 1024 * 1024
log = logging.getLogger(__name__)


def refusal(request: HttpRequest, error: Exception) -> HttpResponse:
    """The document for anything that an operation raised. What was not expected is logged and answered without its text."""
    found = _expected(error)
    if found is None:
        log.exception("%s %s broke", request.method, request.path, exc_info=error)
        found = problems.BROKEN()
    return document(request, found)


def document(request: HttpRequest, refused: Problems) -> HttpResponse:
    """One or more problems as one answer, field by field."""
    first = refused.problems[0]
    status = refused.status
    if first.kind is CHANGED_MEANWHILE and getattr(request, "rest_if_match", False):
        status = 412  # what the header asks for by its own standard
    fields: Collection[str] = getattr(request, "rest_fields", ())
    if first.kind is NOT_FOUND and _named(first.field, fields) in fields:
        status = 422  # the address is right; what the body points to is not there
    body = {
        "type": f"{REFERENCE}#{first.code}",
        "title": title(status),
        "status": status,
        "detail": refused.message,
        "code": first.code,
        "errors": [_error(problem, fields) for problem in refused.problems],
    }
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="cadre"'
    if first.kind is problems.TOO_MANY:
        response["Retry-After"] = str(first.params["seconds"])
    if status == 503:
        response["Retry-After"] = "5"
    return response


def title(status: int) -> str:
    """The kind of refusal in a few words."""
    titles = {
        400: _("The request cannot be read"),
        401: _("Who are you?"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Not possible here"),
        409: _("Does not fit the present state"),
        411: _("The length is missing"),
        412: _("Changed meanwhile"),
        413: _("Too large"),
        415: _("Wrong kind of content"),
        422: _("Some values cannot be accepted"),
        428: _("The version is missing"),
        429: _("Too many requests"),
        503: _("Busy at the moment"),
    }
    return titles.get(status, _("Something went wrong"))


def _expected(error: BaseException | None) -> Problems | None:
    if isinstance(error, HttpError):  # ninja's wrapping of what our parser raised
        return _expected(error.__cause__)
    if isinstance(error, Problems):
        return error
    if isinstance(error, ValidationError):
        return Problems(_invalid(error.errors))
    if isinstance(error, Http404):
        return NOT_FOUND()
    return _unreadable(error)


def _unreadable(error: BaseException | None) -> Problems | None:
    if isinstance(error, RequestDataTooBig):
        return problems.TOO_LARGE(limit=(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // BYTES_PER_MEGABYTE)
    if isinstance(error, UnreadablePostError):
        return problems.UNREADABLE(reason=_("it ended too early"))
    if isinstance(error, OperationalError) and "locked" in str(error):
        return problems.BUSY()
    return None


def _invalid(errors: Iterable[Mapping[str, Any]]) -> list[Problem]:
    found = []
    for error in errors:
        field = _place(error["loc"])
        is_empty = field is None and error["type"] == "missing"
        found.append(
            INVALID(field=field, reason=_("Send the values as a JSON object.") if is_empty else sentence(error))
        )
    return found or [INVALID(reason="")]


def _place(loc: Iterable[Any]) -> str | None:
    """`("body", "payload", "met", 0)` -> `met.0`: the caller does not know the names of our arguments."""
    source, *rest = loc
    if source == "body" or (rest and rest[0] in {"query", "payload"}):
        rest = rest[1:]
    return ".".join(str(part) for part in rest) or None


def _error(problem: Problem, fields: Collection[str]) -> dict[str, Any]:
    told: dict[str, Any] = {"field": _named(problem.field, fields), "code": problem.code, "message": problem.message}
    values = {
        name: value.isoformat() if isinstance(value, dt.date) else value for name, value in problem.params.items()
    }
    if params := {name: value for name, value in values.items() if _is_plain(value) and name != "reason"}:
        told["params"] = params
    return told


def _named(field: str | None, fields: Collection[str]) -> str | None:
    """The field as the body calls it: a verb speaks of the account, a body of the account's id."""
    return f"{field}_id" if field not in fields and f"{field}_id" in fields else field


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, int | str) or (isinstance(value, list) and all(map(_is_plain, value)))
