"""What people are told. One text a kind and language (``notifications/domain/texts.py``)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NoticeKind(TextChoices):
    """Kinds of message."""

    INVITED = "invited", _("Invitation")
    SIGN_IN_HELP = "sign_in_help", _("Password help")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTOR_RESET = "factor_reset", _("Second factor reset")
    CODES_RENEWED = "codes_renewed", _("Recovery codes renewed")
    TOKEN_OFFERED = "token_offered", _("Token offered")
    APPROVAL_ASKED = "approval_asked", _("Approval asked")
    RETURNED = "returned", _("Returned to author")
    SHEET_IMPORTED = "sheet_imported", _("Sheet imported")
    SHEET_FAILED = "sheet_failed", _("Sheet not imported")
    REPORT_REFERRED = "report_referred", _("Report referred")
    REPORT_RETURNED = "report_returned", _("Report returned")
    REPORT_TAKEN = "report_taken", _("Report taken over")
    ASSIGNED = "assigned", _("Assigned to you")
    CASE_SENT = "case_sent", _("New case")
    SET_ASIDE = "set_aside", _("Links set aside")
    JOINING_ASKED = "joining_asked", _("Joining asked")
    JOINING_DECIDED = "joining_decided", _("Joining decided")
    JOINED = "joined", _("Another agency joined")
    PASSED_ON = "passed_on", _("Passed on")
    RECEIVED = "received", _("Receipt signed")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLARIFICATION_ASKED = "clarification_asked", _("Clarification asked")
    CLARIFICATION_ANSWERED = "clarification_answered", _("Clarification answered")
    IMPOSSIBILITY = "impossibility", _("Impossibility declared")
    IMPOSSIBILITY_ENDED = "impossibility_ended", _("Impossibility ended")
    DECIDED = "decided", _("Items decided")
    OBJECTED = "objected", _("Objection")
    OBJECTION_DECIDED = "objection_decided", _("Objection decided")
    MESSAGE = "message", _("Message")
    AMENDED = "amended", _("Amended")
    EVIDENCE_ADDED = "evidence_added", _("Evidence added")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VERIFIED = "verified", _("Verified")
    STILL_UP = "still_up", _("Still up")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    RESTORED = "restored", _("Restored")
    DEADLINE_CHANGED = "deadline_changed", _("Deadline changed")
    POLICY_MOVED = "policy_moved", _("Moved to another version")
    REMINDER = "reminder", _("Reminder")
    BREACH = "breach", _("Deadline passed")
    ESCALATED = "escalated", _("Escalated")
    PROPOSAL = "proposal", _("Sanction proposed")
    CORRECTION = "correction", _("Correction")
    DRILL = "drill", _("Test of the contact")
    DRILL_UNANSWERED = "drill_unanswered", _("Test not answered")
    DUTY_HANDED = "duty_handed", _("Duty handed over")
    DIGEST = "digest", _("Digest")


class MailWhen(TextChoices):
    """When a person wants his mail."""

    AT_ONCE = "at_once", _("At once")
    DIGEST = "digest", _("Gathered, at set hours")
    URGENT = "urgent", _("Only what is urgent")


class Held(TextChoices):
    """Why a mail waits, or does not come at all: its recipient chose so."""

    DIGEST = "digest", _("Waits for the digest")
    QUIET = "quiet", _("Waits for the end of quiet hours")
    PAGE = "page", _("In the page alone")
