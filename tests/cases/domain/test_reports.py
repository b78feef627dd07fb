import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain.links import Answers
from cases.domain.reports import file_report, save_report
from cases.enums import CaseState, Disposition, ReportState
from cases.models import Approval, Case, Clock, Filing, Finding, Item, Report
from channels_registry.enums import Grammar, ReasonCode
from channels_registry.models import FlaggedChannel
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from notifications.enums import NoticeKind
from notifications.models import Outbox
from sla.enums import ClockKind, Urgency
from tests.factories.cases import NOON, draft_for, file_cases, link_on, make_sent_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.law import make_category, make_legal_basis
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.recorded import changes_of, verbs_of

pytestmark = pytest.mark.django_db
SECRET = "AbCdEfGhIjKlMn"


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    make_platform(desk.operator, "telegram", ["t.me"], grammar=Grammar.TELEGRAM)
    return desk


def save_again(desk: Desk, report: Report, **fields) -> Report:
    return save_report(
        actor=fields.pop("actor", desk.analyst),
        reference=report.reference,
        draft=draft_for(desk, **fields),
        edit_version=report.edit_version,
        now=NOON,
    )


def file(desk: Desk, report: Report, *, considered: bool = True) -> list[Case]:
    return file_report(
        actor=desk.analyst,
        reference=report.reference,
        edit_version=report.edit_version,
        considered=considered,
        now=NOON,
    )


def keys_of(desk: Desk, case: Case) -> list[str]:
    with acting_as(desk.analyst):
        return list(Item.objects.filter(case=case).values_list("key", flat=True))


def test_a_saved_report_is_a_draft_of_its_agency_with_its_findings(desk):
    report = save_draft(desk, f"{link_on(desk)} https://elsewhere.example/x")
    assert (report.state, report.agency_id, report.issuing_id, report.edit_version) == (
        ReportState.DRAFT,
        desk.agency.pk,
        desk.agency.pk,
        1,
    )
    findings = report.findings.values_list("position", "key", "disposition")
    assert list(findings) == [
        (1, "room/1", Disposition.READY),
        (2, "elsewhere.example/x", Disposition.NO_ADDRESSEE),
    ]
    assert verbs_of("report", report.reference) == ["save"]


def test_the_secret_of_a_private_link_is_stored_nowhere(desk):
    report = save_draft(desk, f"see https://t.me/+{SECRET} and t.me/joinchat/{SECRET}")
    stored = [report.paste, *report.findings.values_list("shown", flat=True)]
    assert stored == [
        "see hxxps://t[.]me/+… and hxxps://t[.]me/joinchat/…",
        "hxxps://t[.]me/+…",
        "hxxps://t[.]me/joinchat/…",
    ]
    assert SECRET not in str(changes_of("report", report.reference))


def test_an_empty_paste_is_not_saved(desk):
    with pytest.raises(Invalid) as refused:
        save_draft(desk, "   \n ")
    assert (refused.value.code, refused.value.field) == ("paste_empty", "paste")


def test_saving_again_keeps_the_masked_findings(desk):
    report = save_draft(desk, f"t.me/+6281234567890 {link_on(desk)}")
    again = save_again(desk, report, paste=report.paste)
    assert list(again.findings.values_list("reason", flat=True)) == [
        ReasonCode.PLATFORM_ADDRESS,
        ReasonCode.TELEGRAM_PHONE,
    ]


def test_what_was_said_of_a_link_survives_saving_and_filing(desk):
    report = save_draft(desk, "@some_channel", answers=Answers(names_are="group"))
    [case] = file(desk, report)
    with acting_as(desk.analyst):
        assert Item.objects.get(case=case).kind == "group"


def test_a_stale_form_is_refused_and_changes_nothing(desk):
    report = save_draft(desk)
    save_again(desk, report, reasons="Second")
    with pytest.raises(Conflict) as refused:
        save_again(desk, report, reasons="Third")
    assert refused.value.code == "report_changed"
    with acting_as(desk.analyst):
        assert Report.objects.get().reasons == "Second"


def test_a_double_click_on_a_new_report_is_entered_once(desk):
    report = save_draft(desk)
    with pytest.raises(Conflict) as refused:
        save_report(
            actor=desk.analyst, reference=report.reference, draft=draft_for(desk), edit_version=0, now=NOON
        )
    assert refused.value.code == "report_saved_already"


def test_a_category_that_does_not_exist_is_refused(desk):
    with pytest.raises(Invalid) as refused:
        save_draft(desk, category="nothing")
    assert refused.value.field == "category"


def test_a_restricted_category_is_closed_to_people_who_are_not_cleared(desk):
    restricted = make_category(restricted=True)
    with pytest.raises(Invalid) as refused:
        save_draft(desk, category=restricted.code, legal_basis="")
    assert refused.value.field == "category"


def test_a_report_of_a_restricted_category_is_unknown_to_people_who_are_not_cleared():
    desk = make_desk(category=make_category(restricted=True))
    report = save_draft(desk)
    colleague = make_actor(desk.agency, Role.ANALYST)
    with pytest.raises(NotKnown):
        save_again(desk, report, actor=colleague)


def test_a_legal_basis_of_another_jurisdiction_is_refused(desk):
    foreign = make_legal_basis(desk.category, jurisdiction="ZZ")
    with pytest.raises(Invalid) as refused:
        save_draft(desk, legal_basis=foreign.code)
    assert refused.value.field == "legal_basis"


def test_a_legal_basis_of_another_category_is_refused(desk):
    other = make_legal_basis(make_category(), jurisdiction=desk.agency.jurisdiction)
    with pytest.raises(Invalid) as refused:
        save_draft(desk, legal_basis=other.code)
    assert refused.value.field == "legal_basis"


def test_urgency_comes_from_the_category_unless_chosen(desk):
    assert save_draft(desk).urgency == Urgency.URGENT
    assert save_draft(desk, urgency="ordinary").urgency == Urgency.ORDINARY


def test_only_an_analyst_saves(desk):
    with pytest.raises(NotAllowed):
        save_draft(desk, actor=desk.approver)


def test_a_moderator_saves_no_report(desk):
    with pytest.raises(NotAllowed):
        save_draft(desk, actor=desk.moderator)


def test_a_stranger_cannot_know_a_report(desk):
    report = save_draft(desk)
    with pytest.raises(NotKnown):
        save_again(desk, report, actor=make_actor(make_agency(), Role.ANALYST))


def test_a_filed_report_becomes_one_case_a_service(desk):
    cases = file_cases(
        desk,
        f"{link_on(desk)} {link_on(desk, 'room/2')} https://t.me/some_channel/5",
        file_number="B-12/2026",
    )
    assert {case.platform.slug: len(keys_of(desk, case)) for case in cases} == {
        desk.platform.slug: 2,
        "telegram": 1,
    }
    assert {(case.state, case.file_number, case.agency_id) for case in cases} == {
        (CaseState.AWAITING_APPROVAL, "B-12/2026", desk.agency.pk)
    }


def test_filing_says_who_filed_and_asks_for_approval_with_a_clock(desk):
    [case] = file_cases(desk)
    with acting_as(desk.analyst):
        filing = Filing.objects.get(case=case)
        approval = Approval.objects.get(case=case)
        clock = Clock.objects.get(case=case)
    assert (filing.filer_id, filing.report.state) == (desk.analyst.user_id, ReportState.FILED)
    assert (approval.filer_id, approval.decision, approval.asked_at) == (desk.analyst.user_id, "", NOON)
    assert (clock.kind, clock.state) == (ClockKind.APPROVE, "running")


def test_filing_tells_the_approvers_and_nobody_else(desk):
    file_cases(desk)
    told = Outbox.objects.values_list("kind", "user_id")
    assert list(told) == [(NoticeKind.APPROVAL_ASKED, desk.approver.user_id)]


def test_filing_is_written_in_both_records(desk):
    [case] = file_cases(desk)
    with acting_as(desk.analyst):
        report = Report.objects.get()
    assert verbs_of("report", report.reference) == ["save", "file"]
    assert verbs_of("case", case.reference) == ["file"]


def test_links_that_cannot_be_sent_stay_in_the_report(desk):
    [case] = file_cases(
        desk, f"{link_on(desk)} https://elsewhere.example/x https://t.me/+{SECRET} {link_on(desk)}/"
    )
    with acting_as(desk.analyst):
        findings = Finding.objects.order_by("position").values_list("disposition", "case_id")
        assert list(findings) == [
            (Disposition.READY, case.pk),
            (Disposition.NO_ADDRESSEE, None),
            (Disposition.REPEATED, None),
            (Disposition.REFUSED, None),
        ]


def test_posts_of_one_channel_share_its_flagged_channel(desk):
    file_cases(desk, f"{link_on(desk, 'room/1')} {link_on(desk, 'room/2')} {link_on(desk, 'room')}")
    channels = FlaggedChannel.objects.values_list("key", "kind", "first_reported_at")
    assert list(channels) == [("room", "channel", NOON)]


def test_a_channel_reported_before_keeps_its_first_date(desk):
    file_cases(desk, link_on(desk, "room/1"))
    file_cases(desk, link_on(desk, "room/2"), now=NOON.replace(hour=20))
    assert list(FlaggedChannel.objects.values_list("first_reported_at", flat=True)) == [NOON]


def test_a_report_with_private_links_only_cannot_be_filed_and_stays_a_draft(desk):
    report = save_draft(desk, f"https://t.me/+{SECRET} https://t.me/c/12/3")
    with pytest.raises(Invalid) as refused:
        file(desk, report)
    assert str(refused.value) == (
        "All 2 links are refused: they are private, invalid or not content. The draft is kept."
    )
    with acting_as(desk.analyst):
        assert (Report.objects.get().state, Case.objects.count()) == (ReportState.DRAFT, 0)


def test_a_text_without_links_is_saved_and_cannot_be_filed(desk):
    report = save_draft(desk, "They met in a room.")
    with pytest.raises(Invalid) as refused:
        file(desk, report)
    assert refused.value.code == "no_links"


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"category": "", "legal_basis": ""}, "category"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"reasons": " "}, "reasons"),
        ({"considerations": " "}, "considerations"),
    ],
)
def test_what_is_missing_is_named_by_its_field(desk, missing, field):
    report = save_draft(desk, **missing)
    with pytest.raises(Invalid) as refused:
        file(desk, report)
    assert refused.value.field == field


def test_that_it_was_considered_must_be_confirmed(desk):
    report = save_draft(desk)
    with pytest.raises(Invalid) as refused:
        file(desk, report, considered=False)
    assert refused.value.field == "considered"


def test_the_kind_of_every_name_must_be_said(desk):
    report = save_draft(desk, "@some_channel")
    with pytest.raises(Invalid) as refused:
        file(desk, report)
    assert refused.value.field == "names_are"


def test_more_than_five_hundred_links_for_one_service_are_refused_with_their_number(desk):
    report = save_draft(desk, "\n".join(link_on(desk, f"room/{number}") for number in range(501)))
    with pytest.raises(Invalid) as refused:
        file(desk, report)
    assert str(refused.value) == (
        f"501 links for {desk.platform.name} can be reported; one case takes at most 500. "
        "Leave some out and enter them in another report."
    )


def test_five_hundred_links_make_one_case(desk):
    [case] = file_cases(desk, "\n".join(link_on(desk, f"room/{number}") for number in range(500)))
    assert len(keys_of(desk, case)) == 500


def test_what_was_claimed_since_the_form_was_opened_is_left_out(desk):
    report = save_draft(desk, f"{link_on(desk, 'room/1')} {link_on(desk, 'room/2')}")
    make_sent_case(desk, ["room/1"])
    [case] = file(desk, report)
    assert keys_of(desk, case) == ["room/2"]


def test_filing_twice_is_a_conflict_and_doubles_nothing(desk):
    report = save_draft(desk)
    file(desk, report)
    with pytest.raises(Conflict):
        file(desk, report)
    with acting_as(desk.analyst):
        assert Case.objects.count() == 1


def test_without_a_policy_nothing_is_filed(desk):
    desk.agency.jurisdiction = "XX"
    desk.agency.save(update_fields=["jurisdiction"])
    basis = make_legal_basis(desk.category, jurisdiction="XX")
    report = save_draft(desk, legal_basis=basis.code)
    with pytest.raises(Invalid) as refused:
        file(desk, report)
    assert refused.value.code == "no_policy"


def test_an_agency_that_only_refers_cannot_file(desk):
    referring = make_agency("referring", jurisdiction=desk.agency.jurisdiction)
    analyst = make_actor(referring, Role.ANALYST)
    report = save_draft(desk, actor=analyst)
    with pytest.raises(NotAllowed) as refused:
        file_report(actor=analyst, reference=report.reference, edit_version=1, considered=True, now=NOON)
    assert refused.value.code == "issuing_only"
