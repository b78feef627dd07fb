from sla.models.agreement import Agreement, AgreementVersion, Commitment, TrustedFlagger
from sla.models.calendar import Calendar, Holiday
from sla.models.law import Category, LegalBasis
from sla.models.notice_rule import NoticeRule
from sla.models.policy import (
    ClockRule,
    LadderStep,
    Policy,
    PolicyFact,
    PolicyVersion,
)

__all__ = [
    "Agreement",
    "AgreementVersion",
    "Calendar",
    "Category",
    "ClockRule",
    "Commitment",
    "Holiday",
    "LadderStep",
    "LegalBasis",
    "NoticeRule",
    "Policy",
    "PolicyFact",
    "PolicyVersion",
    "TrustedFlagger",
]
