/**
 * Takes the steps one after another. One that fails keeps none of the others from being taken; a failure alone is thrown as it is, for what
 * is to be done about it is told from its kind, and several are thrown together.
 */
export async function inTurn(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length === 1) throw failures[0]
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} of ${steps.length} steps failed`)
}
