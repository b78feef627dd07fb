"""A draft of a policy in hand: its head, and its rules one by one with their ladders."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.acting import Actor
from dashboard.forms.people_fields import CHANGED
from dashboard.forms.people_policies import HeadForm, RuleForm, Steps, steps_form
from dashboard.views.people_policy_versions import address_of, crumbs_to, editor_view
from dashboard.views.people_policy_words import step_what, step_when
from dashboard.views.people_saving import DONE, SHOWN, attempt, press, saved, setup_page
from kernel.clock import now_of
from kernel.errors import Conflict, Invalid, NotKnown
from sla.domain.checking import place_in_words, remarks_at
from sla.domain.contents import Contents, Place, RuleWords, contents_of, stamp_of
from sla.domain.drafting import change_draft, put_rule, remove_rule
from sla.domain.policies import version_for
from sla.enums import ClockKind, Lane, Standing, Urgency, VersionState
from sla.models import PolicyVersion


@require_http_methods(["GET", "POST"])
@editor_view
def policy_head(request: HttpRequest, actor: Actor, code: str, number: int) -> HttpResponse:
    """Change what a draft says beside its rules."""
    draft = _draft(actor, code, number)
    now_says = {**HeadForm.says(contents_of(draft)), "edit_version": draft.edit_version}
    form = HeadForm(request.POST or None, initial=now_says)
    status = SHOWN
    if request.method == "POST":
        status = attempt(
            form,
            lambda: change_draft(
                actor=actor,
                code=code,
                number=number,
                words=form.words(),
                edit_version=form.cleaned_data["edit_version"],
                now=now_of(request),
            ),
        )
        if status == DONE:
            return saved(request, _("Saved."), address_of(draft))
    title = _("Source and checks")
    context = {"form": form, "version": draft, "title": title, "crumbs": crumbs_to(draft, title)}
    return setup_page(request, actor, "policy_head.html", context, status)


@require_http_methods(["GET", "POST"])
@editor_view
def policy_rule(
    request: HttpRequest, actor: Actor, code: str, number: int, kind: str, urgency: str, lane: str
) -> HttpResponse:
    """Write the rule of one clock with its ladder."""
    draft, place = _draft(actor, code, number), _place(kind, urgency, lane)
    if request.method == "GET":
        contents = contents_of(draft)
        rule = contents.rules.get(place)
        shown = rule or contents.rule(*place)
        says = RuleForm.says(shown) if shown else {"standing": Standing.OUR_DEFAULT.value}
        form = RuleForm(initial={**says, "seen": stamp_of(rule)}, place=place)
        steps = steps_form(rule=shown)
        return _rule_page(request, actor, draft, place, contents, form, steps)
    form, steps = RuleForm(request.POST, place=place), steps_form(request.POST)
    if form.is_valid() and steps.is_valid():
        try:
            put_rule(
                actor=actor,
                code=code,
                number=number,
                place=place,
                words=form.words(steps.words()),
                seen=form.cleaned_data["seen"],
                now=now_of(request),
            )
        except (Invalid, Conflict) as error:
            form.attach(error)
            return _not_saved(request, actor, draft, place, form, steps, error)
        return _rule_saved(request, draft, place)
    return _rule_page(request, actor, draft, place, contents_of(draft), form, steps, Invalid.status)


@require_POST
@editor_view
def policy_rule_remove(
    request: HttpRequest, actor: Actor, code: str, number: int, kind: str, urgency: str, lane: str
) -> HttpResponse:
    """Take the rule of one clock out of a draft."""
    draft, place = _draft(actor, code, number), _place(kind, urgency, lane)
    return press(
        request,
        lambda: remove_rule(actor=actor, code=code, number=number, place=place, now=now_of(request)),
        done=gettext_lazy("Taken out."),
        to=address_of(draft),
    )


def _draft(actor: Actor, code: str, number: int) -> PolicyVersion:
    version = version_for(actor, code, number)
    if version.state != VersionState.DRAFT:
        raise Conflict("no_draft", _("This version is published or thrown away: it is no draft any more."))
    return version


def _place(kind: str, urgency: str, lane: str) -> Place:
    try:
        return Place(ClockKind(kind), Urgency(urgency), Lane(lane))
    except ValueError as error:
        raise NotKnown("rule_unknown", _("There is no such rule.")) from error


def _rule_saved(request: HttpRequest, draft: PolicyVersion, place: Place) -> HttpResponse:
    """Go back to the draft, with what is remarked on the rule as it stands now."""
    found = remarks_at(contents_of(draft), place)
    if not found:
        return saved(request, _("Saved."), address_of(draft))
    words = {"remark": found[0].sentence}
    return saved(request, _("Saved, with a remark: %(remark)s") % words, address_of(draft))


def _not_saved(
    request: HttpRequest,
    actor: Actor,
    draft: PolicyVersion,
    place: Place,
    form: RuleForm,
    steps: Steps,
    error: Invalid | Conflict,
) -> HttpResponse:
    contents = contents_of(draft)
    rule = contents.rules.get(place)
    if error.code == CHANGED:
        form.compare(RuleForm.says(rule) if rule else {}, seen=stamp_of(rule))
        form.meanwhile.append((_("Ladder"), _ladder_line(rule)))
    return _rule_page(request, actor, draft, place, contents, form, steps, error.status)


def _ladder_line(rule: RuleWords | None) -> str:
    steps = rule.in_order() if rule else []
    return "\n".join(f"{step_when(step)}: {step_what(step)}" for step in steps)


def _rule_page(
    request: HttpRequest,
    actor: Actor,
    draft: PolicyVersion,
    place: Place,
    contents: Contents,
    form: RuleForm,
    steps: Steps,
    status: int = SHOWN,
) -> HttpResponse:
    title = place_in_words(place)
    context = {
        "form": form,
        "steps": steps,
        "version": draft,
        "place": place,
        "is_there": place in contents.rules,
        "remarks": remarks_at(contents, place) if place in contents.rules else [],
        "title": title,
        "crumbs": crumbs_to(draft, title),
    }
    return setup_page(request, actor, "policy_rule.html", context, status)
