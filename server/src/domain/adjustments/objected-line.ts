import { accountLineKey, type ObjectedLine, shareLineKey } from '@haowu/shared/adjustments.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { madeGoodFen } from '#domain/settlement/made-good.ts'
import { readAccount } from '#domain/settlement/read-account.ts'

/** The line as it stood: amounts are fen as text, as facts always are. */
export interface LineFacts {
  what: 'share' | 'account'
  kind: string
  at: string
  orderNo: string | null
  subject: string | null
  amountFen: string
  earnedFen: string | null
  clawedFen: string | null
  /** Not said of a line that was objected to before this was told. */
  madeGoodFen?: string | null
  settlementNo: string | null
}

const MOST_LINES = 200_000

/** What a party objects to, read from where the party sees it, and the name by which that line is open only once. Throws `not_found`. */
export async function readObjectedLine(
  db: Db,
  { partyId, line }: { partyId: string; line: ObjectedLine },
): Promise<{ key: string; facts: LineFacts }> {
  switch (line.of) {
    case 'share':
      return readShare(db, { partyId, ...line })
    case 'account':
      return readAccountLine(db, { partyId, ...line })
  }
}

async function readShare(
  db: Db,
  { partyId, orderNo, role }: { partyId: string; orderNo: string; role: string },
) {
  const { rows } = await sql<LineFacts & { orderId: string }>`
    SELECT accrual.order_id, 'share' AS what, accrual.state AS kind, to_json(accrual.created_at) #>> '{}' AS at, orders.no AS order_no,
      item.title AS subject, (earned_fen - clawed_fen + made_good_fen)::text AS amount_fen, earned_fen::text AS earned_fen,
      clawed_fen::text AS clawed_fen, made_good_fen::text AS made_good_fen, settlement_batch.no AS settlement_no
    FROM accrual
    JOIN orders ON orders.id = accrual.order_id
    JOIN item ON item.id = orders.item_id
    LEFT JOIN settlement_batch ON settlement_batch.id = settlement_batch_id
    CROSS JOIN LATERAL (SELECT ${madeGoodFen} AS made_good_fen) AS made_good
    WHERE orders.no = ${orderNo} AND accrual.role = ${role} AND accrual.party_id = ${partyId}
  `.execute(db)
  const [row] = rows
  if (!row) throw new DomainError('not_found', { what: 'line' })
  const { orderId, ...facts } = row
  return { key: shareLineKey({ orderId, role }), facts }
}

async function readAccountLine(
  db: Db,
  asked: { partyId: string; month: string; transactionId: string; orderNo: string | null },
) {
  const { partyId, month, transactionId, orderNo } = asked
  const { lines } = await readAccount(db, { partyId, month, limit: MOST_LINES })
  const line = lines.find(each => each.transactionId === transactionId && each.orderNo === orderNo)
  if (!line) throw new DomainError('not_found', { what: 'line' })
  const facts: LineFacts = {
    what: 'account',
    kind: line.kind,
    at: line.at.toISOString(),
    orderNo,
    subject: line.subject,
    amountFen: line.amountFen.toString(),
    earnedFen: null,
    clawedFen: null,
    settlementNo: null,
  }
  return { key: accountLineKey({ transactionId, orderNo }), facts }
}
