import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

/** After each step: lists, the page and the buyer's order show what became of it. */
export async function askAfterSalesAgain(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: api.afterSales.pathKey() }),
    queryClient.invalidateQueries({ queryKey: api.checkout.pathKey() }),
  ])
}
