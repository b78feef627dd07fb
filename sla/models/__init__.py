from sla.models.law import Category, LegalBasis
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
    "Policy",
    "PolicyFact",
    "PolicyVersion",
]
