interface Addend {
  amountFen: bigint
}

/** The search ends here: a cluster in which more combinations must be tried is for a person. */
const MOST_STEPS = 200_000

/**
 * The addends that make the sum, if exactly one choice of two to `most` of them does; null for none, for more than one, and where it
 * would take too long to know. All amounts have the sign of the sum.
 */
export function findOnlySum<A extends Addend>(addends: A[], sumFen: bigint, most: number): A[] | null {
  const size = (fen: bigint) => (fen < 0n ? -fen : fen)
  const sorted = addends.toSorted((one, other) => Number(size(other.amountFen) - size(one.amountFen)))
  const rests: bigint[] = Array.from({ length: sorted.length + 1 }, () => 0n)
  for (let at = sorted.length - 1; at >= 0; at -= 1)
    rests[at] = (rests[at + 1] ?? 0n) + size(sorted[at]?.amountFen ?? 0n)
  let found: A[] | null = null
  let steps = 0
  let isUnclear = false
  const chosen: A[] = []
  const search = (from: number, left: bigint): void => {
    if (isUnclear) return
    if (left === 0n && chosen.length > 1) {
      isUnclear = found !== null
      found = [...chosen]
      return
    }
    if (left <= 0n || chosen.length === most) return
    for (let at = from; at < sorted.length && left <= (rests[at] ?? 0n); at += 1) {
      steps += 1
      if (steps > MOST_STEPS) isUnclear = true
      const addend = sorted[at]
      if (isUnclear || !addend) return
      if (size(addend.amountFen) > left) continue
      chosen.push(addend)
      search(at + 1, left - size(addend.amountFen))
      chosen.pop()
    }
  }
  search(0, size(sumFen))
  return isUnclear ? null : found
}
