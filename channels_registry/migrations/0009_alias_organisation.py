"""Which agency said a further key."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("channels_registry", "0008_alias"),
    ]

    operations = [
        migrations.AddField(
            model_name="alias",
            name="organisation",
            # Nobody could enter one before: there is no row that takes the default.
            field=models.ForeignKey(
                default=0,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
            preserve_default=False,
        ),
    ]
