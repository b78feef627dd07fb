"""Letters by programs: listed, read as data, made as PDF once and handed out alike to both sides."""

import hashlib
import json

import pytest

from accounts.domain.acting import COMMAND, acting_as
from accounts.enums import Scope
from audit.models import Entry
from cases.domain.letters.issuing import ISSUE_LETTER
from cases.models import LetterPdf
from operations.models import RepeatableRequest
from tests.cases.domain.letters.letter_scene import opened
from tests.factories.cases import make_sent_case
from tests.factories.desk import Desk, make_desk
from tests.factories.tokens import Api, api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def path(desk: Desk) -> str:
    """Where the letters of an opened case are."""
    return f"cases/{opened(desk).reference}/letters/"


def the_letter(api: Api, path: str) -> str:
    """Where the only letter is."""
    [row] = api.get(path).json()
    return f"{path}{row['id']}/"


def issued() -> tuple[int, int]:
    with acting_as(COMMAND):
        return LetterPdf.objects.count(), Entry.objects.filter(verb=ISSUE_LETTER).count()


def test_both_sides_read_the_same_letters_once_the_case_is_opened(desk: Desk) -> None:
    case = make_sent_case(desk)
    path = f"cases/{case.reference}/letters/"
    analyst, moderator = api_of(desk.analyst), api_of(desk.moderator)
    [row] = analyst.get(path).json()
    assert (row["kind"], row["number"], row["pdfs"]) == ("order", 1, [])
    assert moderator.get(path).json() == []
    assert moderator.get(f"{path}{row['id']}/").status_code == 404
    moderator.post(f"cases/{case.reference}/open/")
    assert moderator.get(path).json() == [row]
    assert moderator.get(f"{path}{row['id']}/").json() == analyst.get(f"{path}{row['id']}/").json()
    assert api_of(make_desk().analyst).get(path).status_code == 404


def test_the_hash_of_a_letter_is_that_of_its_data_as_everybody_can_compute(desk: Desk, path: str) -> None:
    moderator = api_of(desk.moderator)
    said = moderator.get(the_letter(moderator, path)).json()
    spelled = json.dumps(said["content"], sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(spelled.encode("ascii")).hexdigest() == said["sha256"]


def test_a_pdf_is_made_once_and_both_sides_get_the_same_bytes(desk: Desk, path: str) -> None:
    moderator, analyst = api_of(desk.moderator), api_of(desk.analyst)
    letter = the_letter(moderator, path)
    missing = moderator.get(f"{letter}pdf/", language="en")
    assert (missing.status_code, missing.json()["code"]) == (404, "pdf_unknown")
    made = moderator.post(f"{letter}pdf/", {"language": "en"})
    again = analyst.post(f"{letter}pdf/", {"language": "en"})
    assert (made.status_code, again.status_code, issued()) == (200, 200, (1, 1))
    [pdf] = made.json()["pdfs"]
    assert again.json()["pdfs"] == [pdf]
    assert (pdf["language"], pdf["address"]) == ("en", made["Location"])
    handed = [api.client.get(pdf["address"], headers=api.headers) for api in (moderator, analyst)]
    assert handed[0].content == handed[1].content
    assert hashlib.sha256(handed[0].content).hexdigest() == pdf["sha256"]
    assert handed[0]["Content-Type"] == "application/pdf"
    reference = path.split("/")[1]
    assert handed[0]["Content-Disposition"] == f'attachment; filename="{reference}-order-1-en.pdf"'


def test_a_pdf_is_read_in_the_readers_language_where_none_is_named(desk: Desk, path: str) -> None:
    analyst = api_of(desk.analyst)
    letter = the_letter(analyst, path)
    for language in ("id", "en"):
        analyst.post(f"{letter}pdf/", {"language": language})
    by_default = analyst.get(f"{letter}pdf/")
    assert by_default.content == analyst.get(f"{letter}pdf/", language=desk.analyst.language).content


def test_the_same_request_again_is_answered_alike_and_sets_nothing_again(desk: Desk, path: str) -> None:
    analyst = api_of(desk.analyst)
    letter = the_letter(analyst, path)
    first, second = (analyst.post(f"{letter}pdf/", {"language": "en"}, key="one") for _ in range(2))
    assert (second.content, second["Location"]) == (first.content, first["Location"])
    assert second["Idempotent-Replayed"] == "true"
    other = analyst.post(f"{letter}pdf/", {"language": "id"}, key="one")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert issued() == (1, 1)


@pytest.mark.parametrize(
    ("said", "pointer"),
    [({"language": "xx"}, "#/language"), ({}, "#/language"), ({"language": "en", "size": "A4"}, "#/size")],
)
def test_words_that_nobody_knows_are_refused_and_leave_the_key_free(
    desk: Desk, path: str, said: dict[str, str], pointer: str
) -> None:
    analyst = api_of(desk.analyst)
    letter = the_letter(analyst, path)
    refused = analyst.post(f"{letter}pdf/", said, key="one")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert RepeatableRequest.objects.count() == 0
    assert analyst.post(f"{letter}pdf/", {"language": "en"}, key="one").status_code == 200


def test_a_language_that_the_desk_does_not_speak_is_no_parameter(desk: Desk, path: str) -> None:
    analyst = api_of(desk.analyst)
    answer = analyst.get(f"{the_letter(analyst, path)}pdf/", language="xx")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "language")


def test_a_token_that_only_reads_has_pdfs_made_as_its_person_does_in_the_pages(desk: Desk, path: str) -> None:
    reader = api_of(desk.moderator, Scope.READ)
    letter = the_letter(reader, path)
    assert reader.post(f"{letter}pdf/", {"language": "en"}).status_code == 200
