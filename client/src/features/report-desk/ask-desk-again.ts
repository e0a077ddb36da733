import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

/** After any act of these desks: their lists, the registry, and what waits for an operator. */
export async function askDeskAgain(): Promise<void> {
  await Promise.all(
    [api.reportDesk, api.agencies, api.work].map(({ pathKey }) =>
      queryClient.invalidateQueries({ queryKey: pathKey() }),
    ),
  )
}
