"""Uploaded files are kept whole, handed out as attachments, and only to those who may see them."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cadre.kernel import files, housekeeping
from cadre.kernel.access import SYSTEM, Actor, Role
from cadre.kernel.models import StoredFile, User
from cadre.kernel.problems import NOT_FOUND, Problem


@pytest.fixture(autouse=True)
def own_folder(settings: object, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create_user("ann@example.com", "Ann", "long enough password", roles=[Role.REP])


@pytest.fixture
def bob(db: None) -> User:
    return User.objects.create_user("bob@example.com", "Bob", "long enough password", roles=[Role.REP])


def actor(user: User) -> Actor:
    return Actor(user_id=user.pk, employee_id=None, roles=frozenset({Role.REP}))


def upload(name: str = "deals.csv", content: bytes = b"a,b\n1,2\n") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept() -> list[Path]:
    return [path for path in files.root().rglob("*") if path.is_file()]


def test_what_is_stored_comes_back_byte_by_byte(ann: User) -> None:
    stored = files.store(actor=actor(ann), upload=upload())
    assert files.open_stored(stored).read() == b"a,b\n1,2\n"
    assert (stored.name, stored.size, stored.content_type) == ("deals.csv", 8, "text/csv")


def test_equal_bytes_are_kept_once(ann: User, bob: User) -> None:
    files.store(actor=actor(ann), upload=upload())
    files.store(actor=actor(bob), upload=upload("same.csv"))
    assert len(kept()) == 1
    assert StoredFile.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "options", "code"),
    [
        (upload(content=b"x" * 11), {"limit": 10}, "kernel.file_too_large"),
        (upload(content=b""), {}, "kernel.file_empty"),
        (upload("run.exe"), {"endings": {".csv", ".xlsx"}}, "kernel.file_kind_refused"),
    ],
)
def test_a_refused_file_is_named_with_its_reason_and_leaves_nothing(
    ann: User, sent: SimpleUploadedFile, options: dict[str, object], code: str
) -> None:
    with pytest.raises(Problem) as refused:
        files.store(actor=actor(ann), upload=sent, field="statement", **options)
    assert (refused.value.code, refused.value.field, refused.value.status) == (code, "statement", 422)
    assert "%" not in refused.value.message
    assert not files.root().exists() or kept() == []


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\deals.csv", "deals.csv"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie x.csv"),
        ("", "file"),
        ("...", "file"),
        ("報價單.xlsx", "報價單.xlsx"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_a_name_holds_no_path_and_no_control_character(name: str, safe: str) -> None:
    assert files.safe_name(name) == safe


def test_a_stranger_does_not_learn_that_a_file_exists(ann: User, bob: User) -> None:
    stored = files.store(actor=actor(ann), upload=upload(), attached_to="crm.account", attached_id=1)
    assert files.file_visible_to(actor(ann), stored.pk) == stored
    assert files.file_visible_to(SYSTEM, stored.pk) == stored
    for asker, file_id in ((actor(bob), stored.pk), (actor(ann), stored.pk + 1)):
        with pytest.raises(Problem) as refused:
            files.file_visible_to(asker, file_id)
        assert refused.value.kind is NOT_FOUND


def test_who_sees_the_record_sees_its_files(ann: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_rules", {})
    files.register_rule("crm.account", lambda asker, record: asker.user_id == bob.pk and record == 1)
    mine = files.store(actor=actor(ann), upload=upload(), attached_to="crm.account", attached_id=1)
    other = files.store(actor=actor(ann), upload=upload(), attached_to="crm.account", attached_id=2)
    assert files.file_visible_to(actor(bob), mine.pk) == mine
    with pytest.raises(Problem):
        files.file_visible_to(actor(bob), other.pk)


def test_a_download_is_an_attachment_that_never_runs(ann: User, client: Client) -> None:
    stored = files.store(actor=actor(ann), upload=upload("page 報.html", b"<script>alert(1)</script>"))
    client.force_login(ann, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/files/{stored.pk}/")
    assert answer.status_code == 200
    assert b"".join(answer) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_download_asks_who_you_are(ann: User, bob: User, client: Client) -> None:
    stored = files.store(actor=actor(ann), upload=upload())
    assert client.get(f"/files/{stored.pk}/").status_code == 302
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/files/{stored.pk}/").status_code == 404


def test_bytes_without_a_row_are_removed_when_they_are_old(ann: User) -> None:
    stored = files.store(actor=actor(ann), upload=upload())
    files.store(actor=actor(ann), upload=upload("b.csv", b"other")).delete()
    assert housekeeping.remove_unused_bytes() == 0
    old = time.time() - housekeeping.UNUSED_FILE_SECONDS - 1
    for path in kept():
        os.utime(path, (old, old))
    assert housekeeping.remove_unused_bytes() == 1
    assert kept() == [files.path_of(stored.sha256)]
