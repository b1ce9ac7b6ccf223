"""Reads bodies: JSON only, in UTF-8, not too deep, with nothing in it that the databases or the next reader cannot hold."""

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from cadre.api.problems import NOT_JSON, REPEATED_NAME, UNREADABLE, UNREADABLE_TEXT
from cadre.kernel.rest.paging import UNSTORABLE

DEEPEST = 32


class JsonParser(Parser):
    """Raises UNREADABLE, UNREADABLE_TEXT, REPEATED_NAME or NOT_JSON; ninja wraps them, and `documents` takes them out again."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type not in {"application/json", "application/merge-patch+json"}:
            raise NOT_JSON()
        try:
            found = json.loads(request.body.decode("utf-8"), parse_constant=_refuse_constant, object_pairs_hook=_once)
            check(found)
        except RecursionError as error:
            raise UNREADABLE(reason=_("too deeply nested")) from error
        except UnicodeDecodeError as error:
            raise UNREADABLE(reason=_("byte %(place)s is not UTF-8") % {"place": error.start}) from error
        except json.JSONDecodeError as error:
            place = {"line": error.lineno, "column": error.colno}
            raise UNREADABLE(reason=_("line %(line)s, column %(column)s") % place) from error
        except ValueError as error:  # a number of thousands of digits, NaN or Infinity
            raise UNREADABLE(reason=_("a number that is none, or far too long")) from error
        return found


def check(value: Any, depth: int = 0, field: str | None = None) -> None:
    """Refuse what is nested too deeply or holds an unstorable character. RecursionError, UNREADABLE_TEXT."""
    if depth > DEEPEST:
        raise RecursionError
    if isinstance(value, str):
        if UNSTORABLE.search(value):
            raise UNREADABLE_TEXT(field=field)
    elif isinstance(value, dict):
        for key, inner in value.items():
            check(key, depth + 1)
            check(inner, depth + 1, key if depth == 0 else field)
    elif isinstance(value, list):
        for inner in value:
            check(inner, depth + 1, field)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the body, each of whose names stands once: Python itself would silently take the last."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", next(name for name in names if names.count(name) > 1)[:100])
        raise REPEATED_NAME(field=twice, name=twice)
    return found


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError
