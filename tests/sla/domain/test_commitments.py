"""What was promised: open, met with its proof, or missed once its day has passed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.enums import Role
from kernel.errors import Conflict, Invalid, NotAllowed, NotKnown
from sla.domain.commitments import CommitmentWords, add_commitment, meet_commitment, missed
from sla.enums import CommitmentState, Party
from sla.models import Agreement, Commitment
from tests.factories.law import make_agreement, make_policy
from tests.factories.organisations import make_agency, make_operator
from tests.factories.people import make_actor
from tests.factories.platforms import make_platform
from tests.factories.recorded import changes_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DUE = datetime(2026, 3, 5, 17, tzinfo=UTC)  # the end of the fifth in Jakarta
WORDS = CommitmentWords(Party.OPERATOR, "A team that speaks Indonesian.", date(2026, 3, 5), "Head of safety")


@pytest.fixture
def owner():
    return make_actor(make_agency(owner=True, time_zone="Asia/Jakarta"), Role.ADMINISTRATOR)


@pytest.fixture
def agreement(owner) -> Agreement:
    agency = make_agency(time_zone="Asia/Jakarta")
    return make_agreement(agency, make_platform(make_operator()), make_policy(is_default=False))


def promise(owner, agreement, words=WORDS) -> Commitment:
    return add_commitment(actor=owner, agreement=agreement.public_id, words=words, now=NOW)


def meet(owner, agreement, commitment, proof="Letter 12 of 4 March", now=NOW) -> Commitment:
    return meet_commitment(
        actor=owner,
        agreement=agreement.public_id,
        commitment=commitment.public_id,
        proof=proof,
        now=now,
    )


def test_a_commitment_is_missed_once_its_day_is_over_where_the_agency_is(owner, agreement):
    commitment = promise(owner, agreement)
    assert commitment.due_at == DUE
    before = DUE - timedelta(seconds=1)
    assert [commitment.state_at(each) for each in (before, DUE)] == [
        CommitmentState.OPEN,
        CommitmentState.MISSED,
    ]


def test_met_with_its_proof_it_is_missed_no_more(owner, agreement):
    commitment = meet(owner, agreement, promise(owner, agreement), now=DUE)
    assert commitment.state_at(DUE) == CommitmentState.MET
    said = changes_of("agreement", agreement.public_id)
    assert said == {"commitment": str(commitment.public_id), "late": True}
    with pytest.raises(Conflict):
        meet(owner, agreement, commitment)


def test_without_a_proof_nothing_is_met(owner, agreement):
    with pytest.raises(Invalid) as raised:
        meet(owner, agreement, promise(owner, agreement), proof=" ")
    assert raised.value.field == "proof"


@pytest.mark.parametrize(("party", "text", "field"), [("nobody", "A", "party"), (Party.AGENCY, " ", "text")])
def test_a_commitment_names_its_side_and_what_is_promised(owner, agreement, party, text, field):
    with pytest.raises(Invalid) as raised:
        promise(owner, agreement, CommitmentWords(party, text, date(2026, 3, 5)))
    assert raised.value.field == field


def test_the_sides_read_and_only_the_owner_writes(owner, agreement):
    commitment = promise(owner, agreement)
    lead = make_actor(agreement.platform.organisation, Role.LEAD)
    with pytest.raises(NotAllowed):
        promise(lead, agreement)
    with pytest.raises(NotAllowed):
        meet(lead, agreement, commitment)
    with pytest.raises(NotKnown):
        meet(make_actor(make_operator(), Role.LEAD), agreement, commitment)
    other = make_agreement(make_agency(), agreement.platform, make_policy(is_default=False))
    with pytest.raises(NotKnown):
        meet(owner, other, commitment)


def test_missed_ones_are_listed_to_their_own_agency_alone(owner, agreement):
    commitment = promise(owner, agreement)
    own = make_actor(agreement.agency, Role.SUPERVISOR)
    assert [missed(own, each) for each in (NOW, DUE)] == [[], [commitment]]
    assert missed(owner, DUE) == []
    assert missed(make_actor(make_agency(), Role.SUPERVISOR), DUE) == []
