"""Files that people upload: bytes under `CADRE_HOME/files`, named by content, kept once however often they come."""

import hashlib
import mimetypes
import os
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cadre.kernel.access import Actor
from cadre.kernel.models import StoredFile
from cadre.kernel.problems import NOT_FOUND, ProblemKind

BYTES_PER_MEGABYTE = 1024 * 1024
CHUNK = 256 * 1024
LONGEST_NAME = 200
FORBIDDEN_IN_NAMES = '<>:"/\\|?*'

FILE_TOO_LARGE = ProblemKind(
    "kernel.file_too_large",
    _("The file has %(size)s MB; at most %(limit)s MB can be sent. Split it, or leave out what is not needed."),
    422,
)
FILE_EMPTY = ProblemKind("kernel.file_empty", _("The file is empty. Choose another one."), 422)
FILE_KIND_REFUSED = ProblemKind(
    "kernel.file_kind_refused", _("%(name)s is not of a kind that is taken here. Send one of: %(kinds)s."), 422
)

_rules: dict[str, Callable[[Actor, int], bool]] = {}


def register_rule(attached_to: str, may_see: Callable[[Actor, int], bool]) -> None:
    """A room tells who sees files of its records: (actor, record id) -> yes or no. Without a rule only who stored a file sees it."""
    _rules[attached_to] = may_see


def store(
    *,
    actor: Actor,
    upload: UploadedFile[bytes],
    attached_to: str = "",
    attached_id: int | None = None,
    endings: Collection[str] = (),
    limit: int | None = None,
    field: str = "file",
) -> StoredFile:
    """Keep an uploaded file.

    `endings` are the taken file endings with their dots, `limit` the most bytes (default CADRE_UPLOAD_LIMIT). Raises
    FILE_TOO_LARGE, FILE_EMPTY or FILE_KIND_REFUSED on `field`; nothing is kept then.
    """
    name = safe_name(upload.name or "")
    ending = Path(name).suffix.lower()
    if endings and ending not in endings:
        raise FILE_KIND_REFUSED(field=field, name=name, kinds=", ".join(sorted(endings)))
    most: int = limit or settings.CADRE_UPLOAD_LIMIT
    if upload.size is not None and upload.size > most:
        raise FILE_TOO_LARGE(field=field, size=-(-upload.size // BYTES_PER_MEGABYTE), limit=most // BYTES_PER_MEGABYTE)
    digest, size = _keep(upload)
    if not size:
        raise FILE_EMPTY(field=field)
    return StoredFile.objects.create(
        name=name,
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        size=size,
        sha256=digest,
        stored_by_id=actor.user_id,
        attached_to=attached_to,
        attached_id=attached_id,
    )


def file_visible_to(actor: Actor, file_id: int) -> StoredFile:
    """The file, if the actor stored it or sees the record it hangs on; else NOT_FOUND."""
    stored = StoredFile.objects.filter(pk=file_id).first()
    if stored is None:
        raise NOT_FOUND()
    if actor.is_system or (stored.stored_by_id is not None and stored.stored_by_id == actor.user_id):
        return stored
    rule = _rules.get(stored.attached_to)
    if rule is None or stored.attached_id is None or not rule(actor, stored.attached_id):
        raise NOT_FOUND()
    return stored


def open_stored(stored: StoredFile) -> IO[bytes]:
    """The file's bytes, for reading. FileNotFoundError when the store lost them."""
    return path_of(stored.sha256).open("rb")


def path_of(sha256: str) -> Path:
    """Where the bytes with this digest lie."""
    return root() / sha256[:2] / sha256


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def safe_name(name: str) -> str:
    """A file name without folders, control characters, or what another system cannot take."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(letter for letter in base if letter.isprintable() and letter not in FORBIDDEN_IN_NAMES).strip(". ")
    ending = Path(clean).suffix[:20]
    if len(clean) > LONGEST_NAME:
        clean = clean[: LONGEST_NAME - len(ending)] + ending
    return clean or "file"


def _keep(upload: UploadedFile[bytes]) -> tuple[str, int]:
    """Write the bytes beside their place and move them in, so that a half-written file is never found under its digest."""
    root().mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(prefix="incoming-", dir=root())
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in upload.chunks(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        if size:
            place = path_of(digest.hexdigest())
            place.parent.mkdir(exist_ok=True)
            os.replace(temporary, place)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return digest.hexdigest(), size
