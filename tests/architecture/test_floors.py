"""The building: which app stands on which floor, and what points where."""

from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db import models

from tests.architecture.sources import ROOT, floors, root_packages

# Packages beside the building: the command line of ./dev, and these tests.
BESIDE = {"devstack", "tests"}
# By which an app is entered from another; the kernel is entered everywhere.
DOORS = {"domain", "models", "enums", "errors", "filters", "permissions"}


def relations() -> Iterator[tuple[type[models.Model], models.Field, type[models.Model]]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in floors():
            continue
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.remote_field is not None:
                yield model, field, field.related_model


def test_every_package_stands_on_a_floor() -> None:
    packages = {
        init.parent.name for init in ROOT.glob("*/__init__.py") if not init.parent.name.startswith(".")
    }
    assert packages - BESIDE == root_packages() == set(floors())


def test_every_app_of_ours_is_installed_and_nothing_else_of_ours_exists() -> None:
    installed = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert installed == root_packages() - {"takedown"}


def test_every_foreign_key_points_into_its_own_app_or_to_a_lower_floor() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {target._meta.label}"
        for model, field, target in relations()
        if target._meta.app_label != model._meta.app_label
        and floors().get(target._meta.app_label, 0) >= floors()[model._meta.app_label]
    ]
    assert upward == []


def test_the_record_and_the_kernel_hold_no_foreign_key_out_of_their_app() -> None:
    out = [
        f"{model._meta.label}.{field.name}"
        for model, field, target in relations()
        if model._meta.app_label in ("kernel", "audit", "operations")
        and target._meta.app_label != model._meta.app_label
    ]
    assert out == []


def test_the_roof_has_no_models() -> None:
    assert [model for model in apps.get_models() if model._meta.app_label in ("dashboard", "kernel")] == []


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*sorted(root_packages()), cache_dir=None)


def test_an_app_is_entered_by_its_doors_only(graph: grimp.ImportGraph) -> None:
    by_the_window = []
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            app, *inside = imported.split(".")
            if app in (importer.split(".")[0], "kernel") or not inside:
                continue
            # A migration names the migrations and the triggers of lower floors.
            if inside[0] not in DOORS and ".migrations" not in importer:
                by_the_window.append(f"{importer} -> {imported}")
    assert by_the_window == []
