export interface Placed {
  id: string
  /** Where in time it stands, in seconds. */
  at: number
}

/**
 * Lines of two sides that could all be each other's, paired so that together they lie as near as they can: a matching of least cost, in which
 * every line of the smaller side has one. In time such a matching never crosses, so one pass over both sides in order finds it. Ties
 * go by id: the same lines give the same pairs in whatever order they come.
 */
export function pairCluster(lefts: Placed[], rights: Placed[]): Map<string, string> {
  const few = inOrder(lefts.length <= rights.length ? lefts : rights)
  const many = inOrder(lefts.length <= rights.length ? rights : lefts)
  // Row by row: the least that the first lines of the few cost among the first of the many.
  const costs = [Array.from({ length: many.length + 1 }, () => 0)]
  for (const [row, one] of few.entries()) {
    const before = costs[row] ?? []
    const now = [Number.POSITIVE_INFINITY]
    for (const [column, other] of many.entries()) {
      const paired = (before[column] ?? 0) + Math.abs(one.at - other.at)
      now.push(Math.min(now[column] ?? Number.POSITIVE_INFINITY, paired))
    }
    costs.push(now)
  }
  const pairs = new Map<string, string>()
  let column = many.length
  for (let row = few.length; row > 0; row -= 1) {
    while (column > row && costs[row]?.[column] === costs[row]?.[column - 1]) column -= 1
    const one = few[row - 1]
    const other = many[column - 1]
    if (one && other) {
      const [left, right] = lefts.length <= rights.length ? [one, other] : [other, one]
      pairs.set(left.id, right.id)
    }
    column -= 1
  }
  return pairs
}

function inOrder(lines: Placed[]): Placed[] {
  return lines.toSorted(
    (one, other) => one.at - other.at || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0),
  )
}
