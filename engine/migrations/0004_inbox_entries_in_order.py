from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

NEVER = datetime(9000, 1, 1, tzinfo=UTC)


def copy_from_user_tasks(apps, schema_editor):
    task = apps.get_model("engine", "UserTask").objects.filter(pk=OuterRef("user_task_id"))
    apps.get_model("engine", "InboxEntry").objects.update(
        due=Coalesce(F("due"), Value(NEVER)),
        assignee=Subquery(task.values("assignee")),
        created_at=Subquery(task.values("created_at")),
    )


class Migration(migrations.Migration):

    dependencies = [
        ("engine", "0003_one_index_for_one_question"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="inboxentry", name="inbox_by_role_and_unit"),
        migrations.AddField(
            model_name="inboxentry",
            name="assignee",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="inboxentry",
            name="created_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(copy_from_user_tasks, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="inboxentry",
            name="created_at",
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name="inboxentry",
            name="due",
            field=models.DateTimeField(default=NEVER),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(
                fields=["role", "unit_path", "due", "user_task", "assignee", "service"], name="inbox_by_due"
            ),
        ),
        migrations.AddIndex(
            model_name="inboxentry",
            index=models.Index(fields=["role", "unit_path", "created_at", "user_task"], name="inbox_by_age"),
        ),
        migrations.AddIndex(
            model_name="usertask",
            index=models.Index(
                condition=models.Q(("escalated_from__gt", "")),
                fields=["state", "escalated_from"],
                name="user_task_passed_up",
            ),
        ),
    ]
