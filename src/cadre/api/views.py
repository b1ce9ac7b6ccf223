"""The description of the API for programs and for people."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cadre.api.root import openapi


@require_safe
def openapi_document(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, the same for everybody."""
    return JsonResponse(openapi(), headers={"Cache-Control": "public, max-age=300"})


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """All operations on one page, read off the same description."""
    return render(request, "api/reference.html", {"description": openapi()})
