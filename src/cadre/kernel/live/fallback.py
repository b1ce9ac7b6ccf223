"""What `/live/` answers where pages run without the ASGI router: under `runserver`, and in tests."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET


@require_GET
def no_stream(_request: HttpRequest) -> HttpResponse:
    """204 tells a browser's EventSource not to come back."""
    return HttpResponse(status=204)
