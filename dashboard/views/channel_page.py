"""Flagged channels: the list of those in one's own cases, one of them over time, what people note of it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor, acting_as
from accounts.enums import AGENCY_KINDS
from cases.domain import channel_facts
from cases.domain.channel_aliases import add_alias, remove_alias
from cases.domain.channel_file import ChannelFile, channels_for, open_channel
from cases.filters import ChannelFilter
from cases.permissions import AGENCY_READERS
from channels_registry.domain.disguises import show_disguises
from dashboard.forms.channel_facts import AliasForm, SightingForm, SuccessorForm, TitleForm
from dashboard.forms.people_fields import SetupForm
from dashboard.views.desk import desk_view
from dashboard.views.people_saving import DONE, attempt, press, saved
from kernel.clock import now_of
from kernel.paging import keyset_page


@require_safe
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channels(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the channels of the agency's cases, the newest first."""
    with acting_as(actor):
        seen = channels_for(actor)
        narrowed = ChannelFilter(request.GET, queryset=seen)
        chosen = narrowed.qs if narrowed.form.is_valid() else seen.none()
        page = keyset_page(chosen, sort="-first_reported_at", cursor=request.GET.get("after", ""))
    asked = {key: request.GET[key] for key in ("q", "state") if request.GET.get(key)}
    here = reverse("dashboard:channels")
    shown = {
        "rows": page.rows,
        "form": narrowed.form,
        "narrowed": bool(asked),
        "first_url": f"{here}?{urlencode(asked)}" if request.GET.get("after") else "",
        "next_url": f"{here}?{urlencode({**asked, 'after': page.next_cursor})}" if page.next_cursor else "",
    }
    return render(request, "dashboard/channels/channels.html", shown)


@require_safe
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channel(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """Show one channel over time."""
    return _page(request, actor, channel)


@require_POST
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channel_sighting(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """Note whether it is there."""
    form, now = SightingForm(request.POST), now_of(request)

    def verb() -> object:
        return channel_facts.note_sighting(
            actor=actor, channel=channel, seen_at=form.seen_or(now), now=now, **form.said
        )

    return _noted(request, actor, channel, "sighting_form", form, verb, gettext_lazy("Noted."))


@require_POST
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channel_title(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """Note its title."""
    form = TitleForm(request.POST)

    def verb() -> object:
        title = form.cleaned_data["title"]
        return channel_facts.retitle(actor=actor, channel=channel, title=title, now=now_of(request))

    return _noted(request, actor, channel, "title_form", form, verb, gettext_lazy("Noted."))


@require_POST
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channel_successor(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """Link what took its place."""
    form = SuccessorForm(request.POST)

    def verb() -> object:
        link = form.cleaned_data["link"]
        return channel_facts.link_successor(actor=actor, channel=channel, link=link, now=now_of(request))

    return _noted(request, actor, channel, "successor_form", form, verb, gettext_lazy("Linked."))


@require_POST
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channel_unlink(request: HttpRequest, actor: Actor, channel: UUID, succession: UUID) -> HttpResponse:
    """Take a link to a successor back."""
    return press(
        request,
        lambda: channel_facts.unlink_successor(
            actor=actor, channel=channel, succession=succession, now=now_of(request)
        ),
        done=gettext_lazy("Taken back."),
        to=reverse("dashboard:channel", args=[channel]),
    )


@require_POST
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channel_alias(request: HttpRequest, actor: Actor, channel: UUID) -> HttpResponse:
    """Enter a further name."""
    form = AliasForm(request.POST)

    def verb() -> object:
        link = form.cleaned_data["link"]
        return add_alias(actor=actor, channel=channel, link=link, now=now_of(request))

    return _noted(request, actor, channel, "alias_form", form, verb, gettext_lazy("Entered."))


@require_POST
@desk_view(*AGENCY_READERS, kinds=AGENCY_KINDS)
def channel_unalias(request: HttpRequest, actor: Actor, channel: UUID, alias: UUID) -> HttpResponse:
    """Take a further name out."""
    return press(
        request,
        lambda: remove_alias(actor=actor, channel=channel, alias=alias, now=now_of(request)),
        done=gettext_lazy("Taken out."),
        to=reverse("dashboard:channel", args=[channel]),
    )


def _noted(
    request: HttpRequest,
    actor: Actor,
    channel: UUID,
    name: str,
    form: SetupForm,
    verb: Callable[[], object],
    done: str | Promise,
) -> HttpResponse:
    status = attempt(form, verb)
    if status == DONE:
        return saved(request, done, reverse("dashboard:channel", args=[channel]))
    return _page(request, actor, channel, status=status, **{name: form})


def _page(
    request: HttpRequest, actor: Actor, channel: UUID, *, status: int = 200, **forms: SetupForm
) -> HttpResponse:
    with acting_as(actor):
        found = open_channel(actor, channel)
    shown: dict[str, Any] = {
        "file": found,
        "channel": found.channel,
        "heading": show_disguises(found.channel.title or found.channel.key),
        "story": _story(found),
        "now": now_of(request),
        "crumbs": [
            {"label": _("Channels"), "url": reverse("dashboard:channels")},
            {"label": _isolated(found.channel.title or found.channel.key)},
        ],
        "sighting_form": SightingForm(),
        "title_form": TitleForm(initial={"title": found.channel.title}),
        "alias_form": AliasForm(),
        "successor_form": SuccessorForm(),
        **forms,
    }
    return render(request, "dashboard/channels/channel.html", shown, status=status)


def _isolated(text: str) -> str:
    """Return a stranger's words so that they turn nothing around them round."""
    return f"\u2068{show_disguises(text)}\u2069"


_DRAWN = {"up": ("eye", ""), "down": ("eye-off", "accent"), "back_up": ("refresh-alert", "breach")}


def _story(found: ChannelFile) -> list[dict[str, Any]]:
    """Return sightings and titles as entries of one timeline, newest first."""
    entries: list[dict[str, Any]] = []
    for seen in found.sightings:
        row = seen.sighting
        icon, tone = _DRAWN[row.state]
        who = (row.user.name if row.user else "") if seen.own else _("another agency")
        text = row.note if seen.own else ""
        title = row.get_state_display()
        entries.append(
            {"at": row.seen_at, "title": title, "who": who, "text": text, "icon": icon, "tone": tone}
        )
    for titled in found.titles:
        title = _("Called “%(title)s”") % {"title": _isolated(titled.title)}
        entries.append({"at": titled.since, "title": title, "who": "", "text": "", "icon": "tag", "tone": ""})
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)
