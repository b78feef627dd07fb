"""Rows hang on one case only: what they point at is of the same case, operator and agency.

A plain foreign key lets a row name one operator and hang on another's case, a stop of a clock
name one case and stop another's clock, a signature name an agency that does not own its case;
the pair does not. Listed and checked in tests/architecture.
"""

from django.db import migrations

# What an operator may read.
OF_OPERATOR = (
    "item",
    "receipt",
    "amendment",
    "message",
    "platformresponse",
    "clock",
    "pause",
    "escalation",
    "letter",
    "letterpdf",
    "exhibit",
)
# Table, its column, the table that it points at.
OF_CASE = (
    ("pause", "clock_id", "clock"),
    ("escalation", "clock_id", "clock"),
    ("review", "response_id", "platformresponse"),
    ("letterpdf", "letter_id", "letter"),
    ("exhibit", "item_id", "item"),
)
OF_AGENCY = ("filing", "approval", "look", "review", "note", "claim", "setaside", "legalhold")


def _tied(table: str, columns: str, target: str, targets: str, name: str) -> str:
    return f"""
        ALTER TABLE cases_{table} ADD CONSTRAINT {name}
            FOREIGN KEY ({columns}) REFERENCES {target} ({targets})
            DEFERRABLE INITIALLY DEFERRED;
    """


TIES = [
    # The service of a case never changes: checked at once.
    """
        ALTER TABLE cases_case ADD CONSTRAINT case_platform_of_operator
            FOREIGN KEY (platform_id, organisation_id)
            REFERENCES channels_registry_platform (id, organisation_id);
    """,
    *(
        _tied(table, "case_id, organisation_id", "cases_case", "id, organisation_id", f"{table}_of_operator")
        for table in OF_OPERATOR
    ),
    *(
        _tied(table, f"{column}, case_id", f"cases_{target}", "id, case_id", f"{table}_of_case")
        for table, column, target in OF_CASE
    ),
    *(
        _tied(table, "case_id, agency_id", "cases_case", "id, agency_id", f"{table}_of_agency")
        for table in OF_AGENCY
    ),
    _tied(
        "case",
        "continues_id, organisation_id",
        "cases_case",
        "id, organisation_id",
        "case_continues_of_operator",
    ),
    # What is compressed already is not tried again.
    "ALTER TABLE cases_evidencechunk ALTER COLUMN data SET STORAGE EXTERNAL;",
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("channels_registry", "0002_composite_keys"),
    ]

    operations = [migrations.RunSQL(sql="".join(TIES), reverse_sql=migrations.RunSQL.noop)]
