"""An auditor reads everywhere in his agency and does nothing there.

Read off the reviewed answers of every route, which test_routes.py holds to.
"""

from pathlib import Path

from tests.architecture.route_asks import ROLES
from tests.architecture.route_grid import read_blocks

EXPECTED = Path(__file__).parent / "routes.txt"
# 409 and 422: a form came back and nothing was done.
REFUSED = {"403", "404", "405", "409", "422", "in", "·"}
# Reviewed: what an auditor may still do, and why.
HIS_OWN = {
    "account_change_password": "himself",
    "account_login": "himself",
    "account_reauthenticate": "himself",
    "account_reset_password": "himself",
    "account_reset_password_from_key": "himself",
    "mfa_activate_totp": "himself",
    "mfa_add_webauthn": "himself",
    "mfa_authenticate": "himself",
    "mfa_deactivate_totp": "himself",
    "mfa_generate_recovery_codes": "himself",
    "mfa_login_webauthn": "himself",
    "mfa_reauthenticate": "himself",
    "mfa_reauthenticate_webauthn": "himself",
    "mfa_remove_webauthn": "himself",
    "set_language": "himself",
    "dashboard:profile": "himself",
    "dashboard:sign_out_elsewhere": "himself",
    "dashboard:own_mail": "when mail comes to himself",
    "dashboard:own_feed": "the address of his own calendar",
    "dashboard:saved_queue_begin": "with which queue his own day begins",
    "dashboard:saved_queue_new": "how he looks at queues, by name",
    "dashboard:case_here": "that he looks at a case, for minutes",
    "dashboard:case_keep": "his own unsent words; nobody else reads them",
    "dashboard:case_forget": "as above",
    "dashboard:notices_read": "his own notices",
    "dashboard:notice_read": "his own notices",
    "dashboard:case_letter_pdf": "sets the PDF of a letter that stands; it says nothing new",
    "api:letter_pdf": "as above",
    "dashboard:record_checks": "orders that the record is checked: his work",
}


def _auditors() -> dict[tuple[str, str], str]:
    """What the auditor is answered, by route and what was asked."""
    place = list(ROLES).index("aud")
    answers = {}
    for route, lines in read_blocks(EXPECTED.read_text()).items():
        for line in lines[1:]:
            asked = line.split()
            answers[route, " ".join(asked[: -len(ROLES)])] = asked[-len(ROLES) :][place]
    return answers


def test_no_post_of_an_auditor_works_but_what_is_his_own() -> None:
    taken = {
        route
        for (route, asked), answer in _auditors().items()
        if not asked.startswith("GET") and answer not in REFUSED
    }
    assert taken - set(HIS_OWN) == set()
