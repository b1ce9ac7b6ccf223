"""The order of a ladder as numbers. Pure: ranks in, ranks out."""

STEP = 10
HIGHEST = 32_767  # the largest number that the column holds


def ranks_after(others: list[tuple[int, int]], moved: int, after: int | None) -> dict[int, int]:
    """The ranks that change when `moved` comes right after `after` (None: first). `others` are (id, rank) without `moved`.

    Only the moved one gets a new rank where there is room between its neighbours. Otherwise all are numbered anew, in a range
    that none of them uses yet: the database compares row by row, and two may never have the same rank, not even for a moment.
    ValueError where there are too many to number.
    """
    line = sorted(others, key=lambda row: (row[1], row[0]))
    place = 0 if after is None else 1 + [pk for pk, _rank in line].index(after)
    below = line[place - 1][1] if place else -1
    above = line[place][1] if place < len(line) else below + 2 * STEP
    middle = (below + above) // 2
    if below < middle < above and middle <= HIGHEST:
        return {moved: middle}
    order = [pk for pk, _rank in line]
    order.insert(place, moved)
    used = {rank for _pk, rank in line}
    width = STEP * (len(order) + 1)
    for base in range(0, HIGHEST - width, width):
        if used.isdisjoint(range(base, base + width)):
            return {pk: base + STEP * n for n, pk in enumerate(order, 1)}
    raise ValueError("no room for so many")
