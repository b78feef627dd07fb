"""One summary; anything that failed, or nothing that ran, fails the command."""

from devstack import checks
from devstack.checks import Result

REPORT = """<testsuites>
<testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10"></testsuite>
</testsuites>"""


def last_line(capsys):
    return capsys.readouterr().out.splitlines()[-1]


def test_tests_are_counted_from_the_report(tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)

    assert checks.counted(tmp_path / "report.xml") == (4, 3, 3)


def test_a_run_without_a_report_counts_nothing(tmp_path):
    assert checks.counted(tmp_path / "report.xml") == (0, 0, 0)


def test_the_summary_ends_with_the_sum_and_passes_when_all_passed(capsys):
    assert checks.summary([Result("ruff", passed=1), Result("tests", passed=41)]) == 0
    assert last_line(capsys) == "42 passed, 0 failed"


def test_one_failure_fails_the_command(capsys):
    assert checks.summary([Result("ruff", passed=1), Result("tests", passed=41, failed=1)]) == 1
    assert last_line(capsys) == "42 passed, 1 failed"


def test_what_was_not_run_is_said_and_does_not_fail(capsys):
    assert checks.summary([Result("tests", passed=1), Result("browser tests", not_run=1)]) == 0
    assert last_line(capsys) == "1 passed, 0 failed, 1 skipped"


def test_running_nothing_at_all_fails(capsys):
    assert checks.summary([Result("tests", note="nothing selected")]) == 1


def test_pytest_that_breaks_without_a_failed_test_is_a_failure(tmp_path):
    empty = tmp_path / "test_broken.py"
    empty.write_text("import nothing_of_this_name\n")

    result = checks.pytest(
        "tests", [str(empty), "-p", "no:django", "-c", "/dev/null"], {}, may_be_empty=False
    )

    assert (result.passed, result.failed, result.verdict) == (0, 1, "FAILED")
