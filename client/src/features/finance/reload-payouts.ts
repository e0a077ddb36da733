import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

/** After any act with payouts: the batches, the single payouts, what the overview counts, and each party's balance. */
export async function reloadPayouts(): Promise<void> {
  await Promise.all(
    [api.payoutBatches, api.payouts, api.finance, api.ledger, api.receivables].map(({ pathKey }) =>
      queryClient.invalidateQueries({ queryKey: pathKey() }),
    ),
  )
}
