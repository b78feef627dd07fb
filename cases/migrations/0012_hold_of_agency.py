"""A hold names the agency whose case it is: no other's."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_scanned")]

    operations = [
        migrations.RunSQL(
            sql="""
            ALTER TABLE cases_legalhold ADD CONSTRAINT legalhold_of_agency
                FOREIGN KEY (case_id, agency_id) REFERENCES cases_case (id, agency_id)
                DEFERRABLE INITIALLY DEFERRED;
            """,
            reverse_sql=migrations.RunSQL.noop,
        )
    ]
