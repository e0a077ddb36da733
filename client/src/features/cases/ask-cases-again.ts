import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

/** After any act in a case: its page, the lists and the queue. */
export async function askCasesAgain(): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: api.cases.pathKey() }),
    queryClient.invalidateQueries({ queryKey: api.caseDesk.pathKey() }),
  ])
}
