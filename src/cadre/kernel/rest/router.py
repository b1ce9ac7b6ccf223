"""A router whose operations name the scope a token needs, and what they are called everywhere."""

from collections.abc import Callable
from typing import Any

from ninja import Router

READS = frozenset({"GET"})


class ApiRouter(Router):
    """The operations of one area. Reading needs the scope `area:read`, anything else `area:write`.

    `scope` on an operation overrides this; an empty one means that any valid token will do. `name` is the operation's own
    (`crm.opportunity.win`) and follows the verb where there is one.
    """

    def __init__(self, area: str) -> None:
        super().__init__(tags=[area])
        self.area = area

    def reads(self, path: str, name: str, response: Any, **more: Any) -> Callable[..., Any]:
        """GET."""
        return self._declare("GET", path, name, {200: response}, **more)

    def creates(self, path: str, name: str, response: Any, **more: Any) -> Callable[..., Any]:
        """POST that makes a record: 201, and once only for one Idempotency-Key."""
        return self._declare("POST", path, name, {201: response}, **more)

    def acts(self, path: str, name: str, response: Any, **more: Any) -> Callable[..., Any]:
        """POST that does something to a record."""
        return self._declare("POST", path, name, {200: response}, **more)

    def changes(self, path: str, name: str, response: Any, **more: Any) -> Callable[..., Any]:
        """PATCH with the fields that change."""
        return self._declare("PATCH", path, name, {200: response}, **more)

    def removes(self, path: str, name: str, **more: Any) -> Callable[..., Any]:
        """DELETE: 204."""
        return self._declare("DELETE", path, name, {204: None}, **more)

    def _declare(
        self, method: str, path: str, name: str, response: dict[int, Any], *, scope: str | None = None, **more: Any
    ) -> Callable[..., Any]:
        if scope is None:
            scope = f"{self.area}:{'read' if method in READS else 'write'}"
        extra = {"x-scope": scope, "security": [{"token": [scope] if scope else []}, {"session": []}]}
        return self.api_operation([method], path, response=response, operation_id=name, openapi_extra=extra, **more)
