"""A log holds no token that opens a case, a seat or an account."""

import structlog

from takedown.log_masks import mask_signed_links


def test_the_token_of_a_signed_link_never_reaches_the_log() -> None:
    for door in ("link", "invitation", "password"):
        line = mask_signed_links(None, "info", {"request": f"GET /{door}/eyJ0b2tlbiI6MX0:abc-_/"})
        assert line == {"request": f"GET /{door}/…/"}


def test_other_words_stay_as_they_are() -> None:
    line = {"request": "GET /cases/TD-7K3QM-9F2XA/", "code": 200, "event": "request_finished"}
    assert mask_signed_links(None, "info", dict(line)) == line


def test_the_mask_is_in_the_chain_of_processors() -> None:
    assert mask_signed_links in structlog.get_config()["processors"]
