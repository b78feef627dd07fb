"""Every row that an operator may read is tied to its case by (case, organisation).

A plain foreign key lets a row name one operator and hang on another's case; the pair
does not. Listed and checked in tests/architecture.
"""

from django.db import migrations

SHARED = (
    "item",
    "receipt",
    "amendment",
    "message",
    "platformresponse",
    "clock",
    "pause",
    "escalation",
)


def _add(table: str) -> str:
    return f"""
    ALTER TABLE cases_{table} ADD CONSTRAINT {table}_of_operator
        FOREIGN KEY (case_id, organisation_id) REFERENCES cases_case (id, organisation_id)
        DEFERRABLE INITIALLY DEFERRED;
    """


def _drop(table: str) -> str:
    return f"ALTER TABLE cases_{table} DROP CONSTRAINT {table}_of_operator;"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("channels_registry", "0002_composite_keys"),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
            ALTER TABLE cases_case ADD CONSTRAINT case_platform_of_operator
                FOREIGN KEY (platform_id, organisation_id)
                REFERENCES channels_registry_platform (id, organisation_id);
            """,
            reverse_sql="ALTER TABLE cases_case DROP CONSTRAINT case_platform_of_operator;",
        ),
        *(migrations.RunSQL(sql=_add(table), reverse_sql=_drop(table)) for table in SHARED),
    ]
