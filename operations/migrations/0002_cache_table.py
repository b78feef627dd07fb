"""The table of Django's database cache: rate limits live in PostgreSQL, not in Redis."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="""
            CREATE TABLE operations_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX operations_cache_expires ON operations_cache (expires);
            """,
            reverse_sql="DROP TABLE operations_cache;",
        )
    ]
