import type { Db } from '#db/database.ts'
import { deposit, depositHeld } from '#domain/ledger/accounts.ts'
import { readBalances } from '#domain/ledger/read-balances.ts'
import { readDepositDue } from './deposit-due.ts'
import type { DepositSeen } from './read-deposit.ts'

export interface DepositRow extends Omit<DepositSeen, 'holds'> {
  id: string
  name: string
  kind: string
  state: string
}

export interface DepositQuery {
  /** Id of the last row of the page before. */
  cursor?: string | undefined
  limit: number
}

/** The deposits of all suppliers and streamers, newest party first, one more than `limit`. For the platform's own people. */
export async function listDeposits(db: Db, { cursor, limit }: DepositQuery): Promise<DepositRow[]> {
  let query = db
    .selectFrom('party')
    .select(['id', 'name', 'kind', 'state'])
    .where('kind', 'in', ['supplier', 'streamer'])
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', cursor)
  const parties = await query.execute()
  const codes = parties.flatMap(({ id }) => [deposit(id), depositHeld(id)])
  const balances = await readBalances(db, codes)
  const rows: DepositRow[] = []
  for (const party of parties) {
    const freeFen = balances.get(deposit(party.id)) ?? 0n
    const heldFen = balances.get(depositHeld(party.id)) ?? 0n
    const balanceFen = freeFen + heldFen
    const due = await readDepositDue(db, party.id)
    const shortFen = due.dueFen > balanceFen ? due.dueFen - balanceFen : 0n
    rows.push({ ...party, balanceFen, heldFen, freeFen, due, shortFen })
  }
  return rows
}
