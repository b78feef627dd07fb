from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="outbox",
            name="parcel",
            field=models.CharField(blank=True, db_collation="C", db_default="", default="", max_length=40),
        ),
    ]
