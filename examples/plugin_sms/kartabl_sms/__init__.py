"""Text messages for Kartabl."""
