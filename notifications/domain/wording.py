"""What each kind of message says: a subject and one sentence. Nothing of a case's content.

Both sides of a case may read the same kind, so every sentence is true for either.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.enums import NoticeKind


class Wording(NamedTuple):
    """Subject of the mail; sentence of its body, which is the line of the notice too."""

    subject: str | Promise
    sentence: str | Promise


WORDINGS: dict[NoticeKind, Wording] = {
    NoticeKind.INVITED: Wording(
        _("Invitation to Takedown"),
        _("%(organisation)s invites you to a seat at its desk. Choose a password to take it."),
    ),
    NoticeKind.SIGN_IN_HELP: Wording(
        _("Your password for Takedown"),
        _("A new password was asked for this address. If it was not you, do nothing."),
    ),
    NoticeKind.FACTOR_ADDED: Wording(
        _("Second factor added"),
        _(
            "A second factor was added to your account. If it was not you, tell at once whoever manages "
            "the people of your organisation."
        ),
    ),
    NoticeKind.FACTOR_REMOVED: Wording(
        _("Second factor removed"),
        _(
            "A second factor was removed from your account. If it was not you, tell at once whoever "
            "manages the people of your organisation."
        ),
    ),
    NoticeKind.FACTOR_RESET: Wording(
        _("Second factor reset"),
        _(
            "Your second factor was reset and your sessions have ended. You set up a new one when your "
            "role asks for it at the next sign-in."
        ),
    ),
    NoticeKind.CODES_RENEWED: Wording(
        _("New recovery codes"),
        _(
            "Your recovery codes were made anew; the old ones serve no more. If it was not you, tell at "
            "once whoever manages the people of your organisation."
        ),
    ),
    NoticeKind.TOKEN_OFFERED: Wording(
        _("A token is offered to you"),
        _(
            "%(organisation)s offers you a token: with it a program acts in your name. Accept or decline "
            "it in your profile."
        ),
    ),
    NoticeKind.APPROVAL_ASKED: Wording(
        _("%(reference)s: approval asked"), _("%(reference)s waits for approval by another person.")
    ),
    NoticeKind.RETURNED: Wording(
        _("%(reference)s: returned"), _("%(reference)s was returned to its author, with a reason.")
    ),
    NoticeKind.SHEET_IMPORTED: Wording(
        _("Your sheet is imported"), _("The import of your sheet has ended: its drafts stand.")
    ),
    NoticeKind.SHEET_FAILED: Wording(
        _("Your sheet is not imported"),
        _("The import of your sheet has ended and nothing came of it. Its page says why."),
    ),
    NoticeKind.REPORT_REFERRED: Wording(
        _("%(reference)s: report referred to you"),
        _("Another agency hands you the report %(reference)s: take it over or return it."),
    ),
    NoticeKind.REPORT_RETURNED: Wording(
        _("%(reference)s: report returned"),
        _("The issuing agency returned the report %(reference)s, with a reason."),
    ),
    NoticeKind.REPORT_TAKEN: Wording(
        _("%(reference)s: report taken over"), _("The issuing agency took over the report %(reference)s.")
    ),
    NoticeKind.ASSIGNED: Wording(
        _("%(reference)s: now yours"),
        _("%(reference)s was given to you."),
    ),
    NoticeKind.CASE_SENT: Wording(
        _("%(reference)s: new case"),
        _("The case %(reference)s was sent to you. Open it, sign its receipt and acknowledge it."),
    ),
    NoticeKind.SET_ASIDE: Wording(
        _("%(reference)s: links set aside"),
        _("When %(reference)s was sent, links of it were in hand elsewhere: they were set aside."),
    ),
    NoticeKind.JOINING_ASKED: Wording(
        _("%(reference)s: joining asked"),
        _("The joining that the report %(reference)s asks for waits for another person."),
    ),
    NoticeKind.JOINING_DECIDED: Wording(
        _("%(reference)s: joining decided"),
        _("Another person decided on the joining that the report %(reference)s asks for."),
    ),
    NoticeKind.JOINED: Wording(
        _("%(reference)s: another agency joined"),
        _("Another agency joined %(reference)s on a legal basis of its own."),
    ),
    NoticeKind.PASSED_ON: Wording(
        _("%(reference)s: passed on"),
        _("%(reference)s goes on with what another authority had begun and withdrew: its basis is another."),
    ),
    NoticeKind.RECEIVED: Wording(
        _("%(reference)s: receipt signed"), _("The platform signed the receipt of %(reference)s.")
    ),
    NoticeKind.ACKNOWLEDGED: Wording(
        _("%(reference)s: acknowledged"), _("The platform acknowledged %(reference)s.")
    ),
    NoticeKind.CLARIFICATION_ASKED: Wording(
        _("%(reference)s: clarification asked"), _("The platform asks for clarification of %(reference)s.")
    ),
    NoticeKind.CLARIFICATION_ANSWERED: Wording(
        _("%(reference)s: clarification answered"),
        _("The agency answered the question about %(reference)s."),
    ),
    NoticeKind.IMPOSSIBILITY: Wording(
        _("%(reference)s: declared impossible"),
        _("The platform declared that it cannot give effect to %(reference)s for now."),
    ),
    NoticeKind.IMPOSSIBILITY_ENDED: Wording(
        _("%(reference)s: possible again"),
        _("What kept the platform from giving effect to %(reference)s has ended."),
    ),
    NoticeKind.DECIDED: Wording(
        _("%(reference)s: items decided"), _("The platform decided items of %(reference)s.")
    ),
    NoticeKind.OBJECTED: Wording(
        _("%(reference)s: objection"), _("The platform objects to %(reference)s. A supervisor decides.")
    ),
    NoticeKind.OBJECTION_DECIDED: Wording(
        _("%(reference)s: objection decided"), _("The objection to %(reference)s was decided.")
    ),
    NoticeKind.MESSAGE: Wording(_("%(reference)s: message"), _("There is a new message in %(reference)s.")),
    NoticeKind.AMENDED: Wording(_("%(reference)s: amended"), _("The agency amended %(reference)s.")),
    NoticeKind.EVIDENCE_ADDED: Wording(
        _("%(reference)s: evidence added"), _("The agency added evidence to %(reference)s.")
    ),
    NoticeKind.WITHDRAWN: Wording(_("%(reference)s: withdrawn"), _("%(reference)s was withdrawn.")),
    NoticeKind.VERIFIED: Wording(
        _("%(reference)s: verified"), _("The agency looked again at the items of %(reference)s.")
    ),
    NoticeKind.STILL_UP: Wording(
        _("%(reference)s: still up"), _("The agency found items of %(reference)s still up.")
    ),
    NoticeKind.CLOSED: Wording(_("%(reference)s: closed"), _("%(reference)s was closed.")),
    NoticeKind.REOPENED: Wording(
        _("%(reference)s: reopened"), _("%(reference)s was reopened: something is up again.")
    ),
    NoticeKind.RESTORED: Wording(
        _("%(reference)s: restored"), _("The platform restored what %(reference)s had taken down.")
    ),
    NoticeKind.DEADLINE_CHANGED: Wording(
        _("%(reference)s: deadline changed"), _("A deadline of %(reference)s was moved or waived.")
    ),
    NoticeKind.POLICY_MOVED: Wording(
        _("%(reference)s: deadlines moved"),
        _("%(reference)s runs under another version of its policy from now on; a deadline of it moved."),
    ),
    NoticeKind.REMINDER: Wording(_("%(reference)s: reminder"), _("A deadline of %(reference)s draws near.")),
    NoticeKind.BREACH: Wording(
        _("%(reference)s: deadline passed"), _("A deadline of %(reference)s has passed.")
    ),
    NoticeKind.ESCALATED: Wording(
        _("%(reference)s: unanswered"), _("%(reference)s is unanswered and now comes to you.")
    ),
    NoticeKind.PROPOSAL: Wording(
        _("%(reference)s: sanction proposed"),
        _("The ladder of %(reference)s proposes a sanction. A person decides."),
    ),
    NoticeKind.CORRECTION: Wording(
        _("%(reference)s: correction"),
        _("%(reference)s is in time after all: what was told of a delay is taken back."),
    ),
    NoticeKind.DRILL: Wording(
        _("Test of your contact: please confirm"),
        _(
            "This is a test of whether you are reached at this address. It is no case and asks for no "
            "measure. Open the link and confirm that you have read it."
        ),
    ),
    NoticeKind.DRILL_UNANSWERED: Wording(
        _("A contact did not answer a test"),
        _("A platform did not answer the test of its contact in time. The next contact is asked now."),
    ),
    NoticeKind.DUTY_HANDED: Wording(
        _("You are on duty now"),
        _("Duty was handed over to you and is yours from this moment. A note may stand on the roster."),
    ),
    NoticeKind.DIGEST: Wording(
        _("Several messages that are late"),
        _("These messages could not be sent when they were due. They come together now."),
    ),
}

# The words of ``sla.enums.ClockKind``, which stands on a higher floor.
CLOCKS: dict[str, str | Promise] = {
    "approve": _("Approve"),
    "acknowledge": _("Acknowledge"),
    "effect": _("Give effect"),
    "clarify": _("Answer a clarification"),
    "verify": _("Verify"),
    "recheck": _("Check again"),
    "reinstate": _("Restore"),
}
