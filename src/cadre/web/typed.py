"""What somebody typed into a form that was refused."""

from django.http import HttpRequest

_UNSEEN = frozenset({"version", "next", "step", "again", "token"})


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody filled in, so that a refusal loses nothing; no secrets, and nothing that he did not see."""
    return [
        (name.replace("_", " "), ", ".join(values))
        for name, values in request.POST.lists()
        if any(values) and not name.startswith(("_", "csrf")) and "password" not in name and name not in _UNSEEN
    ]
