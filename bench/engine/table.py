"""The result as one Markdown table, ratios first."""

from dataclasses import dataclass
from statistics import median

HEAD = "| workload | contender | ratio | a second | ms each | |\n|---|---|---|---|---|---|"


@dataclass(slots=True)
class Row:
    """A contender's seconds of one unit, one value for each round; without any ``remark`` says why."""

    workload: str
    contender: str
    unit: str
    seconds: list[float]
    remark: str = ""

    @property
    def typical(self) -> float:
        return median(self.seconds)


def written(rows: list[Row]) -> list[str]:
    """The lines of one workload; ratio: how many times the first contender is as fast as this one."""
    ours = rows[0].typical
    titles = [rows[0].workload, *[""] * len(rows)]
    return [
        f"| {title} | {row.contender} | {_figures(row, ours)} | {row.remark} |"
        for title, row in zip(titles, rows, strict=False)
    ]


def _figures(row: Row, ours: float) -> str:
    if not row.seconds:
        return "– | – | –"
    a_second = 1 / row.typical
    speed = f"{a_second:,.{0 if a_second >= 10 else 2}f} {row.unit}"
    ratio = row.typical / ours
    return f"{ratio:.{2 if ratio >= 0.1 else 3}f} | {speed} | {row.typical * 1000:.2f}"
