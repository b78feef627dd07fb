"""Scenes of test notices to the contacts of a service, and of what appoints them."""

from accounts.domain.acting import ENGINE
from cases.domain import drilling
from cases.domain.contact_link import actor_of
from channels_registry.domain import contacts
from channels_registry.domain.documents import read_pdf
from channels_registry.models import Drill, Platform
from tests.architecture.verb_scenarios import LATER, Act, Stage, acted, scene_of
from tests.factories.cases import NOON
from tests.factories.files import opened, pdf
from tests.factories.platforms import make_contact, make_platform


@scene_of(drilling.drill)
def send_drills(stage: Stage) -> Act:
    platform = make_contact(make_platform(stage.desk.operator)).platform
    Platform.objects.filter(pk=platform.pk).update(drill_every_days=7, drill_next_at=NOON)
    return Act(drilling.drill, ENGINE, {"now": LATER})


@scene_of(drilling.answer_drill)
def answer_drill(stage: Stage) -> Act:
    contact = make_contact(make_platform(stage.desk.operator))
    asked = Drill.objects.create(
        platform=contact.platform,
        organisation=stage.desk.operator,
        contact=contact,
        period=NOON,
        started_at=NOON,
        due_at=LATER,
    )
    return acted(drilling.answer_drill, actor_of(contact), drill=asked.public_id)


@scene_of(contacts.add_proof)
def add_proof(stage: Stage) -> Act:
    contact = make_contact(make_platform(stage.desk.operator))
    document = read_pdf(opened(pdf()), "letter.pdf")
    told = {"slug": contact.platform.slug, "contact": contact.public_id, "document": document}
    return acted(contacts.add_proof, stage.lead, **told)
