"""Files to import, as an upload brings them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from cadre.imports import services

if TYPE_CHECKING:
    from cadre.imports.models import ImportRun
    from cadre.kernel.access import Actor


def upload(text: str | bytes, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


def products_file(actor: Actor) -> ImportRun:
    """An import of one product that waits for its check."""
    return services.start_import(actor=actor, kind="products", upload=upload("product,sales_price\nWidget,12.50\n"))
