import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

/** After an act, whatever shows adjustments or the entries they post is asked for again. */
export async function askAdjustmentsAgain(): Promise<void> {
  await Promise.all(
    [api.adjustments, api.ledger].map(router =>
      queryClient.invalidateQueries({ queryKey: router.pathKey() }),
    ),
  )
}
