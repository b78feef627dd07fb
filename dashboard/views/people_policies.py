"""Policies: what runs how long, which steps follow, where it is written."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.acting import Actor
from accounts.domain.rights import edits_shared
from accounts.enums import Role
from dashboard.views.desk import desk_view
from dashboard.views.people_policy_words import clocks_in_words
from dashboard.views.people_saving import press, setup_page
from kernel.clock import now_of
from sla.domain.confirming import confirm_fact
from sla.domain.notice_rules import effects_of
from sla.domain.policies import agreements_for, policies_for, policy_for, rules_of, versions_for
from sla.enums import Urgency, VersionState
from sla.models import Agreement


@require_safe
@desk_view()
def policies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the policies that the reader may know of."""
    return setup_page(request, actor, "policies.html", {"policies": policies_for(actor, now_of(request))})


@require_safe
@desk_view()
def policy(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show a policy: clocks and ladders of its published version, facts, agreements."""
    found = policy_for(actor, code)
    now = now_of(request)
    versions = [(each, each.state_at(now)) for each in versions_for(actor, found)]
    version = next((each for each, state in versions if state == VersionState.PUBLISHED), None)
    rules = rules_of(version) if version is not None else []
    context = {
        "policy": found,
        "version": version,
        "versions": versions,
        "draft": next((each for each, state in versions if state == VersionState.DRAFT), None),
        "urgencies": list(Urgency),
        "clocks": clocks_in_words(rules),
        "notice": list(effects_of(version).items()) if version is not None else [],
        "facts": list(found.facts.all()),
        "agreements": [(each, _span(each)) for each in agreements_for(actor, found)],
        "may_edit": edits_shared(actor),
        "crumbs": [
            {"label": _("Policies"), "url": reverse("dashboard:policies")},
            {"label": str(found), "url": ""},
        ],
    }
    return setup_page(request, actor, "policy.html", context)


@require_POST
@desk_view(Role.ADMINISTRATOR, owner=True)
def fact_confirm(request: HttpRequest, actor: Actor, code: str, key: str) -> HttpResponse:
    """Confirm a fact by name."""
    return press(
        request,
        lambda: confirm_fact(actor=actor, policy=code, key=key, now=now_of(request)),
        done=gettext_lazy("Confirmed in your name."),
        to=reverse("dashboard:policy", args=[code]),
    )


def _span(agreement: Agreement) -> tuple[object, object]:
    return agreement.in_force.lower, agreement.in_force.upper
