"""What a view says to htmx, in one place."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect


def wants_fragment(request: HttpRequest) -> bool:
    """Whether this request asks for a part of the page, not a whole one (boosted, or by "back")."""
    htmx = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect, by ``HX-Redirect`` where htmx asked, so that the address changes too."""
    if wants_fragment(request):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)
