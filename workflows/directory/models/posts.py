"""Posts of a unit and who held them from when to when; the signature belongs to the holder."""

from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from workflows.directory.images import validate_image
from workflows.directory.models.units import Unit


class Post(models.Model):
    """A post of a unit, such as the chief manager of a district (SARA-PORTAL-08)."""

    class Kind(models.TextChoices):
        CHIEF_MANAGER = "chief_manager"
        OTHER = "other"

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="posts")
    kind = models.CharField(max_length=20, choices=Kind)
    title_fa = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(kind="chief_manager"), name="one_chief_manager_post"
            )
        ]

    def __str__(self) -> str:
        return self.title_fa


class PostHolder(models.Model):
    """``person`` holds ``post`` on every day from ``from_date`` up to and including ``to_date``."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="holders")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts_held")
    from_date = models.DateField()
    to_date = models.DateField(null=True, blank=True)
    signature = models.ImageField(upload_to="signatures/", blank=True, validators=[validate_image])

    class Meta:
        ordering = ["post", "-from_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date=None) | Q(to_date__gte=F("from_date")), name="post_holder_dates_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id}:{self.person_id}"

    def clean(self) -> None:
        """A post has one holder a day."""
        others = PostHolder.objects.filter(post=self.post).exclude(pk=self.pk)
        others = others.filter(Q(to_date=None) | Q(to_date__gte=self.from_date))
        if self.to_date:
            others = others.filter(from_date__lte=self.to_date)
        if others.exists():
            raise ValidationError("Somebody else holds this post in that time.", code="post-held")


def holder_on(unit_path: str, kind: str, day: date) -> PostHolder | None:
    """Who holds the unit's post of that kind on ``day``."""
    holders = PostHolder.objects.filter(post__unit__path=unit_path, post__kind=kind, from_date__lte=day)
    return (
        holders.filter(Q(to_date=None) | Q(to_date__gte=day))
        .select_related("post", "person")
        .order_by("-from_date")
        .first()
    )
