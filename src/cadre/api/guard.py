"""What stands before and after every operation: who calls, whether the address was spelt right, once-only, and the answer's form."""

import functools
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.operation import Operation
from pydantic import BaseModel

from cadre.api import problems
from cadre.api.callers import Caller, caller_of
from cadre.api.documents import MEDIA_TYPE, refusal
from cadre.api.idempotency import once
from cadre.api.pace import Pace
from cadre.api.reading import check

Run = Callable[..., HttpResponse]


def guarded(operation: Operation, run: Run) -> Run:
    """`run` of an operation, between our checks and our finish. Whatever is raised becomes a problem document."""
    scope = (operation.openapi_extra or {}).get("x-scope", "")
    parameters, several = _names(operation, "query"), _lists(operation)
    fields = _names(operation, "body") | _names(operation, "form") | _names(operation, "file")
    creates = operation.methods == ["POST"] and 201 in operation.response_models

    @functools.wraps(run)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        request.rest_fields = fields  # type: ignore[attr-defined]
        pace = Pace()
        try:
            caller = caller_of(request, scope)
            pace.keep(caller)
            _check_length(request)
            _check_query(request, parameters, several)
            response = _run(request, caller, functools.partial(run, request, **path), creates=creates)
            return pace.told(finished(request, response))
        except Exception as error:  # noqa: BLE001 - refusal logs what it did not expect
            return pace.told(refusal(request, error))

    return answer


def _run(request: HttpRequest, caller: Caller, run: Callable[[], HttpResponse], *, creates: bool) -> HttpResponse:
    return once(request, caller, functools.partial(_with_etag, request, run)) if creates else _with_etag(request, run)


def _with_etag(request: HttpRequest, run: Callable[[], HttpResponse]) -> HttpResponse:
    response = run()
    if response.status_code < 400 and (etag := getattr(request, "rest_etag", None)):
        response["ETag"] = etag
    return response


def finished(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Not modified, or only the fields asked for."""
    if request.method != "GET" or response.status_code != 200:
        return response
    if "ETag" in response and request.headers.get("If-None-Match") == response["ETag"]:
        unchanged = HttpResponse(status=304)
        unchanged["ETag"] = response["ETag"]
        return unchanged
    if wanted := request.GET.get("fields"):
        response.content = json.dumps(_sparse(json.loads(response.content), wanted.split(",")), ensure_ascii=False)
    return response


def _check_length(request: HttpRequest) -> None:
    """A body in chunks without its length would be read as an empty one."""
    if "Transfer-Encoding" in request.headers and not request.headers.get("Content-Length"):
        raise problems.LENGTH_NEEDED()


def _check_query(request: HttpRequest, known: frozenset[str], several: frozenset[str]) -> None:
    """Every name is known, stands once unless it is a list's, and no value holds what cannot be stored."""
    for name, values in request.GET.lists():
        if name not in known:
            listed = ", ".join(sorted(known)) or "–"
            raise problems.UNKNOWN_PARAMETER(field=name[:100], name=name[:100], known=listed)
        if len(values) > 1 and name not in several:
            raise problems.REPEATED_PARAMETER(field=name, name=name, number=len(values))
        check(values, field=name)


def _sparse(found: Any, wanted: list[str]) -> Any:
    if isinstance(found, dict) and "items" in found and "next_cursor" in found:
        return found | {"items": [_sparse(item, wanted) for item in found["items"]]}
    if not isinstance(found, dict):
        return found
    for name in wanted:
        if name not in found:
            raise problems.UNKNOWN_FIELD(field="fields", name=name[:100], known=", ".join(found))
    return {name: found[name] for name in wanted}


def _names(operation: Operation, source: str) -> frozenset[str]:
    """The names a caller may use in a query string or at the top of a body."""
    names: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == source:
            names |= set(getattr(model, "__ninja_flatten_map__", {}))
            if source == "body":
                names |= _fields_of(model)
    return frozenset(names)


def _lists(operation: Operation) -> frozenset[str]:
    """The parameters of a query string that take several values."""
    return frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in getattr(model, "__ninja_collection_fields__", ())
    )


def _fields_of(model: type[BaseModel]) -> set[str]:
    inner = [field.annotation for field in model.model_fields.values()]
    return {name for one in inner if isinstance(one, type) and issubclass(one, BaseModel) for name in one.model_fields}


def problem_405(view: Run) -> Run:
    """ninja's own answer to a wrong method as a problem document; HEAD is answered like GET (the server leaves the body out)."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **path: Any) -> HttpResponse:
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"
        response = view(request, **path)
        if response.status_code == 405 and response["Content-Type"] != MEDIA_TYPE:
            allowed = response["Allow"]
            response = refusal(request, problems.NOT_ALLOWED(method=asked, allowed=allowed))
            response["Allow"] = allowed
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # the guard asks for the token where a cookie signs in
    return answer
