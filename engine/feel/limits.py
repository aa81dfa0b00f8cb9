"""What one expression may use; each limit is far above honest need and well below what hurts a worker."""

MAX_TEXT = 100_000  # characters of source
MAX_NESTING = 100  # parentheses, calls, conditionals inside one another
MAX_CHAIN = 200  # operators of one level in a row: a + b + c …
MAX_NODES = 20_000  # parts of one expression
MAX_LIST = 100_000  # items of a list or of an iterated range
MAX_STRING = 200_000  # characters of a computed string
MAX_CALLS = 50  # user-defined functions calling one another
MAX_VALUE_DEPTH = 60  # lists and contexts inside one another
DEFAULT_BUDGET = 1_000_000  # steps: about one for each part evaluated in a loop
