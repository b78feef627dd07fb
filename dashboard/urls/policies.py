"""Addresses of a policy's versions: drafts, publishing, open cases that go over."""

from django.urls import URLPattern, path

from dashboard.views import people_policy_cases, people_policy_edits, people_policy_versions

_VERSION = "admin/policies/<slug:code>/versions/<int:number>/"
_RULE = f"{_VERSION}rules/<str:kind>/<str:urgency>/<str:lane>/"
urlpatterns: list[URLPattern] = [
    path("admin/policies/<slug:code>/draft/", people_policy_versions.policy_draft, name="policy_draft"),
    path(_VERSION, people_policy_versions.policy_version, name="policy_version"),
    path(f"{_VERSION}changes/", people_policy_versions.policy_changes, name="policy_changes"),
    path(f"{_VERSION}cases/", people_policy_cases.policy_cases, name="policy_cases"),
    path(f"{_VERSION}cases/move/", people_policy_cases.policy_move, name="policy_move"),
    path(f"{_VERSION}publish/", people_policy_versions.policy_publish, name="policy_publish"),
    path(f"{_VERSION}retire/", people_policy_versions.policy_retire, name="policy_retire"),
    path(f"{_VERSION}discard/", people_policy_versions.policy_discard, name="policy_discard"),
    path(f"{_VERSION}head/", people_policy_edits.policy_head, name="policy_head"),
    path(_RULE, people_policy_edits.policy_rule, name="policy_rule"),
    path(f"{_RULE}remove/", people_policy_edits.policy_rule_remove, name="policy_rule_remove"),
]
