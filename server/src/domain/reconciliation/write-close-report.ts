import { CLOSE_CHECKS } from '@haowu/shared/reconciliation.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { listCloseItems } from './list-close-items.ts'
import { readDepositCover } from './read-deposit-cover.ts'
import { readTieOut } from './read-tie-out.ts'

/**
 * What is signed, as a text that is the same byte for byte whenever it is written again: keys in their order, amounts in fen as text, and
 * nothing in it that goes on after the month is closed.
 */
export async function writeCloseReport(db: Db, month: string): Promise<string> {
  const tieOut = await readTieOut(db, month)
  const { rows: entries } = await sql<{ kind: string; entries: number; fen: bigint }>`
    SELECT transaction.kind, count(DISTINCT transaction.id)::int AS entries, sum(leg.amount_fen)::bigint AS fen
    FROM ledger.transaction JOIN ledger.leg ON leg.transaction_id = transaction.id
    WHERE effective_on >= ${`${month}-01`}::date AND effective_on < ${`${month}-01`}::date + interval '1 month'
    GROUP BY transaction.kind ORDER BY transaction.kind COLLATE "C"
  `.execute(db)
  const { rows: statements } = await sql<{
    channel: string
    accountNo: string
    kind: string
    files: number
    lines: number
  }>`
    SELECT account.channel, account.account_no, file.kind, count(*)::int AS files, sum(file.line_count)::int AS lines
    FROM statement_file AS file JOIN statement_account AS account ON account.id = file.account_id
    WHERE file.state = 'loaded' AND day_from >= ${`${month}-01`}::date AND day_to < ${`${month}-01`}::date + interval '1 month'
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  `.execute(db)
  const { rows: matches } = await sql<{ stage: string; lines: number }>`
    SELECT match.stage, count(*)::int AS lines FROM match JOIN match_item ON match_id = match.id AND side = 'book' AND active
    JOIN book_line ON book_line.id = line_id
    WHERE business_day >= ${`${month}-01`}::date AND business_day < ${`${month}-01`}::date + interval '1 month'
    GROUP BY 1 ORDER BY 1
  `.execute(db)
  const cover = await readDepositCover(db, month)
  const items = await listCloseItems(db, month)
  const report = {
    month,
    accounts: tieOut.map(
      ({ account, openingFen, inFen, outFen, closingFen, statementFen, unexplainedFen }) => ({
        account,
        openingFen: openingFen.toString(),
        inFen: inFen.toString(),
        outFen: outFen.toString(),
        closingFen: closingFen.toString(),
        statementFen: statementFen?.toString() ?? null,
        unexplainedFen: unexplainedFen?.toString() ?? null,
      }),
    ),
    deposits: {
      owedFen: cover.owedFen.toString(),
      heldFen: cover.heldFen.toString(),
      toMoveFen: cover.toMoveFen.toString(),
    },
    entries: entries.map(({ kind, entries: count, fen }) => ({ kind, entries: count, fen: fen.toString() })),
    statements,
    matches,
    checklist: CLOSE_CHECKS.map(check => {
      const item = items.find(each => each.item === check)
      return { check, owner: item?.ownerName ?? null, doneBy: item?.doneByName ?? null }
    }),
  }
  return `${JSON.stringify(report, null, 2)}\n`
}
