"""The inbox page at a million open user tasks."""
