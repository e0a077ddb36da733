import { randomUUID } from 'node:crypto'
import { least } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { reviewDeposit } from '#domain/deposits/review-deposit.ts'
import { eachInTurn } from '#domain/each-in-turn.ts'
import { available, deposit } from '#domain/ledger/accounts.ts'
import { receivableDrawn, receivableRecouped } from '#domain/ledger/debt-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { withFreshBalances } from '#domain/ledger/with-fresh-balances.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { insertRecovery, lockReceivable, type OpenReceivable } from './receivable-store.ts'

const MOST = 500
const ACTOR = 'receivables'

interface Collectable {
  id: string
  partyId: string
  mayDraw: boolean
}

/**
 * Looks again at what parties owe: what became available meanwhile pays it, and once the days of the notice are over the free
 * deposit does. Each debt in a transaction of its own, oldest first; what cannot be paid stays owed. A debt that fails keeps
 * none of the others waiting; the failures are thrown together at the end. Returns how many became smaller.
 */
export async function collectReceivables({ db }: { db: Db }): Promise<number> {
  let smaller = 0
  const collectOne = async (debt: Collectable) => {
    if (await db.transaction().execute(trx => collect(trx, debt))) smaller += 1
  }
  await eachInTurn(await findCollectable(db), collectOne, 'debts could not be collected')
  return smaller
}

/** Only debts of parties who have something to pay them with, so that old ones do not keep new ones waiting. */
async function findCollectable(db: Db): Promise<Collectable[]> {
  const { rows } = await sql<Collectable>`
    SELECT receivable.id, receivable.party_id, draw_at <= app_now() AS may_draw
    FROM receivable
    WHERE closed_at IS NULL AND EXISTS (
      SELECT FROM ledger.account JOIN ledger.balance ON account_id = account.id
      WHERE account.party_id = receivable.party_id AND credit_total > debit_total
        AND (kind = 'L:AVAILABLE' OR (kind = 'L:DEPOSIT' AND draw_at <= app_now())))
    ORDER BY created_at, receivable.id LIMIT ${MOST}
  `.execute(db)
  return rows
}

async function collect(trx: Transaction<Database>, { id, partyId, mayDraw }: Collectable): Promise<boolean> {
  // Before the debt and the balances: whoever locks both takes the party first.
  await lockParty(trx, partyId)
  const owed = await lockReceivable(trx, id)
  if (!owed) return false
  const recouped = await withFreshBalances(trx, counts => take(trx, owed, { source: 'available', ...counts }))
  const left = { ...owed, leftFen: owed.leftFen - recouped }
  if (!mayDraw || left.leftFen === 0n) return recouped > 0n
  const drawn = await withFreshBalances(trx, counts => take(trx, left, { source: 'deposit', ...counts }))
  if (drawn === 0n) return recouped > 0n
  await tellParty(trx, {
    partyId,
    kind: 'receivable_drawn',
    key: `receivable:${id}:drawn:${left.leftFen}`,
    refId: id,
    facts: { amountFen: drawn.toString() },
  })
  // What the deposit gave may be missing in it now; its own ladder says so at once.
  await reviewDeposit(trx, partyId)
  return true
}

async function take(
  trx: Transaction<Database>,
  { id: receivableId, partyId, leftFen }: OpenReceivable,
  { source, onBalances }: { source: 'available' | 'deposit'; onBalances: boolean },
): Promise<bigint> {
  const account = source === 'available' ? available(partyId) : deposit(partyId)
  const amountFen = onBalances ? least(leftFen, await readBalance(trx, account)) : 0n
  if (amountFen === 0n) return 0n
  const id = randomUUID()
  await insertRecovery(trx, { id, receivableId, source, amountFen, actor: ACTOR })
  const recovery = { recoveryId: id, partyId, amountFen, actor: ACTOR }
  await postEntries(trx, [source === 'available' ? receivableRecouped(recovery) : receivableDrawn(recovery)])
  return amountFen
}
