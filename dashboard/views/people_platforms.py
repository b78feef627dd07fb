"""Services of operators and their hosts."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.enums import Role
from channels_registry.domain.contacts import contacts_of, may_edit_contacts
from channels_registry.domain.registry import (
    PLATFORM_FIELDS,
    add_host,
    add_platform,
    change_platform,
    platform_for,
    platforms_for,
    remove_host,
)
from channels_registry.domain.risks import answers_of, reachable
from channels_registry.models import Platform
from dashboard.forms.people_setup import HostForm, NewPlatformForm, PlatformForm, open_operators
from dashboard.navigation import PLATFORM_READERS
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, SHOWN, attempt, attempt_on, press, saved, setup_page
from kernel.clock import now_of
from kernel.fingerprints import fingerprint

NEW = {"active": True, "confirm_every_days": 90, "drill_hours": 24}
owner_view = desk_view(Role.ADMINISTRATOR, owner=True)


@require_safe
@desk_view(*PLATFORM_READERS)
def platforms(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the services that the reader may know of."""
    context = {
        "platforms": platforms_for(actor),
        "reachable": reachable(),
        "may_edit": edits_shared(actor),
    }
    return setup_page(request, actor, "platforms.html", context)


@require_http_methods(["GET", "POST"])
@owner_view
def platform_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Register a service of an operator."""
    form = NewPlatformForm(request.POST or None, initial=NEW)
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: add_platform(
                actor=actor,
                operator=form.cleaned_data["operator"],
                slug=form.cleaned_data["slug"],
                words=form.words(),
                now=now_of(request),
            ),
        )
        if status == DONE:
            done = _("Registered. Add its hosts and contacts.")
            return saved(request, done, _address(form.cleaned_data["slug"]))
    context = {"form": form, "operators": open_operators().exists()}
    return setup_page(request, actor, "platform_new.html", context, status)


@require_http_methods(["GET", "POST"])
@desk_view(*PLATFORM_READERS)
def platform(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show a service with hosts and contacts, or change what is said of it."""
    found = platform_for(actor, slug)
    if request.method == "GET":
        return _page(request, actor, found, _form_of(found), HostForm(), SHOWN)
    form = PlatformForm(request.POST)
    status = attempt_on(
        form,
        lambda: change_platform(
            actor=actor,
            slug=slug,
            words=form.words(),
            now=now_of(request),
            seen=form.cleaned_data["seen"],
        ),
        fresh=lambda: platform_for(actor, slug),
        says=_says,
        fields=PLATFORM_FIELDS,
    )
    if status == DONE:
        return saved(request, _("Saved."), _address(slug))
    return _page(request, actor, found, form, HostForm(), status)


@require_POST
@desk_view(*PLATFORM_READERS)
def host_new(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Register a host of a service."""
    form = HostForm(request.POST)
    status = attempt(
        form,
        lambda: add_host(actor=actor, slug=slug, host=form.cleaned_data["host"], now=now_of(request)),
    )
    if status == DONE:
        return saved(request, _("Registered. Links to it are judged from now on."), _address(slug))
    found = platform_for(actor, slug)
    return _page(request, actor, found, _form_of(found), form, status)


@require_POST
@desk_view(*PLATFORM_READERS)
def host_remove(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Take a host from a service."""
    host = request.POST.get("host", "")
    return press(
        request,
        lambda: remove_host(actor=actor, slug=slug, host=host, now=now_of(request)),
        done=_("Removed. Links to it have no addressee."),
        to=_address(slug),
    )


def _address(slug: str) -> str:
    return reverse("dashboard:platform", args=[slug])


def _says(platform: Platform) -> dict[str, object]:
    return {name: getattr(platform, name) for name in PLATFORM_FIELDS}


def _form_of(platform: Platform) -> PlatformForm:
    return PlatformForm(initial={**_says(platform), "seen": fingerprint(platform, PLATFORM_FIELDS)})


def _page(
    request: HttpRequest, actor: Actor, platform: Platform, form: PlatformForm, host: HostForm, status: int
) -> HttpResponse:
    keeps = may_edit_contacts(actor, platform)
    contacts = contacts_of(actor, platform) if keeps else []
    context = {
        "platform": platform,
        "hosts": [{"host": each.host, "hidden": [("host", each.host)]} for each in platform.hosts.all()],
        "contacts": [each for each in contacts if each.active],
        "retired": [each for each in contacts if not each.active],
        "keeps_contacts": keeps,
        "answers": answers_of(platform, now_of(request)),
        "may_edit": edits_shared(actor),
        "form": form,
        "host_form": host,
        "crumbs": [
            {"label": _("Platforms"), "url": reverse("dashboard:platforms")},
            {"label": platform.name, "url": ""},
        ],
    }
    return setup_page(request, actor, "platform.html", context, status)
