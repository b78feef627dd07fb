"""Scenes of what agencies and services agree on."""

from datetime import date
from typing import Any

from sla.domain import agreements, commitments, flaggers
from sla.domain.agreements import AgreementWords, Wording
from sla.domain.commitments import CommitmentWords
from sla.domain.flaggers import FlaggerWords
from sla.domain.periods import Days
from sla.enums import AgreementKind, Party
from sla.models import Agreement, Commitment
from tests.architecture.verb_scenarios import Act, Stage, acted, scene_of
from tests.factories.cases import NOON
from tests.factories.law import make_agreement, make_flagger, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.platforms import make_platform

FIRST = date(2026, 3, 1)


def an_agreement() -> Agreement:
    return make_agreement(make_agency(), make_platform(make_operator()), make_policy(is_default=False))


def agreement_words(title: str = "SOP") -> AgreementWords:
    policy = make_policy(is_default=False).policy
    return AgreementWords(AgreementKind.SOP, title, policy, Days(FIRST))


def act_on_agreement(stage: Stage, verb: Any, **words: Any) -> Act:
    return acted(verb, stage.owner, agreement=an_agreement().public_id, **words)


@scene_of(agreements.add_agreement)
def add_agreement(stage: Stage) -> Act:
    sides = {"agency": make_agency(), "platform": make_platform(make_operator())}
    return acted(agreements.add_agreement, stage.owner, words=agreement_words(), **sides)


@scene_of(agreements.change_agreement)
def change_agreement(stage: Stage) -> Act:
    return act_on_agreement(stage, agreements.change_agreement, words=agreement_words("Another"))


@scene_of(agreements.add_version)
def add_version(stage: Stage) -> Act:
    return act_on_agreement(stage, agreements.add_version, wording=Wording(FIRST, text="Within hours."))


@scene_of(commitments.add_commitment)
def add_commitment(stage: Stage) -> Act:
    words = CommitmentWords(Party.OPERATOR, "A direct line.", FIRST)
    return act_on_agreement(stage, commitments.add_commitment, words=words)


@scene_of(commitments.meet_commitment)
def meet_commitment(stage: Stage) -> Act:
    act = add_commitment(stage)
    promised: Commitment = act.do()
    told = {"agreement": promised.agreement.public_id, "commitment": promised.public_id}
    return acted(commitments.meet_commitment, stage.owner, proof="Letter 3", **told)


@scene_of(flaggers.grant_flagger)
def grant_flagger(stage: Stage) -> Act:
    words = FlaggerWords(make_agency(), make_platform(make_operator()), Days(FIRST))
    return acted(flaggers.grant_flagger, stage.owner, words=words)


def act_on_flagger(stage: Stage, verb: Any, **words: Any) -> Act:
    status = make_flagger(make_agency(), make_platform(make_operator()))
    return acted(verb, stage.owner, flagger=status.public_id, **words)


@scene_of(flaggers.suspend_flagger)
def suspend_flagger(stage: Stage) -> Act:
    return act_on_flagger(stage, flaggers.suspend_flagger, reason="Too many false notices.")


@scene_of(flaggers.resume_flagger)
def resume_flagger(stage: Stage) -> Act:
    act = act_on_flagger(stage, flaggers.resume_flagger)
    flagger = act.words["flagger"]
    flaggers.suspend_flagger(actor=stage.owner, flagger=flagger, reason="False notices.", now=NOON)
    return act


@scene_of(flaggers.end_flagger)
def end_flagger(stage: Stage) -> Act:
    return act_on_flagger(stage, flaggers.end_flagger)
