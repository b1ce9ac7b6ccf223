"""The page that hands out a stored file."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_GET

from cadre.kernel import files


@require_GET
@login_required
def file_download(request: HttpRequest, file_id: int) -> FileResponse:
    """Always as an attachment: what people upload never runs as a page of ours."""
    stored = files.file_visible_to(request.actor, file_id)  # type: ignore[attr-defined]
    response = FileResponse(
        files.open_stored(stored), as_attachment=True, filename=stored.name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
