from cases.models.agency_file import Approval, Filing, Look, Note, Review
from cases.models.answers_look import AnswersLook
from cases.models.assignment import Assignment
from cases.models.at_hand import Doing, KeptText, Presence
from cases.models.case import Case, Parked
from cases.models.clock import Clock, Escalation, Pause
from cases.models.correspondence import Amendment, Message, PlatformResponse, Receipt
from cases.models.deposit import Deposit
from cases.models.evidence import Evidence, EvidenceChunk, Exhibit
from cases.models.internal import OperatorNote
from cases.models.item import Claim, Item
from cases.models.joining import CoSignature, SetAside
from cases.models.letter import Letter, LetterPdf
from cases.models.outage import Outage
from cases.models.policy_move import PolicyMove
from cases.models.queues import NEVER
from cases.models.report import Finding, Report
from cases.models.retention import Erasure, LegalHold
from cases.models.saved_queue import DefaultQueue, SavedQueue
from cases.models.sheet import Sheet, SheetLayout, SheetRow
from cases.models.text_template import (
    AGENCY_TEMPLATES,
    OPERATOR_TEMPLATES,
    TemplateKind,
    TextTemplate,
)
from cases.models.words import CaseWords

__all__ = [
    "AGENCY_TEMPLATES",
    "NEVER",
    "OPERATOR_TEMPLATES",
    "Amendment",
    "AnswersLook",
    "Approval",
    "Assignment",
    "Case",
    "CaseWords",
    "Claim",
    "Clock",
    "CoSignature",
    "DefaultQueue",
    "Deposit",
    "Doing",
    "Erasure",
    "Escalation",
    "Evidence",
    "EvidenceChunk",
    "Exhibit",
    "Filing",
    "Finding",
    "Item",
    "KeptText",
    "LegalHold",
    "Letter",
    "LetterPdf",
    "Look",
    "Message",
    "Note",
    "OperatorNote",
    "Outage",
    "Parked",
    "Pause",
    "PlatformResponse",
    "PolicyMove",
    "Presence",
    "Receipt",
    "Report",
    "Review",
    "SavedQueue",
    "SetAside",
    "Sheet",
    "SheetLayout",
    "SheetRow",
    "TemplateKind",
    "TextTemplate",
]
