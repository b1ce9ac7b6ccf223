"""A creation sent twice under one Idempotency-Key happens once, and both get the same answer.

The answer is written in the transaction that creates. Of two at the same time the slower one meets the unique key, is undone
as a whole, and is given the faster one's answer.
"""

import hashlib
import re
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from cadre.api.callers import Caller
from cadre.api.problems import BAD_KEY, KEY_REUSED
from cadre.kernel.replies import keep_reply, reply_to

LONGEST = 200
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_KEPT_HEADERS = ("ETag", "Location")


def once(request: HttpRequest, caller: Caller, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of `run`, or the one given before under the same key. Without a key just `run`.

    Raises BAD_KEY, and KEY_REUSED for another request under a key that was used. A refused creation leaves the key free.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return run()
    if not _KEY.fullmatch(key):
        raise BAD_KEY(most=LONGEST)
    digest = _digest(request)
    try:
        with transaction.atomic():
            if (earlier := _earlier(caller, key, digest)) is not None:
                return earlier
            response = run()
            if response.status_code < 400:
                _keep(caller, key, digest, response)
                return response
            transaction.set_rollback(True)
    except IntegrityError:  # the other one was faster
        response = HttpResponse(status=500)
    # What was refused may have been refused because the other one was faster
    return _earlier(caller, key, digest) or response


def _digest(request: HttpRequest) -> str:
    said = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    if request.content_type != "multipart/form-data":
        said.update(request.body)
        return said.hexdigest()
    # A client draws the line between the parts anew each time, and a file need not lie in memory as a whole
    for name, values in sorted(request.POST.lists()):
        said.update(f"{name}={values}\n".encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            said.update(f"{name}={upload.name}\n".encode())
            for chunk in upload.chunks():
                said.update(chunk)
            upload.seek(0)
    return said.hexdigest()


def _earlier(caller: Caller, key: str, digest: str) -> HttpResponse | None:
    found = reply_to(caller.name, key)
    if found is None:
        return None
    if found.digest != digest:
        raise KEY_REUSED(field="Idempotency-Key")
    response = HttpResponse(found.body, status=found.status, content_type="application/json; charset=utf-8")
    for name, value in found.headers.items():
        response[name] = value
    response["Idempotency-Replayed"] = "true"
    return response


def _keep(caller: Caller, key: str, digest: str, response: HttpResponse) -> None:
    headers = {name: response[name] for name in _KEPT_HEADERS if name in response}
    keep_reply(
        user=caller.user,
        caller=caller.name,
        key=key,
        digest=digest,
        status=response.status_code,
        headers=headers,
        body=response.content.decode(),
    )
