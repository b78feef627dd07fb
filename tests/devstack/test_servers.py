"""The embedded servers, started for real."""


import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_database_sorts_by_code_point_and_speaks_utf_8():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'é' > 'z', length('é'), current_setting('server_encoding')")
        assert cursor.fetchone() == (True, 1, "UTF8")
