"""Words of the deadlines."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ClockKind(TextChoices):
    """What a clock measures."""

    APPROVE = "approve", _("Approve")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge")
    EFFECT = "effect", _("Give effect")
    CLARIFY = "clarify", _("Answer a clarification")
    VERIFY = "verify", _("Verify")
    RECHECK = "recheck", _("Check again")
    REINSTATE = "reinstate", _("Restore")


# Who owes: the platform's three; the rest is the agency's own.
PLATFORM_CLOCKS = (ClockKind.ACKNOWLEDGE, ClockKind.EFFECT, ClockKind.REINSTATE)


class Urgency(TextChoices):
    """How fast the law wants it."""

    URGENT = "urgent", _("Urgent")
    ORDINARY = "ordinary", _("Ordinary")


class StartEvent(TextChoices):
    """From when an effect clock runs."""

    SENT = "sent", _("when sent")
    RECEIVED = "received", _("at receipt")
    ACKNOWLEDGED = "acknowledged", _("at acknowledgement")


class Began(TextChoices):
    """What a run of a clock began with."""

    HANDED_IN = "handed_in", _("with the request for approval")
    SENT = "sent", _("with the sending")
    SIGNED = "signed", _("with the signed receipt")
    DEEMED = "deemed", _("with the deemed receipt")
    ACKNOWLEDGED = "acknowledged", _("with the acknowledgement")
    ASKED = "asked", _("with the question")
    ANSWERED = "answered", _("with the complete answer")
    CLOSED = "closed", _("with the closing")
    WITHDRAWN = "withdrawn", _("with the withdrawal")
    ANEW = "anew", _("anew with the end of the stop")
    BACK_UP = "back_up", _("anew with the content’s return")


class StopEffect(TextChoices):
    """What a stop does to the effect clock."""

    PAUSE = "pause", _("pauses and goes on")
    RESTART = "restart", _("starts anew when the stop ends")
    CONTINUE = "continue", _("runs on")


class PauseCause(TextChoices):
    """Why a clock stood still."""

    CLARIFICATION = "clarification", _("Clarification asked")
    IMPOSSIBILITY = "impossibility", _("Impossibility declared")
    REVIEW = "review", _("Objection under review")
    WITH_AGENCY = "with_agency", _("Answer was with the agency")
    PORTAL_DOWN = "portal_down", _("Portal was down")


class ClockState(TextChoices):
    """Where a run of a clock stands; breached is not a state but a fact of its instants."""

    RUNNING = "running", _("Running")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Met")
    ENDED = "ended", _("Ended")


class ClockMove(TextChoices):
    """What can be done to a run of a clock; no page says these words."""

    PAUSE = "pause"
    RESUME = "resume"
    MEET = "meet"
    TAKE_BACK = "take back"
    END = "end"
    EXTEND = "extend"
    GO_OVER = "go over"
    CREDIT = "credit"


class StepAction(TextChoices):
    """What a ladder step does."""

    REMIND = "remind", _("Remind")
    DEEM_RECEIPT = "deem_receipt", _("Receipt is deemed")
    BREACH = "breach", _("Deadline passed")
    NEXT_CONTACT = "next_contact", _("Tell the next contact")
    SUPERVISOR = "supervisor", _("Tell the supervisor")
    RAISE_LEVEL = "raise_level", _("Raise the level")
    PROPOSE_WARNING = "propose_warning", _("Propose a warning")
    PROPOSE_BLOCK = "propose_block", _("Propose a block")


PROPOSALS = (StepAction.PROPOSE_WARNING, StepAction.PROPOSE_BLOCK)
# Moot once the deadline has passed: recorded as skipped when noticed after it.
WARNINGS = (StepAction.REMIND,)


class StepAnchor(TextChoices):
    """What a step's place is counted from, in time that the clock ran."""

    SHARE = "share", _("share of the allowance")
    START = "start", _("after the start")
    DUE = "due", _("after the deadline")


class Standing(TextChoices):
    """How well a figure is founded."""

    SOURCE = "source", _("From the source")
    OUR_DEFAULT = "our_default", _("Our default")
    UNCONFIRMED = "unconfirmed", _("Unconfirmed")


class VersionState(TextChoices):
    """Life of a policy's version; only the draft and the published are stored, the rest is computed."""

    DRAFT = "draft", _("Draft")
    COMING = "coming", _("Begins later")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


class WhyPolicy(TextChoices):
    """Why this policy applies to a case."""

    AGREEMENT = "agreement", _("Agreement in force with this service")
    DEFAULT = "default", _("Default of the jurisdiction")
    CHOSEN = "chosen", _("Chosen for a replay or a drill")


class NoticeCheck(TextChoices):
    """What is looked at before a notice leaves the desk; legal basis and reasons are never missing."""

    DEAD_FORM = "dead_form", _("Link that is dead by its form")
    OVER_BROAD = "over_broad", _("Hashtag, search or whole site")
    WHOLE_CHANNEL = "whole_channel", _("Whole channel or account")
    NO_EVIDENCE = "no_evidence", _("No evidence where the link does not tell")
    WRONG_LANGUAGE = "wrong_language", _("Language that is not read there")
    NIGHT_HOURS = "night_hours", _("Nobody is there at this hour")


class CheckEffect(TextChoices):
    """What a check of a notice does, by policy."""

    BLOCK = "block", _("holds the notice back")
    WARN = "warn", _("warns")
    OFF = "off", _("is not asked")


class Lane(TextChoices):
    """Which of a policy's hours a case runs under."""

    STANDARD = "standard", _("Standard lane")
    TRUSTED = "trusted", _("Trusted flagger lane")


class AgreementKind(TextChoices):
    """What was agreed."""

    SOP = "sop", _("Standard operating procedure")
    JOINT_STATEMENT = "joint", _("Joint statement")


class Party(TextChoices):
    """Which side of an agreement owes a commitment."""

    AGENCY = "agency", _("Agency")
    OPERATOR = "operator", _("Platform")


class CommitmentState(TextChoices):
    """Where a commitment stands; missed is computed when read."""

    OPEN = "open", _("Open")
    MET = "met", _("Met")
    MISSED = "missed", _("Missed")


class FlaggerState(TextChoices):
    """Where a trusted flagger's status stands; computed when read."""

    COMING = "coming", _("Begins later")
    IN_FORCE = "in_force", _("In force")
    SUSPENDED = "on_hold", _("Suspended")
    ENDED = "ended", _("Ended")
