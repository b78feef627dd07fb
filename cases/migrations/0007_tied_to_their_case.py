"""Rows hang on one case only: what they point at is of the same case, and of its agency.

A plain foreign key lets a stop of a clock name one case and stop another's clock, or a
signature name an agency that does not own its case; the pair does not. Listed and checked
in tests/architecture.
"""

from django.db import migrations, models

# Table, its column, the table that it points at.
TIED_TO_CASE = (
    ("pause", "clock_id", "clock"),
    ("escalation", "clock_id", "clock"),
    ("review", "response_id", "platformresponse"),
    ("letterpdf", "letter_id", "letter"),
)
OF_AGENCY = ("filing", "approval", "look", "review", "note", "claim")


def _tied(table: str, columns: str, target: str, targets: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        sql=f"""
        ALTER TABLE cases_{table} ADD CONSTRAINT {name}
            FOREIGN KEY ({columns}) REFERENCES cases_{target} ({targets})
            DEFERRABLE INITIALLY DEFERRED;
        """,
        reverse_sql=f"ALTER TABLE cases_{table} DROP CONSTRAINT {name};",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0006_steps_that_stand"),
        ("channels_registry", "0002_composite_keys"),
        ("sla", "0001_initial"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(fields=("id", "agency"), name="case_of_agency"),
        ),
        migrations.AddConstraint(
            model_name="clock",
            constraint=models.UniqueConstraint(fields=("id", "case"), name="clock_of_case"),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(fields=("id", "case"), name="letter_of_case"),
        ),
        migrations.AddConstraint(
            model_name="platformresponse",
            constraint=models.UniqueConstraint(fields=("id", "case"), name="response_of_case"),
        ),
        *(
            _tied(table, f"{column}, case_id", target, "id, case_id", f"{table}_of_case")
            for table, column, target in TIED_TO_CASE
        ),
        *(
            _tied(table, "case_id, agency_id", "case", "id, agency_id", f"{table}_of_agency")
            for table in OF_AGENCY
        ),
    ]
