"""Pages of a policy's versions: drafted, written, compared, published, retired, cases let go over."""

from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Role
from accounts.models import User
from cases.models import Case, PolicyMove
from kernel.clock import database_now
from sla.domain.contents import Place, contents_of
from sla.enums import ClockKind, Lane, StepAction, Urgency, VersionState
from sla.models import PolicyVersion
from tests.factories.desk import WHOLE_LADDER, make_desk
from tests.factories.law import make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
EFFECT = ["effect", "urgent", "standard"]


@pytest.fixture
def owner(client):
    agency = make_agency(owner=True)
    client.force_login(make_person(agency, Role.ADMINISTRATOR))
    return agency


@pytest.fixture
def policy():
    return make_policy(is_default=False, steps=WHOLE_LADDER).policy


def url(name: str, *args: object) -> str:
    return reverse(f"dashboard:{name}", args=args)


def typed(page) -> dict[str, str]:
    """Return what a browser would send back of the form of a rule, unchanged."""
    said = {}
    for form in (page.context["form"], page.context["steps"].management_form, *page.context["steps"]):
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                said[field.html_name] = str(getattr(value, "pk", value))
    return said


def draft(client, policy) -> PolicyVersion:
    assert client.post(url("policy_draft", policy.code)).status_code == 302
    return policy.versions.get(number=2)


def rule_url(policy, *place: str) -> str:
    return url("policy_rule", policy.code, 2, *(place or EFFECT))


def test_a_form_that_is_sent_back_as_it_came_changes_nothing(client, owner, policy):
    version = draft(client, policy)
    before = contents_of(version)
    for place in before.rules:
        page = client.get(rule_url(policy, *(part.value for part in place)))
        assert client.post(page.request["PATH_INFO"], typed(page)).status_code == 302
    after = contents_of(PolicyVersion.objects.get(pk=version.pk))
    assert after.rules.keys() == before.rules.keys()
    for place, rule in before.rules.items():
        again = after.rules[place]
        assert set(again.steps) == set(rule.steps)
        assert again.allowance_minutes == rule.allowance_minutes


def test_a_step_is_added_removed_and_named_after_what_it_does(client, owner, policy):
    draft(client, policy)
    page = client.get(rule_url(policy))
    said = typed(page)
    said |= {"step-0-remove": "on", "step-10-action": "supervisor", "step-10-at": "-10", "step-10-key": ""}
    assert client.post(rule_url(policy), said).status_code == 302
    rule = contents_of(policy.versions.get(number=2)).rules[Place(ClockKind.EFFECT, Urgency.URGENT)]
    keys = {step.key: step for step in rule.steps}
    assert "half" not in keys
    assert (keys["supervisor-2"].action, keys["supervisor-2"].offset_minutes) == (StepAction.SUPERVISOR, -10)


def test_what_is_missing_in_a_step_is_said_at_its_field_and_nothing_is_lost(client, owner, policy):
    draft(client, policy)
    said = typed(client.get(rule_url(policy))) | {
        "step-10-action": "next_contact",
        "step-11-action": "remind",
        "step-11-at": "101",
        "step-11-anchor": "share",
        "citation": "Act 9",
    }
    page = client.post(rule_url(policy), said)
    assert page.status_code == 422
    errors = page.context["steps"].errors
    assert (sorted(errors[10]), sorted(errors[11])) == (["at", "contact_function"], ["at"])
    assert page.context["form"]["citation"].value() == "Act 9"


def test_who_saves_second_sees_what_it_says_now_beside_his_own_words(client, owner, policy):
    draft(client, policy)
    stale = typed(client.get(rule_url(policy)))
    client.post(rule_url(policy), {**stale, "allowance_minutes": "60"})
    page = client.post(rule_url(policy), {**stale, "allowance_minutes": "90"})
    assert page.status_code == 409
    assert (
        "60" in str(page.context["form"].meanwhile),
        page.context["form"]["allowance_minutes"].value(),
    ) == (
        True,
        "90",
    )
    assert client.post(rule_url(policy), {**typed(page)}).status_code == 302
    rule = contents_of(policy.versions.get(number=2)).rules[Place(ClockKind.EFFECT, Urgency.URGENT)]
    assert rule.allowance_minutes == 90


def test_a_rule_of_the_lane_begins_as_the_standard_one(client, owner, policy):
    draft(client, policy)
    lane = rule_url(policy, "effect", "urgent", "trusted")
    page = client.get(lane)
    assert (page.context["is_there"], page.context["form"]["allowance_minutes"].value()) == (False, 240)
    client.post(lane, {**typed(page), "allowance_minutes": "30"})
    place = Place(ClockKind.EFFECT, Urgency.URGENT, Lane.TRUSTED)
    assert contents_of(policy.versions.get(number=2)).rules[place].allowance_minutes == 30
    client.post(f"{lane}remove/")
    assert place not in contents_of(policy.versions.get(number=2)).rules


def test_an_address_that_names_no_clock_is_not_found(client, owner, policy):
    draft(client, policy)
    assert client.get(rule_url(policy, "effect", "urgent", "fast")).status_code == 404


def test_a_fault_is_said_on_the_page_and_holds_back_the_publication(client, owner, policy):
    version = draft(client, policy)
    said = typed(client.get(rule_url(policy)))
    said = {name: value for name, value in said.items() if not name.startswith("step-")} | {
        "step-TOTAL_FORMS": "1",
        "step-INITIAL_FORMS": "0",
        "step-0-anchor": "due",
        "step-0-standing": "our_default",
    }
    saved = client.post(rule_url(policy), said, follow=True)
    assert "a breach would stay unseen" in saved.content.decode()
    version.refresh_from_db()
    publish = url("policy_publish", policy.code, 2)
    page = client.post(publish, {"edit_version": version.edit_version})
    assert (page.status_code, "a breach would stay unseen" in page.content.decode()) == (422, True)
    assert PolicyVersion.objects.get(pk=version.pk).state == VersionState.DRAFT


def test_a_version_is_published_for_an_instant_of_the_readers_zone(client, owner, policy):
    version = draft(client, policy)
    publish = url("policy_publish", policy.code, 2)
    for wrong in ("soon", "2001-01-01T00:00"):
        assert client.post(publish, {"edit_version": 1, "at": wrong}).status_code == 422
    year = database_now().year + 1
    assert client.post(publish, {"edit_version": 1, "at": f"{year}-03-01T07:30"}).status_code == 302
    version.refresh_from_db()
    zone = User.objects.get(membership__organisation=owner).time_zone
    assert version.in_force.lower.astimezone(ZoneInfo(zone)).hour == 7
    page = client.get(url("policy_version", policy.code, 2))
    assert page.context["state"] == VersionState.COMING
    assert client.post(url("policy_retire", policy.code, 2)).status_code == 302
    assert client.get(url("policy_version", policy.code, 2)).context["state"] == VersionState.RETIRED


def test_what_changes_is_said_in_words(client, owner, policy):
    draft(client, policy)
    client.post(rule_url(policy), {**typed(client.get(rule_url(policy))), "allowance_minutes": "180"})
    head = url("policy_head", policy.code, 2)
    said = {field.html_name: field.value() for field in client.get(head).context["form"]}
    said = {name: value for name, value in said.items() if value} | {"source": "Act 2", "dead_form": "block"}
    assert client.post(head, said).status_code == 302
    page = client.get(url("policy_changes", policy.code, 2))
    groups = page.context["groups"]
    lines = {where: [(line.what, line.before, line.after) for line in each] for where, each in groups}
    assert lines == {
        "The whole version": [
            ("Source", "For tests", "Act 2"),
            ("Link that is dead by its form", "warns", "holds the notice back"),
        ],
        "Give effect · Urgent": [("Time allowed", "4 h", "3 h")],
    }


def test_a_draft_is_thrown_away(client, owner, policy):
    draft(client, policy)
    assert client.post(url("policy_discard", policy.code, 2)).status_code == 302
    assert not policy.versions.filter(number=2).exists()


def test_only_the_owner_knows_of_a_draft(client, owner):
    policy = make_policy(jurisdiction="QX", steps=WHOLE_LADDER).policy
    draft(client, policy)
    for house, role in ((make_agency(), Role.SUPERVISOR), (make_operator(), Role.LEAD)):
        client.force_login(make_person(house, role))
        assert client.get(url("policy_version", policy.code, 1)).status_code == 200
        assert client.get(url("policy_version", policy.code, 2)).status_code == 404
        assert "Draft" not in client.get(url("policy", policy.code)).content.decode()


def test_a_supervisor_sees_what_would_move_and_lets_his_cases_go_over(client, owner):
    desk = make_desk()
    policy = desk.version.policy
    case = desk.sent_case(database_now())
    draft(client, policy)
    ack = rule_url(policy, "acknowledge", "urgent", "standard")
    client.post(ack, {**typed(client.get(ack)), "allowance_minutes": "90"})
    cases = url("policy_cases", policy.code, 2)
    totals = client.get(cases).context["totals"]
    assert (totals.cases, totals.moved, totals.late) == (1, 1, 0)
    client.post(url("policy_publish", policy.code, 2), {"edit_version": 2})
    client.force_login(User.objects.get(pk=desk.supervisor.user_id))
    page = client.get(cases)
    ((row, shifts),) = page.context["rows"]
    assert (row.case, len(shifts), page.context["may_move"]) == (case, 1, True)
    assert client.post(url("policy_move", policy.code, 2)).status_code == 302
    with acting_as(COMMAND):
        assert Case.objects.get(pk=case.pk).policy_version.number == 2
        assert PolicyMove.objects.get().moved == 1
    assert client.get(cases).context["may_move"] is False
