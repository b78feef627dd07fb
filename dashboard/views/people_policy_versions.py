"""One version of a policy: what it says and what is wrong with it, published, retired, thrown away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.enums import Role
from dashboard.forms.people_policies import InstantForm
from dashboard.views.desk import desk_view
from dashboard.views.people_policy_words import clocks_in_words, differences_in_words, seats_of
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, saved, setup_page
from kernel.clock import now_of
from kernel.errors import NotKnown
from sla.domain.checking import remarks_on
from sla.domain.comparing import differences
from sla.domain.contents import contents_of
from sla.domain.drafting import begin_draft, discard_draft
from sla.domain.policies import rules_of, version_for, versions_for
from sla.domain.publishing import crossing_agreements, publish_version, retire_version
from sla.enums import Urgency, VersionState
from sla.models import PolicyVersion

editor_view = desk_view(Role.ADMINISTRATOR, owner=True)


@require_safe
@desk_view()
def policy_version(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Show a version; of a draft also what is wrong with it and what it changes."""
    return _page(request, actor, version_for(actor, code, number), SHOWN)


@require_POST
@editor_view
def policy_draft(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Begin a draft, a copy of what was published last."""
    draft = begin_draft(actor=actor, code=code, now=now_of(request))
    return saved(request, _("A draft was begun. Nothing changes until it is published."), address_of(draft))


@require_POST
@editor_view
def policy_publish(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Publish a draft from an instant on."""
    draft = version_for(actor, code, number)
    form = InstantForm(request.POST, time_zone=actor.time_zone)
    status = attempt(
        form,
        lambda: publish_version(
            actor=actor,
            code=code,
            number=number,
            effective_from=form.cleaned_data["at"],
            edit_version=form.cleaned_data["edit_version"] or 0,
            now=now_of(request),
        ),
    )
    if status == DONE:
        done = _("Published. Cases that are open keep the version they have.")
        return saved(request, done, address_of(draft))
    return _page(request, actor, version_for(actor, code, number), status, publish=form)


@require_POST
@editor_view
def policy_retire(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Retire what is in force, or take back what has not begun."""
    version = version_for(actor, code, number)
    form = InstantForm(request.POST, time_zone=actor.time_zone, label=gettext_lazy("Until"))
    status = attempt(
        form,
        lambda: retire_version(
            actor=actor, code=code, number=number, until=form.cleaned_data["at"], now=now_of(request)
        ),
    )
    if status == DONE:
        return saved(request, _("Done."), address_of(version))
    return _page(request, actor, version, status, retire=form)


@require_POST
@editor_view
def policy_discard(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    return press(
        request,
        lambda: discard_draft(actor=actor, code=code, number=number, now=now_of(request)),
        done=gettext_lazy("Thrown away."),
        to=reverse("dashboard:policy", args=[code]),
    )


@require_safe
@desk_view()
def policy_changes(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Show what a version says otherwise than another, in words."""
    version = version_for(actor, code, number)
    others = [each for each in versions_for(actor, version.policy) if each.number != number]
    if not others:
        raise NotKnown("version_unknown", _("There is no other version to compare with."))
    asked = request.GET.get("from", "")
    base = next((each for each in others if str(each.number) == asked), None) or base_of(others, number)
    found = differences(contents_of(base), contents_of(version))
    title = _("What version %(number)s changes") % {"number": number}
    context = {
        "version": version,
        "base": base,
        "others": others,
        "groups": differences_in_words(found),
        "title": title,
        "crumbs": crumbs_to(version, title),
    }
    return setup_page(request, actor, "policy_changes.html", context)


def base_of(others: list[PolicyVersion], number: int) -> PolicyVersion:
    """Return the version before a number, or the nearest after it."""
    return next((each for each in others if each.number < number), others[-1])


def address_of(version: PolicyVersion) -> str:
    """Return where a version is shown."""
    return reverse("dashboard:policy_version", args=[version.policy.code, version.number])


def crumbs_to(version: PolicyVersion, last: str = "") -> list[dict[str, str]]:
    """Return the way to a version, or to a page below it."""
    word = _("Version %(number)s") % {"number": version.number}
    way = [
        {"label": _("Policies"), "url": reverse("dashboard:policies")},
        {"label": str(version.policy), "url": reverse("dashboard:policy", args=[version.policy.code])},
        {"label": word, "url": address_of(version) if last else ""},
    ]
    return [*way, {"label": last, "url": ""}] if last else way


def _page(
    request: HttpRequest,
    actor: Actor,
    version: PolicyVersion,
    status: int,
    *,
    publish: InstantForm | None = None,
    retire: InstantForm | None = None,
) -> HttpResponse:
    now = now_of(request)
    state, contents, rules = version.state_at(now), contents_of(version), rules_of(version)
    is_draft = state == VersionState.DRAFT
    others = [each for each in versions_for(actor, version.policy) if each.number != version.number]
    base = base_of(others, version.number) if others else None
    remarks = [*remarks_on(contents), *crossing_agreements(version.policy, now)] if is_draft else []
    context: dict[str, Any] = {
        "policy": version.policy,
        "version": version,
        "state": state,
        "is_draft": is_draft,
        "is_coming": state == VersionState.COMING,
        "may_edit": edits_shared(actor),
        "may_see_cases": actor.is_agency and actor.has(Role.ADMINISTRATOR, Role.SUPERVISOR),
        "urgencies": list(Urgency),
        "clocks": clocks_in_words(rules),
        "seats": seats_of(rules) if is_draft else [],
        "notice": list(contents.notice.items()),
        "faults": [each for each in remarks if each.refuses],
        "remarks": [each for each in remarks if not each.refuses],
        "base": base,
        "changed": len(differences(contents_of(base), contents)) if base else 0,
        "publish": publish
        or InstantForm(initial={"edit_version": version.edit_version}, time_zone=actor.time_zone),
        "retire": retire or InstantForm(time_zone=actor.time_zone, label=gettext_lazy("Until")),
        "crumbs": crumbs_to(version),
    }
    return setup_page(request, actor, "policy_version.html", context, status)
