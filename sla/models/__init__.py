from sla.models.law import Category, LegalBasis
from sla.models.notice_rule import NoticeRule
from sla.models.policy import (
    Agreement,
    ClockRule,
    LadderStep,
    Policy,
    PolicyFact,
    PolicyVersion,
)

__all__ = [
    "Agreement",
    "Category",
    "ClockRule",
    "LadderStep",
    "LegalBasis",
    "NoticeRule",
    "Policy",
    "PolicyFact",
    "PolicyVersion",
]
