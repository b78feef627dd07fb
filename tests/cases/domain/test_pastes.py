import pytest

from cases.domain.pastes import LARGEST_PASTE, check_size, storable
from kernel.errors import Invalid

INVITE = "https://t.me/+AbCdEfGhIjK"
SHOWN = "hxxps://t[.]me/+…"


def test_a_refused_link_is_replaced_by_what_may_be_shown():
    assert storable(f"see {INVITE}, please", {INVITE: SHOWN}) == f"see {SHOWN}, please"


def test_every_repeat_of_a_refused_link_is_replaced():
    assert storable(f"{INVITE}\n{INVITE} {INVITE}.", {INVITE: SHOWN}) == f"{SHOWN}\n{SHOWN} {SHOWN}."


def test_a_secret_spelled_with_invisible_marks_does_not_stay():
    spelled = INVITE.replace("AbC", "A\u200bbC")
    assert storable(f"{INVITE} {spelled}", {INVITE: SHOWN}) == f"{SHOWN} {SHOWN}"


def test_a_refused_link_that_runs_into_the_next_one_is_replaced():
    paste = f"{INVITE} {INVITE}https://t.me/channel_one"
    assert storable(paste, {INVITE: SHOWN}) == f"{SHOWN} {SHOWN}https://t.me/channel_one"


def test_a_public_link_that_begins_like_a_refused_one_is_left_alone():
    paste = "t.me/joinchat t.me/joinchatters"
    masked = storable(paste, {"t.me/joinchat": "hxxps://t[.]me/joinchat/…"})
    assert masked == "hxxps://t[.]me/joinchat/… t.me/joinchatters"


def test_a_link_that_carries_a_refused_address_inside_is_left_alone():
    paste = "https://kanal.example/r?u=elsewhere.example/x elsewhere.example/x"
    masked = storable(paste, {"elsewhere.example/x": "hxxps://elsewhere[.]example/x"})
    assert masked == "https://kanal.example/r?u=elsewhere.example/x hxxps://elsewhere[.]example/x"


def test_a_secret_glued_to_the_word_before_it_is_replaced():
    glued = f"group:{INVITE}"
    assert storable(f"{INVITE} {glued}", {INVITE: SHOWN}) == f"{SHOWN} group:{SHOWN}"


def test_the_longer_of_two_refused_links_is_replaced_first():
    masks = {"t.me/+AbCdEf": "X", "https://t.me/+AbCdEf": "Y"}
    assert storable("https://t.me/+AbCdEf t.me/+AbCdEf", masks) == "Y X"


def test_a_nul_is_taken_out_because_it_cannot_be_stored():
    assert storable("a\x00b", {}) == "ab"


def test_a_paste_of_one_megabyte_is_read():
    check_size("x" * LARGEST_PASTE)


def test_a_paste_over_one_megabyte_is_refused_with_its_size():
    with pytest.raises(Invalid) as refused:
        check_size("é" * (LARGEST_PASTE // 2 + 1))
    assert (refused.value.code, refused.value.field) == ("paste_too_large", "paste")
    assert (
        str(refused.value) == "The text is 1,001 KB large; at most 1,000 KB can be read. Enter it in parts."
    )
