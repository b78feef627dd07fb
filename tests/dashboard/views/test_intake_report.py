"""The report's form: judged as one types, saved, filed, handed on; nothing typed is lost."""

import re
from typing import Any

import pytest
from django.http import HttpResponse

from accounts.domain.acting import Actor, acting_as
from accounts.enums import OrganisationKind, Role
from cases.domain.links import token_of
from cases.enums import CaseState, Disposition, ReportState
from cases.models import Case, Finding, Item, Report
from channels_registry.enums import Grammar
from tests.dashboard.views.casework_scene import browser_of, minutes_ago, words_of
from tests.factories.cases import draft_for, link_on, make_sent_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_category, make_legal_basis
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db
INVITE = "https://t.me/+AbCdEfGhIjK"


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    make_platform(desk.operator, "telegram", ["t.me"], grammar=Grammar.TELEGRAM)
    make_platform(desk.operator, "facebook", ["facebook.com"])
    return desk


def fields(desk: Desk, paste: str = "", **changed: Any) -> dict[str, Any]:
    """Return a complete form as a browser sends it."""
    draft = draft_for(desk, paste)
    return {
        "edit_version": 0,
        "paste": draft.paste,
        "category": draft.category,
        "legal_basis": draft.legal_basis,
        "urgency": "",
        "reasons": draft.reasons,
        "considerations": draft.considerations,
        "considered": "on",
        "file_number": "",
        "action": "file",
        **changed,
    }


def blank(actor: Actor) -> dict[str, str]:
    """Return the hidden fields of a new report's form."""
    page = browser_of(actor).get("/reports/new/").content.decode()
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    return {"token": found[1]}


def send(actor: Actor, typed: dict[str, Any], address: str = "/reports/new/") -> HttpResponse:
    return browser_of(actor).post(address, typed)


def reports_of(actor: Actor) -> list[Report]:
    with acting_as(actor):
        return list(Report.objects.visible_to(actor))


def cases_of(actor: Actor) -> list[Case]:
    with acting_as(actor):
        return list(Case.objects.visible_to(actor))


def test_a_report_is_filed_from_the_empty_form(desk):
    answer = send(desk.analyst, fields(desk, **blank(desk.analyst)))
    [case] = cases_of(desk.analyst)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.reference}/")
    assert case.state == CaseState.AWAITING_APPROVAL


def test_a_report_for_two_services_leads_to_itself_with_both_cases(desk):
    paste = f"{link_on(desk)} https://facebook.com/some.page"
    answer = send(desk.analyst, fields(desk, paste))
    [report] = reports_of(desk.analyst)
    assert answer.headers["Location"] == f"/reports/{report.reference}/"
    page = words_of(browser_of(desk.analyst).get(answer.headers["Location"]))
    assert [case.reference in page for case in cases_of(desk.analyst)] == [True, True]


def test_saving_keeps_a_draft_and_comes_back_to_it(desk):
    answer = send(desk.analyst, fields(desk, action="save", reasons=""))
    [report] = reports_of(desk.analyst)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/reports/{report.reference}/")
    assert report.state == ReportState.DRAFT


def test_what_one_s_agency_may_not_do_is_refused_before_anything_is_saved(desk):
    referrer = make_actor(make_agency(OrganisationKind.REFERRING), Role.ANALYST)
    referred = send(desk.analyst, fields(desk, action="refer", issuing=str(desk.agency.public_id)))
    filed = send(referrer, fields(desk, legal_basis=""))
    assert (referred.status_code, filed.status_code) == (403, 403)
    assert (reports_of(desk.analyst), reports_of(referrer)) == ([], [])


def test_an_empty_paste_is_told_at_its_field_and_keeps_the_rest(desk):
    answer = send(desk.analyst, fields(desk, paste=" ", reasons="Typed at length."))
    assert answer.status_code == 422
    assert answer.context["form"].errors["paste"] == ["Paste at least one link."]
    assert "Typed at length." in words_of(answer)
    assert reports_of(desk.analyst) == []


def test_five_thousand_links_are_refused_with_their_number_and_stay_in_the_form(desk):
    paste = "\n".join(link_on(desk, f"room/{number}") for number in range(5_000))
    answer = send(desk.analyst, fields(desk, paste))
    assert answer.status_code == 422
    [sentence] = answer.context["form"].errors["paste"]
    assert sentence.startswith("There are 5,000 links, more than the 2,000")
    assert link_on(desk, "room/4999") in answer.content.decode()


def test_a_paste_over_one_megabyte_is_refused_and_stays_in_the_form(desk):
    answer = send(desk.analyst, fields(desk, "x" * 1_000_001))
    assert answer.status_code == 422
    assert "x" * 1_000_001 in answer.content.decode()


def test_only_private_links_are_kept_as_a_draft_with_the_sentence_why(desk):
    answer = send(desk.analyst, fields(desk, f"{INVITE} t.me/c/12/3"))
    assert answer.status_code == 422
    assert answer.context["form"].errors["paste"] == [
        "All 2 links are refused: they are private, invalid or not content. The draft is kept."
    ]
    [report] = reports_of(desk.analyst)
    assert (report.state, cases_of(desk.analyst)) == (ReportState.DRAFT, [])


def test_all_that_a_report_lacks_is_told_at_once(desk):
    typed = fields(desk, "@some_channel", category="", legal_basis="", reasons="", considerations="")
    del typed["considered"]
    answer = send(desk.analyst, typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {
        "names_are",
        "category",
        "legal_basis",
        "reasons",
        "considered",
        "considerations",
    }
    assert "Saved as a draft, not filed yet." in words_of(answer)


def test_a_draft_without_a_category_leaves_the_urgency_to_the_category(desk):
    report = save_draft(desk, category="", legal_basis="", now=minutes_ago(5))
    page = browser_of(desk.analyst).get(f"/reports/{report.reference}/")
    assert page.context["form"].initial["urgency"] == ""


def test_after_a_refused_filing_the_form_builds_on_the_saved_draft(desk):
    answer = send(desk.analyst, fields(desk, reasons=""))
    [report] = reports_of(desk.analyst)
    assert (answer.context["version"], answer.context["action_url"]) == (
        1,
        f"/reports/{report.reference}/",
    )
    again = send(desk.analyst, fields(desk, edit_version=1), answer.context["action_url"])
    assert (again.status_code, len(cases_of(desk.analyst))) == (302, 1)


def test_a_double_click_on_file_enters_one_report_and_one_case(desk):
    typed = fields(desk, **blank(desk.analyst))
    first, second = send(desk.analyst, typed), send(desk.analyst, typed)
    assert (first.status_code, second.status_code) == (302, 409)
    [report] = reports_of(desk.analyst)
    assert f"/reports/{report.reference}/" in second.content.decode()
    assert len(cases_of(desk.analyst)) == 1


def test_a_double_click_on_a_saved_draft_files_it_once(desk):
    report = save_draft(desk, now=minutes_ago(5))
    typed, address = fields(desk, edit_version=1), f"/reports/{report.reference}/"
    first, second = send(desk.analyst, typed, address), send(desk.analyst, typed, address)
    assert (first.status_code, second.status_code) == (302, 409)
    assert len(cases_of(desk.analyst)) == 1


def test_a_token_of_another_person_is_not_taken(desk):
    colleague = make_actor(desk.agency, Role.ANALYST)
    typed = fields(desk, **blank(colleague), action="save")
    send(colleague, typed)
    send(desk.analyst, typed)
    assert len(reports_of(desk.analyst)) == 2


def test_a_stale_form_shows_both_texts_and_saves_on_the_next_try(desk):
    report = save_draft(desk, now=minutes_ago(5))
    address = f"/reports/{report.reference}/"
    send(desk.analyst, fields(desk, action="save", edit_version=1, reasons="Theirs."), address)
    stale = send(desk.analyst, fields(desk, action="save", edit_version=1, reasons="Mine."), address)
    assert stale.status_code == 409
    page = words_of(stale)
    assert "Theirs." in page
    assert "Mine." in page
    assert stale.context["version"] == 2
    again = send(desk.analyst, fields(desk, action="save", edit_version=2, reasons="Mine."), address)
    assert again.status_code == 302
    assert reports_of(desk.analyst)[0].reasons == "Mine."


def test_checking_a_stale_form_does_not_hide_that_it_is_stale(desk):
    report = save_draft(desk, now=minutes_ago(5))
    address = f"/reports/{report.reference}/"
    send(desk.analyst, fields(desk, action="save", edit_version=1), address)
    answer = send(desk.analyst, fields(desk, action="check", edit_version=1), address)
    assert (answer.status_code, answer.context["version"]) == (200, "1")


def test_checking_writes_nothing(desk):
    answer = send(desk.analyst, fields(desk, action="check"))
    assert answer.status_code == 200
    assert reports_of(desk.analyst) == []


def test_links_are_judged_as_typed_and_nothing_is_written(desk):
    paste = f"{link_on(desk)} {INVITE} https://facebook.com/groups/1 https://elsewhere.example/x"
    answer = browser_of(desk.analyst).post("/reports/links/", fields(desk, paste))
    assert [link.disposition for link in answer.context["checked"].links] == [
        Disposition.READY,
        Disposition.REFUSED,
        Disposition.NEEDS_STATEMENT,
        Disposition.NO_ADDRESSEE,
    ]
    assert "AbCdEfGhIjK" not in answer.content.decode()
    assert reports_of(desk.analyst) == []


def test_both_deadlines_are_told_before_anything_is_sent(desk):
    page = words_of(browser_of(desk.analyst).post("/reports/links/", fields(desk)))
    assert f"{desk.platform.name} must acknowledge by" in page
    assert f"{desk.version}" in page
    assert "Default of the jurisdiction" in page


def test_a_new_category_proposes_its_basis_and_urgency(desk):
    category = make_category(urgency="ordinary")
    basis = make_legal_basis(category, jurisdiction=desk.agency.jurisdiction)
    typed = fields(desk, category=category.code, urgency="urgent")
    answer = browser_of(desk.analyst).post("/reports/links/?changed=category", typed)
    form = answer.context["form"]
    assert ([each.code for each in form.bases], form.chosen_urgency) == ([basis.code], "ordinary")


def test_a_target_in_hand_elsewhere_is_told_without_a_name(desk):
    case = make_sent_case(desk, now=minutes_ago(10))
    stranger = make_actor(make_agency(), Role.ANALYST)
    page = words_of(browser_of(stranger).post("/reports/links/", fields(desk, action="check")))
    assert "In hand since" in page
    assert (case.reference in page, desk.agency.name in page) == (False, False)


def test_answers_about_single_links_are_taken(desk):
    token = token_of("facebook", "groups/1")
    typed = fields(
        desk,
        "@some_channel https://facebook.com/groups/1",
        names_are="group",
        **{f"statement-{token}": "An open group."},
    )
    send(desk.analyst, typed)
    with acting_as(desk.analyst):
        kinds = dict(Item.objects.values_list("key", "kind"))
        statements = dict(Item.objects.values_list("key", "statement"))
    assert kinds == {"some_channel": "group", "groups/1": "group"}
    assert statements == {"some_channel": "", "groups/1": "An open group."}


def test_answers_come_back_when_a_draft_is_opened_again(desk):
    token = token_of("telegram", "some_channel")
    send(desk.analyst, fields(desk, "@some_channel", action="save", **{f"kind-{token}": "bot"}))
    [report] = reports_of(desk.analyst)
    page = browser_of(desk.analyst).get(f"/reports/{report.reference}/")
    assert [link.kind for link in page.context["checked"].links] == ["bot"]


def test_a_stored_draft_shows_no_secret(desk):
    send(desk.analyst, fields(desk, f"{link_on(desk)} {INVITE}", action="save"))
    [report] = reports_of(desk.analyst)
    page = browser_of(desk.analyst).get(f"/reports/{report.reference}/").content.decode()
    assert "AbCdEfGhIjK" not in page
    with acting_as(desk.analyst):
        assert [found.disposition for found in Finding.objects.order_by("position")] == [
            Disposition.READY,
            Disposition.REFUSED,
        ]


def test_a_restricted_category_is_offered_to_cleared_people_alone(desk):
    make_category("csam", restricted=True)
    cleared = make_actor(desk.agency, Role.ANALYST, cleared=True)
    offered = {
        who: "csam" in browser_of(actor).get("/reports/new/").context["form"].categories
        for who, actor in (("cleared", cleared), ("other", desk.analyst))
    }
    assert offered == {"cleared": True, "other": False}


def test_a_strangers_report_is_not_found(desk):
    report = save_draft(desk, now=minutes_ago(5))
    stranger = make_actor(make_agency(), Role.ANALYST)
    address = f"/reports/{report.reference}/"
    assert browser_of(stranger).get(address).status_code == 404
    assert send(stranger, fields(desk, edit_version=1), address).status_code == 404
    links = browser_of(stranger).post(f"/reports/links/?report={report.reference}", fields(desk))
    assert links.status_code == 404


@pytest.mark.parametrize("role", ["approver", "supervisor"])
def test_people_who_write_no_reports_read_them_and_cannot_save(desk, role):
    report = save_draft(desk, now=minutes_ago(5))
    reader = getattr(desk, role)
    assert browser_of(reader).get("/reports/new/").status_code == 403
    page = browser_of(reader).get(f"/reports/{report.reference}/")
    assert (page.status_code, page.templates[0].name) == (200, "dashboard/intake/report.html")
    assert send(reader, fields(desk, edit_version=1), f"/reports/{report.reference}/").status_code == 403


def test_a_moderator_has_no_reports(desk):
    assert browser_of(desk.moderator).get("/reports/new/").status_code == 403
    assert browser_of(desk.moderator).get("/reports/").status_code == 403


def test_an_agency_that_only_refers_hands_its_report_on(desk):
    referring = make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction)
    referrer = make_actor(referring, Role.ANALYST)
    typed = fields(desk, action="refer", issuing=str(desk.agency.public_id))
    answer = send(referrer, typed)
    [report] = reports_of(referrer)
    assert (answer.status_code, report.state, report.issuing_id) == (
        302,
        ReportState.REFERRED,
        desk.agency.pk,
    )


def test_a_referral_without_reasons_is_refused_and_the_draft_kept(desk):
    referrer = make_actor(make_agency(OrganisationKind.REFERRING, desk.agency.jurisdiction), Role.ANALYST)
    typed = fields(desk, action="refer", issuing=str(desk.agency.public_id), reasons="")
    answer = send(referrer, typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["reasons"]
    assert [report.state for report in reports_of(referrer)] == [ReportState.DRAFT]
