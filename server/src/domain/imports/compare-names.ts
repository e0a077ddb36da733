/**
 * The order in which PostgreSQL keeps the names of a jsonb: the shortest first, those of one length by their bytes. Names
 * that come in another are sorted for each row, which was a twelfth of what staging a file costs it. Takes names as JSON.
 */
export function compareNames(one: string, other: string): number {
  const [first, second] = [Buffer.from(one), Buffer.from(other)]
  return first.length - second.length || Buffer.compare(first, second)
}
