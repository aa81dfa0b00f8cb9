"""A plug-in app for worker processes: its connector writes down each call in the file of KARTABL_COUNT_FILE."""
