"""The root of the REST API: mounts the rooms' routers and stands guard before each operation."""

import functools
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from cadre.api.documents import refusal
from cadre.api.guard import guarded, problem_405
from cadre.api.reading import JsonParser

VERSION = "1"
PREFIX = "/api/v1/"
ROUTERS = (
    "cadre.kernel.api.router",
    "cadre.people.api.router",
    "cadre.crm.api.router",
    "cadre.voice.api.router",
    "cadre.imports.api.router",
    "cadre.metrics.api.router",
    "cadre.targets.api.router",
    "cadre.cockpit.api.router",
)
DESCRIPTION = """The same verbs and questions as the pages, under the caller's own visibility.

Sign in with `Authorization: Bearer <key>`. Amounts are whole minor units beside a currency. Lists go by cursor.
Creations take an `Idempotency-Key`, changes the `version` you read. Refusals are problem documents (RFC 9457)."""


class ReadableRenderer(JSONRenderer):
    """Chinese stays Chinese: half as long, and people read it."""

    json_dumps_params = {"ensure_ascii": False}


class CadreApi(NinjaAPI):
    """ninja with our parser and our way of refusing."""

    def __init__(self) -> None:
        super().__init__(
            title="Cadre",
            version=VERSION,
            description=DESCRIPTION,
            parser=JsonParser(),
            renderer=ReadableRenderer(),
            openapi_url=None,
            docs_url=None,
            urls_namespace="api",
        )
        for kind in list(self._exception_handlers):
            self.add_exception_handler(kind, refusal)  # type: ignore[arg-type]

    def operations(self) -> Iterator[Operation]:
        """Every operation, mounted."""
        for _address, view in self._views():
            yield from view.operations

    def addresses(self) -> Iterator[tuple[str, Operation]]:
        """Every operation with its address under the prefix."""
        for address, view in self._views():
            for operation in view.operations:
                yield address, operation

    def _views(self) -> Iterator[tuple[str, Any]]:
        for bound in self._get_bound_routers():
            for path, view in bound.path_operations.items():
                yield "/".join(filter(None, (bound.prefix.strip("/"), path.strip("/")))), view

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.operation_id or operation.view_func.__name__


@functools.cache
def api() -> CadreApi:
    """The one API of this process."""
    made = CadreApi()
    for router in ROUTERS:
        made.add_router("", router)
    for operation in made.operations():
        operation.run = guarded(operation, operation.run)  # type: ignore[method-assign, assignment, arg-type]
    return made


def patterns() -> list[Any]:
    """Django's addresses of all operations."""
    found: list[Any] = [pattern for pattern in api().urls[0] if getattr(pattern, "name", "") != "api-root"]
    for pattern in found:
        pattern.callback = problem_405(pattern.callback)
    return found


@functools.cache
def openapi() -> dict[str, Any]:
    """The description of everything, for generators of clients. Read it, do not change it."""
    from cadre.api.description import described

    return described(api())


def elsewhere(request: HttpRequest, **_path: Any) -> HttpResponse:
    """Any address below the prefix that no operation has."""
    from cadre.api.documents import REFERENCE
    from cadre.api.problems import NO_SUCH_ADDRESS

    return refusal(request, NO_SUCH_ADDRESS(reference=REFERENCE))


elsewhere.csrf_exempt = True  # type: ignore[attr-defined]
