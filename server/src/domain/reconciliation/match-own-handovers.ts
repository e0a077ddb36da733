import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { recordMatch } from './record-match.ts'

interface OwnHandover {
  account: string
  bankLineId: bigint
  fundLineId: bigint
  day: string
}

/**
 * Where a channel and a bank hold the money of one account, as they do of deposits, what the channel hands over to the bank moves nothing in our
 * books: it left the one, as its bill of movements says, and reached the other. The two lines are matched with each other, unless
 * others would do too or somebody has taken them apart. A bank books what is handed over the same day or some days later, as
 * many as the rule `match_window` gives every match. Returns how many.
 */
export async function matchOwnHandovers({ db }: { db: Db }): Promise<number> {
  const { value } = await readRule(db, 'match_window')
  const { rows } = await sql<OwnHandover>`
    WITH arrived AS (
      SELECT line.id, line.amount_fen, line.business_day, open_line.account
      FROM open_line JOIN statement_line AS line ON line.id = line_id
      JOIN statement_account AS own ON own.id = line.account_id AND own.channel = 'bank'
      WHERE side = 'statement' AND line.own_no IS NULL AND line.kind <> 'fee'
    ), near AS (
      SELECT arrived.account, arrived.id AS bank_line_id, fund.id AS fund_line_id, fund.business_day::text AS day,
        count(*) OVER (PARTITION BY arrived.id) AS funds, count(*) OVER (PARTITION BY fund.id) AS banks
      FROM arrived
      JOIN statement_account AS own ON own.ledger_account = arrived.account AND own.channel <> 'bank'
      JOIN statement_line AS fund ON fund.account_id = own.id AND fund.kind = 'transfer' AND fund.amount_fen = -arrived.amount_fen
        AND fund.business_day BETWEEN arrived.business_day - ${value.days}::int AND arrived.business_day
      JOIN statement_file AS file ON file.id = fund.file_id AND file.kind = 'fund'
      WHERE NOT EXISTS (SELECT FROM match_item WHERE side = 'statement' AND line_id = fund.id AND active)
        AND NOT EXISTS (
          SELECT FROM match_item AS one JOIN match_item AS other USING (match_id)
          WHERE one.side = 'statement' AND one.line_id = arrived.id AND NOT one.active AND other.side = 'statement' AND other.line_id = fund.id)
    )
    SELECT account, bank_line_id, fund_line_id, day FROM near WHERE funds = 1 AND banks = 1 ORDER BY bank_line_id
  `.execute(db)
  for (const { account, bankLineId, fundLineId, day } of rows)
    await db.transaction().execute(async trx => {
      // The movement of the channel's own account was not open: on its own it explains nothing.
      await sql`
        INSERT INTO open_line (side, line_id, account) VALUES ('statement', ${fundLineId}, ${account}) ON CONFLICT DO NOTHING
      `.execute(trx)
      const statementIds = [bankLineId, fundLineId]
      await recordMatch(trx, {
        account,
        stage: 'batch',
        statementIds,
        bookIds: [],
        reason: { handover: day },
      })
    })
  return rows.length
}
