"""What the API keeps is forgotten after a while, once a day."""

from datetime import timedelta

from engine import clock
from engine.plugins import daily_duty
from portal.api.models import ApiCall, ApiToken

KEEP = timedelta(days=30)


@daily_duty("api-records")
def clear_api_records() -> tuple[int, int]:
    """Forget tokens and answers that ended thirty days ago; how many of each."""
    before = clock.now() - KEEP
    tokens, _by_model = ApiToken.objects.filter(expires_at__lt=before).delete()
    calls, _by_model = ApiCall.objects.filter(at__lt=before).delete()
    return tokens, calls
