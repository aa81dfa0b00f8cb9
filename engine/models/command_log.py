"""Commands already carried out: a repeated one gets the first one's result."""

from django.db import models


class CommandLog(models.Model):
    """``intent`` says what the command was to do; ``result`` is the id of the instance it worked on."""

    actor = models.CharField(max_length=64)
    command_id = models.CharField(max_length=100)
    intent = models.CharField(max_length=300, default="")
    result = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        db_table = "engine_command_log"
        constraints = [models.UniqueConstraint(fields=["actor", "command_id"], name="command_once")]

    def __str__(self) -> str:
        return f"{self.actor} {self.command_id}"
