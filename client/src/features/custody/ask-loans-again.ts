import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'

/** After an act on a loan: the loan, its lists, the piece, and the deposit behind it. */
export async function askLoansAgain(): Promise<void> {
  await Promise.all(
    [
      api.loans.pathKey(),
      api.custody.pathKey(),
      api.items.pathKey(),
      api.plaza.pathKey(),
      api.deposits.pathKey(),
    ].map(queryKey => queryClient.invalidateQueries({ queryKey })),
  )
}
