/**
 * Does the same for one after the other. One that fails keeps none of the others waiting; the failures are thrown together at
 * the end, under these words. What gives them may end early, where going on would be of no use.
 */
export async function eachInTurn<One>(
  all: Iterable<One> | AsyncIterable<One>,
  act: (one: One) => Promise<unknown>,
  words: string,
): Promise<void> {
  const failures: unknown[] = []
  for await (const one of all) {
    try {
      await act(one)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, words)
}
