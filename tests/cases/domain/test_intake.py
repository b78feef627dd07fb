from datetime import timedelta

import pytest

from accounts.domain.acting import acting_as
from accounts.enums import Role
from cases.domain.intake import MOST_LINKS, examine
from cases.domain.links import Answers, token_of
from cases.enums import Disposition
from cases.models import Case
from channels_registry.enums import Grammar, ReasonCode, Verdict
from kernel.errors import Invalid, NotKnown
from tests.factories.cases import NOON, link_on, make_sent_case, make_waiting_case, save_draft
from tests.factories.desk import Desk, make_desk
from tests.factories.organisations import make_agency
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = make_desk()
    make_platform(desk.operator, "telegram", ["t.me"], grammar=Grammar.TELEGRAM)
    make_platform(desk.operator, "facebook", ["facebook.com"])
    return desk


def judged(desk: Desk, *lines: str, **answers):
    found = examine(actor=desk.analyst, paste="\n".join(lines), now=NOON, answers=Answers(**answers))
    return found.links


def test_each_link_is_judged_in_its_order(desk):
    links = judged(
        desk,
        link_on(desk, "room/1"),
        "https://t.me/+AbCdEfGhIjK",
        "https://facebook.com/groups/12",
        "https://elsewhere.example/page",
        "https://t.me/login/12345",
    )
    assert [(link.position, link.verdict, link.disposition) for link in links] == [
        (1, Verdict.PUBLIC, Disposition.READY),
        (2, Verdict.PRIVATE, Disposition.REFUSED),
        (3, Verdict.UNDETERMINABLE, Disposition.NEEDS_STATEMENT),
        (4, Verdict.PUBLIC, Disposition.NO_ADDRESSEE),
        (5, Verdict.NOT_CONTENT, Disposition.REFUSED),
    ]


def test_a_statement_makes_an_undeterminable_link_reportable(desk):
    token = token_of("facebook", "groups/12")
    [link] = judged(desk, "https://facebook.com/groups/12", statements={token: " Open group. "})
    assert (link.disposition, link.statement) == (Disposition.READY, "Open group.")


def test_an_undeterminable_link_that_names_nothing_is_refused(desk):
    [link] = judged(desk, "https://t.me/addlist/AbCdEf")
    assert (link.verdict, link.disposition) == (Verdict.UNDETERMINABLE, Disposition.REFUSED)


def test_a_service_that_is_no_longer_active_is_no_addressee(desk):
    desk.platform.active = False
    desk.platform.save(update_fields=["active"])
    [link] = judged(desk, link_on(desk))
    assert link.disposition == Disposition.NO_ADDRESSEE


def test_a_service_of_an_operator_that_is_no_longer_active_is_no_addressee(desk):
    desk.operator.active = False
    desk.operator.save(update_fields=["active"])
    [link] = judged(desk, link_on(desk))
    assert link.disposition == Disposition.NO_ADDRESSEE


def test_of_a_telegram_name_the_kind_is_asked(desk):
    [link] = judged(desk, "@some_channel")
    assert (link.asks_kind, link.kind, link.reason) == (True, "", ReasonCode.TELEGRAM_NAME)


def test_the_kind_of_a_name_is_what_the_analyst_says(desk):
    token = token_of("telegram", "some_channel")
    [one, other] = judged(desk, "@some_channel", "@other_one", kinds={token: "group"}, names_are="account")
    assert (one.kind, other.kind) == ("group", "account")


def test_a_kind_that_no_name_can_have_is_not_taken(desk):
    [link] = judged(desk, "@some_channel", names_are="post")
    assert link.kind == ""


def test_a_post_asks_for_no_kind(desk):
    [link] = judged(desk, "https://t.me/some_channel/12")
    assert (link.asks_kind, link.kind) == (False, "post")


def test_the_same_target_in_another_spelling_is_repeated(desk):
    first, second = judged(desk, "https://t.me/some_channel/12", "tg://resolve?domain=Some_Channel&post=12")
    assert (first.disposition, second.disposition, second.same_as) == (
        Disposition.READY,
        Disposition.REPEATED,
        1,
    )


def test_the_same_words_on_two_services_that_nobody_registered_are_no_repeat(desk):
    links = judged(desk, "https://www.tiktok.com/@some.user", "https://www.threads.net/@some.user")
    assert [link.disposition for link in links] == [Disposition.NO_ADDRESSEE] * 2


def test_a_name_that_looks_like_a_reported_one_is_marked(desk):
    make_sent_case(desk, ["kanal_info/1"])
    same, alike, post, other = judged(
        desk,
        *(link_on(desk, path) for path in ("kanal_info/2", "kanal_lnfo", "kanal_1nfo/3", "kanal_berita")),
    )
    assert [link.known_alike for link in (same, alike, post, other)] == ["", "kanal_info", "kanal_info", ""]


def test_a_name_in_foreign_letters_tells_what_it_imitates(desk):
    make_sent_case(desk, ["kanal_info"])
    [link] = judged(desk, "https://t.me/k\u0430nal_info")
    assert (link.disposition, link.reads_as, link.known_alike) == (
        Disposition.REFUSED,
        "kanal_info",
        "kanal_info",
    )


def test_a_post_is_known_by_its_number_and_says_under_whom_it_stands(desk):
    make_platform(desk.operator, "x", ["x.com"], grammar=Grammar.X)
    [link] = judged(desk, "https://x.com/SomeUser/status/12?s=20")
    assert (link.key, link.parent, link.kind) == ("i/status/12", "someuser", "post")


def test_a_target_in_hand_of_the_own_agency_names_its_case(desk):
    case = make_sent_case(desk, ["room/1"])
    [link] = judged(desk, link_on(desk, "room/1"))
    assert link.disposition == Disposition.IN_HAND
    assert link.in_hand is not None
    assert (link.in_hand.reference, link.in_hand.since) == (case.reference, NOON)


def test_a_target_in_hand_of_another_agency_tells_since_and_due_and_never_who(desk):
    case = make_sent_case(desk, ["room/1"])
    stranger = make_actor(make_agency(), Role.ANALYST)
    [link] = examine(actor=stranger, paste=link_on(desk, "room/1"), now=NOON).links
    assert link.disposition == Disposition.IN_HAND
    assert link.in_hand is not None
    assert link.in_hand.reference == ""
    assert (link.in_hand.since, link.in_hand.due_at) == (NOON, NOON + timedelta(minutes=60))
    assert case.reference not in repr(link)


def test_where_no_deadline_of_the_platform_runs_none_is_told(desk):
    case = make_sent_case(desk, ["room/1"])
    with acting_as(desk.analyst):
        never = Case._meta.get_field("operator_due_at").default
        Case.objects.filter(pk=case.pk).update(operator_due_at=never)
    [link] = judged(desk, link_on(desk, "room/1"))
    assert link.in_hand is not None
    assert link.in_hand.due_at is None


def test_a_post_under_a_claimed_channel_is_reportable_with_a_warning(desk):
    make_sent_case(desk, ["room"])
    [link] = judged(desk, link_on(desk, "room/7"))
    assert (link.disposition, link.in_hand) == (Disposition.READY, None)
    assert link.parent_in_hand is not None


def test_a_target_in_an_own_draft_is_reportable_with_its_reference(desk):
    case = make_waiting_case(desk, ["room/1"])
    [link] = judged(desk, link_on(desk, "room/1"))
    assert (link.disposition, link.drafted_in) == (Disposition.READY, case.reference)


def test_another_agencys_draft_is_not_told(desk):
    make_waiting_case(desk, ["room/1"])
    stranger = make_actor(make_agency(), Role.ANALYST)
    [link] = examine(actor=stranger, paste=link_on(desk, "room/1"), now=NOON).links
    assert link.drafted_in == ""


def test_five_thousand_links_are_refused_with_their_number(desk):
    paste = "\n".join(link_on(desk, f"room/{number}") for number in range(5_000))
    with pytest.raises(Invalid) as refused:
        examine(actor=desk.analyst, paste=paste, now=NOON)
    assert (refused.value.code, refused.value.field) == ("too_many_links", "paste")
    assert str(refused.value).startswith("There are 5,000 links, more than the 2,000 that one report takes.")


def test_as_many_links_as_a_report_takes_are_judged(desk):
    paste = "\n".join(link_on(desk, f"room/{number}") for number in range(MOST_LINKS))
    assert len(examine(actor=desk.analyst, paste=paste, now=NOON).ready) == MOST_LINKS


def test_an_empty_paste_holds_no_links(desk):
    assert list(examine(actor=desk.analyst, paste="", now=NOON).links) == []


def test_a_masked_link_of_a_saved_report_keeps_its_first_verdict(desk):
    report = save_draft(desk, f"t.me/+6281234567890 t.me/+AbCdEfGhIj {link_on(desk)}")
    found = examine(actor=desk.analyst, paste=report.paste, now=NOON, reference=report.reference)
    assert [(link.reason, link.disposition) for link in found.links] == [
        (ReasonCode.PLATFORM_ADDRESS, Disposition.READY),
        (ReasonCode.TELEGRAM_PHONE, Disposition.REFUSED),
        (ReasonCode.TELEGRAM_INVITE, Disposition.REFUSED),
    ]


def test_a_masked_link_that_is_taken_out_of_the_text_is_gone(desk):
    report = save_draft(desk, f"t.me/+AbCdEfGhIj {link_on(desk)}")
    found = examine(actor=desk.analyst, paste=link_on(desk), now=NOON, reference=report.reference)
    assert [link.disposition for link in found.links] == [Disposition.READY]


def test_a_report_that_may_not_be_known_cannot_be_named(desk):
    report = save_draft(desk)
    stranger = make_actor(make_agency(), Role.ANALYST)
    with pytest.raises(NotKnown):
        examine(actor=stranger, paste="", now=NOON, reference=report.reference)


def test_links_are_grouped_by_service(desk):
    found = examine(
        actor=desk.analyst,
        paste=f"{link_on(desk)}\nhttps://facebook.com/some.page\n{link_on(desk, 'room/2')}",
        now=NOON,
    )
    groups = {platform.slug: len(links) for platform, links in found.by_platform.items()}
    assert groups == {desk.platform.slug: 2, "facebook": 1}
