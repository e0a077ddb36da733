import { BOOK_ACCOUNTS } from '@haowu/shared/reconciliation.ts'
import type { Db } from '#db/database.ts'
import { bookBatchCharges } from './book-batch-charges.ts'
import { bookHandovers } from './book-handovers.ts'
import { feedBookLines } from './feed-book-lines.ts'
import { keepFileBreaks } from './keep-file-breaks.ts'
import { type MatchRun, matchAccount } from './match-account.ts'
import { matchOwnHandovers } from './match-own-handovers.ts'
import { settleAdjusted } from './settle-adjusted.ts'
import { settleTakenBack } from './settle-taken-back.ts'
import { settleTolerated } from './settle-tolerated.ts'

/** Looks at everything that is open: new entries, what channels handed over, then each account. Safe to repeat; does nothing when nothing is new. */
export async function reconcile({ db }: { db: Db }): Promise<MatchRun[]> {
  await feedBookLines({ db })
  await settleAdjusted({ db })
  await settleTakenBack({ db })
  await bookHandovers({ db })
  await bookBatchCharges({ db })
  await matchOwnHandovers({ db })
  await keepFileBreaks({ db })
  const runs: MatchRun[] = []
  for (const account of BOOK_ACCOUNTS) {
    const { has } = await db
      .selectNoFrom(({ exists, selectFrom }) =>
        exists(selectFrom('statementAccount').select('id').where('ledgerAccount', '=', account)).as('has'),
      )
      .executeTakeFirstOrThrow()
    if (has) runs.push(await matchAccount({ db }, account))
  }
  if ((await settleTolerated({ db })) > 0) {
    await feedBookLines({ db })
    await settleAdjusted({ db })
  }
  return runs
}
