"""The frame of every view: who acts, and what becomes of a rule that says no."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from accounts.domain.acting import Actor
from accounts.domain.rights import belongs
from accounts.enums import OrganisationKind, Role
from kernel.errors import DomainError, NotKnown

P = ParamSpec("P")
DeskView = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return the page that says the sentence of ``error``, with its status."""
    template = "403.html" if error.status == 403 else "dashboard/refused.html"
    return render(request, template, {"error": error}, status=error.status)


def desk_view(
    *roles: Role, kinds: tuple[OrganisationKind, ...] = (), owner: bool = False
) -> Callable[[DeskView[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Call the view as ``view(request, actor, …)`` for these roles (none given: any seat).

    ``kinds`` narrows to kinds of organisation, ``owner`` to the owning agency. What may
    not be known is a 404, what may not be done a 403, a broken rule its own status.
    """

    def wrap(view: DeskView[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def called(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor: Actor | None = getattr(request, "actor", None)
            if actor is None or not belongs(actor, roles, kinds, owner=owner):
                return render(request, "403.html", status=403)
            try:
                return view(request, actor, *args, **kwargs)
            except NotKnown as error:
                raise Http404(str(error)) from error
            except DomainError as error:
                return refused(request, error)

        return called

    return wrap
