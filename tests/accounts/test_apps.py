import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured


def test_a_role_that_does_not_exist_stops_the_start(settings):
    settings.MFA_REQUIRED_ROLES = ["approver", "aprover"]
    with pytest.raises(ImproperlyConfigured, match="aprover"):
        apps.get_app_config("accounts").ready()


@pytest.mark.parametrize("keys", [[], ["short"], ["k" * 32, ""]])
def test_keys_that_are_missing_or_short_stop_the_start(settings, keys):
    settings.FACTOR_KEYS = keys
    with pytest.raises(ImproperlyConfigured, match="FACTOR_KEYS"):
        apps.get_app_config("accounts").ready()
