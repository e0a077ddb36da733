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
  const { sums, isSearched } = findSums(addends, sumFen, { most, enough: 2 })
  const [only, other] = sums
  return isSearched && only && !other ? only : null
}

/**
 * The choices of two to `most` addends that make the sum, as many as are `enough`; the search may also end because it would take too long,
 * and then not all of it `isSearched`. All amounts have the sign of the sum.
 */
export function findSums<A extends Addend>(
  addends: A[],
  sumFen: bigint,
  { most, enough }: { most: number; enough: number },
): { sums: A[][]; isSearched: boolean } {
  const size = (fen: bigint) => (fen < 0n ? -fen : fen)
  const sorted = addends.toSorted((one, other) => Number(size(other.amountFen) - size(one.amountFen)))
  const rests: bigint[] = Array.from({ length: sorted.length + 1 }, () => 0n)
  for (let at = sorted.length - 1; at >= 0; at -= 1)
    rests[at] = (rests[at + 1] ?? 0n) + size(sorted[at]?.amountFen ?? 0n)
  const sums: A[][] = []
  let steps = 0
  const chosen: A[] = []
  const isOver = () => sums.length >= enough || steps > MOST_STEPS
  const search = (from: number, left: bigint): void => {
    if (isOver()) return
    if (left === 0n && chosen.length > 1) {
      sums.push([...chosen])
      return
    }
    if (left <= 0n || chosen.length === most) return
    for (let at = from; at < sorted.length && left <= (rests[at] ?? 0n); at += 1) {
      steps += 1
      const addend = sorted[at]
      if (isOver() || !addend) return
      if (size(addend.amountFen) > left) continue
      chosen.push(addend)
      search(at + 1, left - size(addend.amountFen))
      chosen.pop()
    }
  }
  search(0, size(sumFen))
  return { sums, isSearched: steps <= MOST_STEPS }
}
