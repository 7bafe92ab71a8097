"""One-to-one assignment of predictions to gold keyphrases, small enough to need no library.

The optimal one adds a prediction at a time along a shortest augmenting path (Kuhn 1955; Munkres 1957; in the form of
Jonker and Volgenant 1987), so that the best value for every first k predictions comes out of one pass.
"""

from collections.abc import Sequence

_NEGLIGIBLE = 1e-12


def greedy_by_rank(weights: Sequence[Sequence[float]]) -> tuple[list[float], list[int | None]]:
    """In rank order, each prediction takes the best gold keyphrase that is still free; the first of equals."""
    free = set(range(len(weights[0]))) if weights else set()
    gains: list[float] = []
    found: list[int | None] = []
    for row in weights:
        best = min(free, key=lambda column: (-row[column], column), default=None)
        if best is None or row[best] <= 0:
            gains.append(0.0)
            found.append(None)
            continue
        free.discard(best)
        gains.append(row[best])
        found.append(best)
    return gains, found


def best_by_rank(weights: Sequence[Sequence[float]]) -> tuple[list[float], list[int | None]]:
    """The assignment of greatest total weight, and what each prediction in turn adds to that total.

    Args:
        weights: one row a prediction, one column a gold keyphrase, from 0 to 1.

    Returns:
        gains (their first k sum to the greatest total of the first k rows) and each row's column at the end, None for
        a row that is left over or meets nothing.
    """
    rows = [place for place, row in enumerate(weights) if any(weight > 0 for weight in row)]
    columns = [at for at in range(len(weights[0]) if weights else 0) if any(weights[place][at] > 0 for place in rows)]
    gains = [0.0] * len(weights)
    found: list[int | None] = [None] * len(weights)
    if not rows:
        return gains, found
    # A column of no weight for each row: staying alone is always possible.
    costs = [[-weights[place][at] for at in columns] + [0.0] * len(rows) for place in rows]
    total = 0.0
    for added, value, ends in _added_row_by_row(costs):
        gain = value - total
        gains[rows[added]] = gain if gain > _NEGLIGIBLE else 0.0
        total = value
        if added == len(rows) - 1:
            for row, column in enumerate(ends):
                if column < len(columns) and weights[rows[row]][columns[column]] > 0:
                    found[rows[row]] = columns[column]
    return gains, found


def _added_row_by_row(costs: Sequence[Sequence[float]]) -> list[tuple[int, float, list[int]]]:
    """For each row: its index, the greatest total weight so far, and each row's column so far."""
    width = len(costs[0])
    row_price = [0.0] * len(costs)
    column_price = [0.0] * width
    owner: list[int] = [-1] * width
    steps = []
    for row in range(len(costs)):
        _augment(row, costs, row_price, column_price, owner)
        ends = [0] * (row + 1)
        for column, who in enumerate(owner):
            if who >= 0:
                ends[who] = column
        steps.append((row, -sum(costs[who][column] for who, column in enumerate(ends)), ends))
    return steps


def _augment(
    row: int,
    costs: Sequence[Sequence[float]],
    row_price: list[float],
    column_price: list[float],
    owner: list[int],
) -> None:
    """Give `row` a column by the cheapest chain of reassignments, keeping the prices such that none is underpaid."""
    width = len(column_price)
    slack = [float("inf")] * width
    came_from = [-1] * width
    visited = [False] * width
    current, at = row, -1
    while True:
        step, nearest = float("inf"), -1
        for column in range(width):
            if visited[column]:
                continue
            reduced = costs[current][column] - row_price[current] - column_price[column]
            if reduced < slack[column]:
                slack[column], came_from[column] = reduced, at
            if slack[column] < step:
                step, nearest = slack[column], column
        row_price[row] += step
        for column in range(width):
            if visited[column]:
                row_price[owner[column]] += step
                column_price[column] -= step
            else:
                slack[column] -= step
        at = nearest
        visited[at] = True
        if owner[at] < 0:
            break
        current = owner[at]
    while at >= 0:
        before = came_from[at]
        owner[at] = owner[before] if before >= 0 else row
        at = before
