"""What is said where no view answers: below /api/ as problem details, elsewhere as a page."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext_lazy as _
from django.views import defaults

from api.problems import AGAIN_AFTER, Refusal, busy, problem

BELOW = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django itself refuses."""
    if not request.path.startswith(BELOW):
        return defaults.bad_request(request, exception)
    return problem(request, Refusal(400, "bad_request", _("This request cannot be read.")))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what may not be done."""
    if not request.path.startswith(BELOW):
        return defaults.permission_denied(request, exception)
    return problem(request, Refusal(403, "not_allowed", _("You may see this, but not do it")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address that is none."""
    if not request.path.startswith(BELOW):
        return defaults.page_not_found(request, exception)
    return problem(request, Refusal(404, "not_found", _("There is nothing here.")))


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a fault of the desk's own: it is in the log, not in the answer."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    if not request.path.startswith(BELOW):
        return _busy_page(request) if away else defaults.server_error(request)
    if away:
        return problem(request, busy())
    said = _("This step failed and was undone. The fault is recorded; deadlines run on and are kept.")
    return problem(request, Refusal(500, "failed", said))


def _busy_page(request: HttpRequest) -> HttpResponse:
    # Like Django's own pages for faults: without the request, so that nothing is read for it.
    page = loader.get_template("503.html").render()
    return HttpResponse(page, status=503, headers={"Retry-After": AGAIN_AFTER})
