import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.domain.signed_links import SignedPayload, read, sign
from kernel.errors import NotKnown

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PAYLOAD = {"contact": "5f0e6c86-0000-4000-8000-000000000000", "case": "TD-7K3QM-9F2XA"}


def opened(token: str, *, purpose: str = "case", now: datetime = NOON) -> SignedPayload:
    return read(token, purpose=purpose, max_age=DAY, now=now)


def test_a_link_says_what_it_was_given_and_when_it_was_issued() -> None:
    read_back = opened(sign(PAYLOAD, purpose="case", now=NOON), now=NOON + DAY)
    assert read_back == SignedPayload(payload=PAYLOAD, issued_at=NOON)


def test_a_link_can_stand_in_an_address_as_it_is() -> None:
    token = sign({"name": "ü/?&=+ #\n"}, purpose="case", now=NOON)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", token)
    assert opened(token).payload == {"name": "ü/?&=+ #\n"}


def test_a_link_ends_when_its_age_is_over() -> None:
    token = sign(PAYLOAD, purpose="case", now=NOON)
    assert opened(token, now=NOON + DAY).issued_at == NOON
    with pytest.raises(NotKnown):
        opened(token, now=NOON + DAY + timedelta.resolution)


def test_a_link_from_the_future_is_not_known() -> None:
    with pytest.raises(NotKnown):
        opened(sign(PAYLOAD, purpose="case", now=NOON), now=NOON - timedelta.resolution)


def test_a_link_for_one_purpose_opens_no_other() -> None:
    with pytest.raises(NotKnown):
        opened(sign(PAYLOAD, purpose="case", now=NOON), purpose="invitation")


def test_a_link_of_another_house_is_not_known(settings: Settings) -> None:
    token = sign(PAYLOAD, purpose="case", now=NOON)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(NotKnown):
        opened(token)


def test_every_single_changed_character_is_noticed() -> None:
    token = sign(PAYLOAD, purpose="case", now=NOON)
    known = []
    for place, char in enumerate(token):
        changed = f"{token[:place]}{'A' if char != 'A' else 'B'}{token[place + 1 :]}"
        try:
            known.append(opened(changed))
        except NotKnown:
            continue
    assert known == []


@given(st.text(max_size=200))
def test_what_a_stranger_types_is_not_known_and_nothing_worse(text: str) -> None:
    with pytest.raises(NotKnown):
        opened(text)


def test_a_very_long_token_is_not_even_looked_at() -> None:
    with pytest.raises(NotKnown):
        opened(sign({"name": "x" * 3000}, purpose="case", now=NOON))


def test_every_reason_has_the_same_answer() -> None:
    token = sign(PAYLOAD, purpose="case", now=NOON)
    answers = set()
    for wrong, now in [(token, NOON + 2 * DAY), (token[:-1], NOON), ("", NOON)]:
        with pytest.raises(NotKnown) as refused:
            opened(wrong, now=now)
        answers.add((refused.value.code, str(refused.value)))
    assert answers == {("link_not_known", "This link is not valid, or no longer.")}
