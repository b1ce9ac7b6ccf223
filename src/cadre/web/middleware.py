"""The first answer, to load balancers, and the last catch, for refusals that a page did not put beside a field itself."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from cadre.kernel.problems import Problems
from cadre.web.typed import typed_in
from cadre.web.views.system import health


class HealthMiddleware:
    """Answers a load balancer before anything asks for TLS or a host name: it knows machines by number, and speaks plainly."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == "/healthz/" else self.get_response(request)


class ProblemMiddleware:
    """403 and 404 become their pages; any other problem a toast (HTMX), or a page of its own that shows what was typed, or a message
    on the page one came from where nothing was (going back from a reading could come back here for ever).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Problems) or request.path.startswith("/api/"):
            return None
        if error.status == 404:
            raise Http404 from error
        if error.status == 403:
            raise PermissionDenied from error
        if getattr(request, "htmx", False):
            response = JsonResponse({"problem": error.message}, status=error.status)
            response["HX-Reswap"] = "none"
            response["HX-Trigger"] = f'{{"cadre:problem": {JsonResponse({"text": error.message}).content.decode()}}}'
            return response
        back = request.headers.get("Referer", "")
        back = back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else ""
        typed = [] if request.method in {"GET", "HEAD"} else typed_in(request)
        if request.method in {"GET", "HEAD"} or typed:
            context = {"message": error.message, "typed": typed, "way_back": back}
            return render(request, "web/refused.html", context, status=error.status)
        messages.error(request, error.message)
        return redirect(back or "/")
