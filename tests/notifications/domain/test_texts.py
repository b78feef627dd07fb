import re

import pytest
from django.utils import translation

from notifications.domain.texts import Late, render, render_digest
from notifications.domain.wording import CLOCKS, WORDINGS
from notifications.enums import NoticeKind
from sla.enums import ClockKind

FULL = {
    "reference": "TD-7K3QM-9F2XA",
    "organisation": "Ministry",
    "platform": "Fotogram",
    "urgency": "urgent",
    "due_at": "2026-11-02T12:00:00+00:00",
    "other_time_zone": "UTC",
    "items": 3,
    "clock": "acknowledge",
    "level": 2,
    "step": "next_contact",
    "reason_code": "insufficient",
    "path": "/cases/TD-7K3QM-9F2XA/",
}
LINK = "https://desk.example/cases/TD-7K3QM-9F2XA/"
TOLD_OF_ONESELF = {
    NoticeKind.FACTOR_ADDED,
    NoticeKind.FACTOR_REMOVED,
    NoticeKind.FACTOR_RESET,
    NoticeKind.CODES_RENEWED,
}
TOLD_OF_A_CASE = set(NoticeKind) - {
    NoticeKind.INVITED,
    NoticeKind.TOKEN_OFFERED,
    NoticeKind.SIGN_IN_HELP,
    NoticeKind.DIGEST,
    NoticeKind.DRILL,
    NoticeKind.DRILL_UNANSWERED,
    NoticeKind.SHEET_IMPORTED,
    NoticeKind.SHEET_FAILED,
    NoticeKind.DUTY_HANDED,
    *TOLD_OF_ONESELF,
}


def test_every_kind_has_its_words() -> None:
    assert set(WORDINGS) == set(NoticeKind)


def test_clocks_are_called_as_on_the_pages() -> None:
    assert {kind: str(words) for kind, words in CLOCKS.items()} == {
        kind.value: str(kind.label) for kind in ClockKind
    }


def test_a_mail_says_what_happened_until_when_and_where_to_look() -> None:
    text = render(NoticeKind.BREACH, FULL, "en", "Asia/Jakarta", LINK)
    assert text.subject == "TD-7K3QM-9F2XA: deadline passed"
    assert text.body == (
        "A deadline of TD-7K3QM-9F2XA has passed.\n\n"
        "Acknowledge: due 2 Nov 2026, 19:00 WIB (12:00 UTC)\n\n"
        f"Open it here, after signing in:\n{LINK}\n\n"
        "Takedown sends the reference, the due time and a link. Everything else is behind the link.\n"
    )
    assert text.notice == (
        "A deadline of TD-7K3QM-9F2XA has passed. · Fotogram · 3 items · "
        "Acknowledge: due 2 Nov 2026, 19:00 WIB (12:00 UTC)"
    )


@pytest.mark.parametrize("kind", sorted(TOLD_OF_A_CASE))
@pytest.mark.parametrize("language", ["en", "id"])
def test_every_mail_names_the_case_and_nothing_of_its_content(kind: NoticeKind, language: str) -> None:
    text = render(kind, FULL, language, "Asia/Jakarta", LINK)
    assert text.subject.startswith("TD-7K3QM-9F2XA: ")
    assert "TD-7K3QM-9F2XA" in text.body.partition("\n")[0]
    assert LINK in text.body
    mail = f"{text.subject}\n{text.body}"
    assert [word for word in ("Fotogram", "urgent", "insufficient", "next_contact") if word in mail] == []
    assert "\n" not in text.notice
    assert text.notice.startswith(text.body.partition("\n")[0])


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_message_with_nothing_to_say_beside_its_kind_is_still_a_message(kind: NoticeKind) -> None:
    text = render(kind, {}, "en", "UTC")
    assert text.subject
    assert re.search(r"%\(|None|\{", f"{text.subject}{text.body}{text.notice}") is None


def test_a_deadline_without_a_clock_is_just_due() -> None:
    text = render(NoticeKind.APPROVAL_ASKED, {**FULL, "clock": ""}, "en", "UTC")
    assert "Due: 2 Nov 2026, 12:00 UTC" in text.body.split("\n\n")


def test_whoever_comes_by_a_signed_link_is_told_that_it_is_his_alone() -> None:
    context = {"reference": "TD-7K3QM-9F2XA", "link": {"contact": "c0ffee", "case": "TD-7K3QM-9F2XA"}}
    body = render(NoticeKind.CASE_SENT, context, "en", "UTC", "https://desk.example/link/x/").body
    assert (
        "This link is yours alone: whoever has it acts in your name.\nhttps://desk.example/link/x/"
        in body.split("\n\n")
    )


def test_a_line_break_in_a_name_does_not_end_the_subject() -> None:
    text = render(NoticeKind.BREACH, {"reference": "TD\r\nBcc: x@example.org"}, "en", "UTC")
    assert text.subject == "TD Bcc: x@example.org: deadline passed"


def test_rendering_leaves_the_language_of_the_caller_alone() -> None:
    with translation.override("en"):
        render(NoticeKind.BREACH, FULL, "id", "UTC")
        assert translation.get_language() == "en"


def test_a_digest_lists_every_message_with_its_due_time_and_link() -> None:
    late = [
        Late(NoticeKind.REMINDER, FULL, "https://desk.example/1/"),
        Late(NoticeKind.CLOSED, {"reference": "TD-22222-22222"}, "https://desk.example/2/"),
    ]
    text = render_digest(late, "en", "UTC")
    assert text.subject == "2 late messages"
    assert text.body == (
        "These messages could not be sent when they were due. They come together now.\n\n"
        "- A deadline of TD-7K3QM-9F2XA draws near.\n"
        "  Acknowledge: due 2 Nov 2026, 12:00 UTC\n"
        "  https://desk.example/1/\n\n"
        "- TD-22222-22222 was closed.\n"
        "  https://desk.example/2/\n\n"
        "Takedown sends the reference, the due time and a link. Everything else is behind the link.\n"
    )


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_test_of_a_contact_never_looks_like_a_case(language: str) -> None:
    context = {"platform": "Fotogram", "link": {"contact": "a", "drill": "b"}, "due_at": FULL["due_at"]}
    text = render(NoticeKind.DRILL, context, language, "UTC", "https://desk.example/drill/x/")
    assert ("TD-" in text.body, "https://desk.example/drill/x/" in text.body) == (False, True)
    assert re.search(r"test|uji", text.subject, re.IGNORECASE) is not None
