"""A log holds no token that opens a case, a seat or an account."""

import json
import logging
import logging.config
from typing import Any

import structlog

from takedown.log_masks import mask_secrets


def test_the_token_of_a_signed_link_never_reaches_the_log() -> None:
    for door in ("link", "invitation", "password", "drill", "calendar"):
        line = mask_secrets(None, "info", {"request": f"GET /{door}/eyJ0b2tlbiI6MX0:abc-_/"})
        assert line == {"request": f"GET /{door}/…/"}


def test_other_words_stay_as_they_are() -> None:
    line = {"request": "GET /cases/TD-7K3QM-9F2XA/", "code": 200, "event": "request_finished"}
    assert mask_secrets(None, "info", dict(line)) == line


def test_the_mask_is_in_the_chain_of_processors() -> None:
    assert mask_secrets in structlog.get_config()["processors"]


def test_lines_of_others_loggers_are_masked_json_too(settings: Any) -> None:
    made = logging.config.dictConfigClass(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["json"])
    )
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Not Found: %s", ("/link/tok.en/",), None
    )
    said = json.loads(made.format(record))
    assert (said["event"], said["level"], said["logger"]) == (
        "Not Found: /link/…/",
        "warning",
        "django.request",
    )
    assert "timestamp" in said
