from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from audit.models import Entry
from tests.factories.record import triggers_off, write_chain


def run(*arguments: str) -> tuple[int, str, str]:
    """Return exit code, output and errors."""
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        code = int(str(ended.code))
    return code, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_a_whole_record_is_told_with_what_was_checked() -> None:
    write_chain("one", 3)
    assert run() == (0, "Checked: 1 chain, 3 entries, 0 checkpoints.\n", "")


@pytest.mark.django_db
def test_every_fault_is_a_line_and_the_exit_code_is_one() -> None:
    write_chain("one", 3)
    write_chain("two", 3)
    with triggers_off():
        Entry.objects.filter(subject_id="one", sequence=2).update(verb="other")
        Entry.objects.filter(subject_id="two", sequence=3).delete()
    assert run() == (
        1,
        "Checked: 2 chains, 5 entries, 0 checkpoints.\n",
        "policy:one #2: Changed after it was written\npolicy:two #3: Missing at the end\n",
    )


@pytest.mark.django_db
def test_one_subject_is_checked_alone() -> None:
    write_chain("one", 3)
    write_chain("two", 3)
    with triggers_off():
        Entry.objects.filter(subject_id="one", sequence=2).update(verb="other")
    assert run("--subject", "policy:two") == (0, "Checked: 1 chain, 3 entries, 0 checkpoints.\n", "")
    assert run("--subject", "policy:one")[0] == 1


@pytest.mark.django_db
def test_a_subject_that_the_record_does_not_know_is_not_called_whole() -> None:
    with pytest.raises(CommandError, match="knows nothing of this subject"):
        run("--subject", "case:TD-00000-00000")


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [("--subject", "case"), ("--published", "1:abc")])
def test_an_argument_of_another_form_is_refused_in_a_sentence(arguments: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="a subject is kind:id|a published checkpoint is number:hash"):
        run(*arguments)


@pytest.mark.django_db
def test_what_seal_prints_is_what_verify_takes() -> None:
    write_chain("one", 3)
    out = StringIO()
    call_command("seal_audit", stdout=out, stderr=StringIO())
    printed = out.getvalue().strip()
    assert run("--published", printed)[0] == 0
    other = printed[:-1] + ("0" if printed[-1] != "0" else "1")
    assert run("--published", other)[2] == "checkpoint 1: Not the checkpoint that was published\n"
