"""Words of the casework. Pages, API and documents use the same."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseKind(TextChoices):
    """What a case is for; only orders count in figures and leave as mail."""

    ORDER = "order", _("Order")
    REPLAY = "replay", _("Replay")


class CaseState(TextChoices):
    """Where a case stands."""

    DRAFT = "draft", _("Draft")
    AWAITING_APPROVAL = "awaiting_approval", _("Awaiting approval")
    RETURNED = "returned", _("Returned to author")
    SENT = "sent", _("Sent")
    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    CLARIFICATION = "clarification", _("Clarification asked")
    IMPOSSIBLE = "impossible", _("Impossible for now")
    DISPUTED = "disputed", _("Disputed")
    ANSWERED = "answered", _("Answered")
    VERIFIED = "verified", _("Verified")
    CLOSED = "closed", _("Closed")
    REOPENED = "reopened", _("Reopened")
    WITHDRAWN = "withdrawn", _("Withdrawn")


UNSENT_STATES = (CaseState.DRAFT, CaseState.AWAITING_APPROVAL, CaseState.RETURNED)
OPEN_STATES = (
    CaseState.SENT,
    CaseState.RECEIVED,
    CaseState.ACKNOWLEDGED,
    CaseState.CLARIFICATION,
    CaseState.IMPOSSIBLE,
    CaseState.DISPUTED,
    CaseState.ANSWERED,
    CaseState.VERIFIED,
    CaseState.REOPENED,
)


class Verb(TextChoices):
    """What can be done to a case."""

    EDIT = "edit", _("Edit")
    SUBMIT = "submit", _("Submit for approval")
    RETURN = "return", _("Return to author")
    SEND = "send", _("Approve and send")
    SEND_URGENT = "send_urgent", _("Send on one signature")
    CONFIRM = "confirm", _("Confirm")
    OPEN_AND_SIGN = "open_and_sign", _("Open and sign")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    ASK_CLARIFICATION = "ask_clarification", _("Ask for clarification")
    ANSWER_CLARIFICATION = "answer_clarification", _("Answer the clarification")
    DECIDE = "decide", _("Decide items")
    DECLARE_IMPOSSIBLE = "declare_impossible", _("Declare impossibility")
    END_IMPOSSIBILITY = "end_impossibility", _("End the impossibility")
    OBJECT = "object", _("Object")
    DECIDE_OBJECTION = "decide_objection", _("Decide the objection")
    WRITE = "write", _("Write a message")
    NOTE = "note", _("Write a note")
    AMEND = "amend", _("Amend")
    ADD_EVIDENCE = "add_evidence", _("Add evidence")
    VERIFY = "verify", _("Verify")
    CLOSE = "close", _("Close")
    WITHDRAW = "withdraw", _("Withdraw")
    RESTORE = "restore", _("Report restored")
    CHANGE_DEADLINE = "change_deadline", _("Extend or waive")
    DECIDE_PROPOSAL = "decide_proposal", _("Dismiss or note a proposal")


class Side(TextChoices):
    """Whose turn, whose words."""

    AGENCY = "agency", _("Agency")
    OPERATOR = "operator", _("Platform")


class Outcome(TextChoices):
    """What the platform did with an item (the DSA's ``decision_*`` words lie beneath)."""

    REMOVED = "removed", _("Removed everywhere")
    DISABLED_IN_COUNTRY = "disabled_in_country", _("Disabled in this country only")
    SUSPENDED = "suspended", _("Account or channel suspended")
    AGE_RESTRICTED = "age_restricted", _("Age-restricted")
    INTERACTION_RESTRICTED = "interaction_restricted", _("Interaction restricted")
    DEMOTED = "demoted", _("Demoted")
    LABELLED = "labelled", _("Labelled")
    ALREADY_GONE = "already_gone", _("Already gone")
    NOT_FOUND = "not_found", _("Not found or invalid link")
    REFUSED = "refused", _("Refused with grounds")
    DISPUTED = "disputed", _("Disputed")


# Measures that a withdrawal asks to undo.
MEASURES = (
    Outcome.REMOVED,
    Outcome.DISABLED_IN_COUNTRY,
    Outcome.SUSPENDED,
    Outcome.AGE_RESTRICTED,
    Outcome.INTERACTION_RESTRICTED,
    Outcome.DEMOTED,
    Outcome.LABELLED,
)

# Outcomes that say the content is gone: "still up" contradicts them and voids them.
GONE = (
    Outcome.REMOVED,
    Outcome.DISABLED_IN_COUNTRY,
    Outcome.SUSPENDED,
    Outcome.ALREADY_GONE,
    Outcome.NOT_FOUND,
)


class VerifiedOutcome(TextChoices):
    """What the agency saw when it looked."""

    DOWN = "down", _("Down")
    STILL_UP = "still_up", _("Still up")
    BACK_UP = "back_up", _("Back up")
    MIRROR = "mirror", _("Mirror found")
    NOT_VERIFIABLE = "not_verifiable", _("Not verifiable")


class RefusalGround(TextChoices):
    """Why an item is refused."""

    WRONG_ADDRESSEE = "wrong_addressee", _("Wrong addressee")
    NOT_ILLEGAL = "not_illegal", _("Not illegal under the cited provision")
    INSUFFICIENT = "insufficient", _("Insufficient information")
    MANIFEST_ERROR = "manifest_error", _("Manifest error in the order")
    PRIVATE = "private", _("Private content")
    OUTSIDE_JURISDICTION = "outside_jurisdiction", _("Outside jurisdiction")
    OTHER_LAW = "other_law", _("Conflicts with another law")
    ALREADY_DECIDED = "already_decided", _("Already decided")


class ResponseKind(TextChoices):
    """What a platform says."""

    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    CLARIFICATION = "clarification", _("Clarification asked")
    DECISION = "decision", _("Decision")
    IMPOSSIBILITY = "impossibility", _("Impossibility")
    OBJECTION = "objection", _("Objection")
    RESTORATION = "restoration", _("Restored")


class ClarificationGround(TextChoices):
    """Why a platform asks (TCO 2021/784 art. 3(8))."""

    MANIFEST_ERROR = "manifest_error", _("Manifest error")
    INSUFFICIENT = "insufficient", _("Insufficient information")


class ImpossibilityGround(TextChoices):
    """Why a platform cannot (TCO 2021/784 art. 3(7))."""

    FORCE_MAJEURE = "force_majeure", _("Force majeure")
    TECHNICAL = "technical", _("Technical")


class ReceiptKind(TextChoices):
    """Signed by a named person, or deemed by the policy because none signed."""

    SIGNED = "signed", _("Signed")
    DEEMED = "deemed", _("Deemed")


class Via(TextChoices):
    """By which door."""

    PAGE = "page", _("Page")
    API = "api", _("API")
    LINK = "link", _("Signed link")
    ENGINE = "engine", _("Engine")


class ReportState(TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("Draft")
    REFERRED = "referred", _("Referred")
    TAKEN_OVER = "taken_over", _("Taken over")
    RETURNED = "returned", _("Returned")
    FILED = "filed", _("Filed")


class Disposition(TextChoices):
    """What becomes of a finding in a report."""

    READY = "ready", _("Can be reported")
    REFUSED = "refused", _("Refused")
    NEEDS_STATEMENT = "needs_statement", _("Needs a statement")
    NO_ADDRESSEE = "no_addressee", _("No addressee")
    IN_HAND = "in_hand", _("Already in hand")
    REPEATED = "repeated", _("Named twice")
    NOT_REPORTED = "not_reported", _("Not reported")


class Citation(TextChoices):
    """Why a link of a letter is proposed as not reported."""

    LAW = "law", _("A text of law that the letter cites.")
    GOVERNMENT = "government", _("A government's own page.")
    SENDER = "sender", _("The sender's own site.")
    FURTHER = "further", _("Where the letter says that something can be downloaded.")


class MediaType(TextChoices):
    """What kinds of file are taken as evidence, found by their content alone."""

    JPEG = "image/jpeg", _("JPEG picture")
    PNG = "image/png", _("PNG picture")
    WEBP = "image/webp", _("WebP picture")
    GIF = "image/gif", _("GIF picture")
    PDF = "application/pdf", _("PDF document")
    TEXT = "text/plain", _("Text")
    MP4 = "video/mp4", _("MP4 video")
    WEBM = "video/webm", _("WebM video")
    QUICKTIME = "video/quicktime", _("QuickTime video")
    WARC = "application/warc", _("Web archive (WARC)")
    WACZ = "application/wacz", _("Web archive (WACZ)")


class CoSignatureState(TextChoices):
    """Where the joining of a case by another agency stands."""

    ASKED = "asked", _("Awaiting confirmation")
    CONFIRMED = "confirmed", _("Joined")
    RETURNED = "returned", _("Returned to author")
    ENDED = "ended", _("Left")
    PASSED_ON = "passed_on", _("Passed on to us")


# One at a time for each case and agency.
STANDING_JOININGS = (CoSignatureState.ASKED, CoSignatureState.CONFIRMED)


class ApprovalDecision(TextChoices):
    """What the second person said."""

    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    VOIDED = "voided", _("Void: edited or withdrawn since")


class ProposalDecision(TextChoices):
    """What a supervisor made of a proposed sanction."""

    DISMISSED = "dismissed", _("Dismissed")
    NOTED = "noted", _("Noted")


class EndReason(TextChoices):
    """Why a run ended without being met."""

    RESTARTED = "restarted", _("Started anew")
    WAIVED = "waived", _("Waived")
    WITHDRAWN = "withdrawn", _("Case withdrawn")
    RETURNED = "returned", _("Returned to author")
    CLOSED = "closed", _("Case closed")
    MOOT = "moot", _("No longer needed")


class LetterKind(TextChoices):
    """The letters of a case; the agency writes the first three, the platform the others."""

    ORDER = "order", _("Takedown order")
    CONFIRMATION = "confirmation", _("Confirmation of the order")
    AMENDMENT = "amendment", _("Amendment to the order")
    EFFECT = "effect_report", _("Effect report")
    NON_EXECUTION = "non_execution", _("Notice of non-execution")


class NonExecutionGround(TextChoices):
    """Why an order, or a part of it, is not carried out."""

    REFUSAL = "refusal", _("Refusal")
    IMPOSSIBILITY = "impossibility", _("Impossibility")
    CLARIFICATION = "clarification", _("Clarification needed")


class Span(TextChoices):
    """How far back a figure looks."""

    DAY = "24h", _("24 hours")
    WEEK = "7d", _("7 days")
    MONTH = "30d", _("30 days")
    ALL = "all", _("All time")


class FigureCode(TextChoices):
    """The figures of the board; each opens exactly its rows."""

    OPEN = "open", _("Open deadlines")
    BREACHED = "breached", _("Breached now")
    DUE_SOON = "due-soon", _("Due in the next hour")
    SILENT = "silent", _("Silent")
    PROPOSALS = "proposals", _("Open proposals")
    SHARE_MET = "share-met", _("Share met")
    TO_RECEIPT = "to-receipt", _("Time to receipt")
    TO_EFFECT = "to-effect", _("Time to effect")
    BREACHES = "breaches", _("Deadlines passed")
    OWN_OPEN = "own-open", _("Agency's deadlines open")
    OWN_BREACHED = "own-breached", _("Agency's deadlines breached")
    OWN_DUE_SOON = "own-due-soon", _("Agency's deadlines due in the next hour")
    OWN_SHARE_MET = "own-share-met", _("Agency's share met")
    NOTICES_GOOD = "notices-good", _("Notices that did not come back")
    LATENESS = "lateness", _("Lateness of the engine")


class CameBack(TextChoices):
    """Why an item came back to the agency that asked for it, the gravest first."""

    REVERSED = "reversed", _("Reversed on objection")
    MANIFEST_ERROR = "manifest_error", _("Refused as a manifest error")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    INVALID_LINK = "invalid_link", _("Not found or invalid link")
    ALREADY_GONE = "already_gone", _("Already gone")


class SheetState(TextChoices):
    """Where a sheet stands on its way to reports."""

    COLUMNS = "columns", _("Columns to be chosen")
    JUDGING = "judging", _("Being checked")
    JUDGED = "judged", _("Checked")
    IMPORTING = "importing", _("Being imported")
    IMPORTED = "imported", _("Imported")


class SheetField(TextChoices):
    """What a column of a sheet can say of its row."""

    LINK = "link", _("Link")
    CATEGORY = "category", _("Category")
    LEGAL_BASIS = "legal_basis", _("Legal basis")
    URGENCY = "urgency", _("Urgency")
    REASONS = "reasons", _("Reasons, finding")
    CONSIDERATIONS = "considerations", _("What was considered")
    FILE_NUMBER = "file_number", _("File number")
    STATEMENT = "statement", _("How anyone can see it")
    KIND = "kind", _("Kind of a Telegram name")


class RowStanding(TextChoices):
    """Whether a row can be imported."""

    GOOD = "good", _("Good")
    OPEN = "open", _("Good, something is open")
    BAD = "bad", _("Bad")


class RowProblem(TextChoices):
    """What is to be said of a row beside the verdict on its link."""

    CATEGORY_UNKNOWN = "category_unknown", _("This is none of the categories; the draft leaves it open.")
    CATEGORY_CLOSED = "category_closed", _("Only people cleared for this category may enter it.")
    BASIS_UNKNOWN = (
        "basis_unknown",
        _("This is no provision in force for the category; the draft leaves it open."),
    )
    URGENCY_UNKNOWN = "urgency_unknown", _("This is no urgency; the category says it.")
    KIND_MISSING = "kind_missing", _("Say in the draft whether it is a channel, group, bot or account.")
    STATEMENT_MISSING = "statement_missing", _("Say in the draft how anyone can see it.")
    TEXT_TOO_LONG = "text_too_long", _("A text is longer than may be stored.")
    NOT_READ_BACK = "not_read_back", _("This link cannot be entered as it is written. Paste it by itself.")


class RecordPart(TextChoices):
    """What of its own record an operator takes out."""

    WHOLE = "whole", _("Cases with items and clocks (JSON)")
    CASES = "cases", _("Cases (CSV)")
    ITEMS = "items", _("Items and outcomes (CSV)")
    CLOCKS = "clocks", _("Deadlines (CSV)")
