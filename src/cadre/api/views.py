"""The description of the API for programs and for people."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from cadre.api.root import openapi


def openapi_document(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, the same for everybody."""
    return JsonResponse(openapi(), headers={"Cache-Control": "public, max-age=300"})


def reference(request: HttpRequest) -> HttpResponse:
    """All operations on one page, read off the same description."""
    return render(request, "api/reference.html", {"description": openapi()})
