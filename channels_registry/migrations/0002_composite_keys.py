"""A contact belongs to the operator of its service; the pair is the key."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("channels_registry", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            ALTER TABLE channels_registry_contact
                ADD CONSTRAINT contact_of_operator
                FOREIGN KEY (platform_id, organisation_id)
                REFERENCES channels_registry_platform (id, organisation_id);
            """,
            reverse_sql="ALTER TABLE channels_registry_contact DROP CONSTRAINT contact_of_operator;",
        )
    ]
