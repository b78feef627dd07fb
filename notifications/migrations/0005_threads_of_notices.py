from django.conf import settings
from django.db import migrations, models

TOGETHER = """
UPDATE notifications_notice SET thread = coalesce('case:' || (context ->> 'reference'), 'kind:' || kind)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_outbox_batches"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="thread",
            field=models.CharField(db_collation="C", db_default="", default="", max_length=110),
        ),
        migrations.RunSQL(TOGETHER, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="notice", name="notice_unread"),
        migrations.RemoveIndex(model_name="notice", name="notice_newest"),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at", None)),
                fields=["user", "thread", "id"],
                include=("kind",),
                name="notice_unread",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("read_at__isnull", False)),
                fields=["user", "-created_at"],
                name="notice_read",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["user", "thread", "-created_at"], name="notice_thread"),
        ),
    ]
