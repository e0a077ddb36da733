import type pg from 'pg'
import type { AccountCode } from './accounts.ts'
import type { Entry } from './entry.ts'

/** What the ledger must do, said a second time in the simplest way: maps in memory, no database. For tests only. */
export interface LedgerModel {
  /** Balance on the debit side. */
  balances: Map<AccountCode, bigint>
  legCounts: Map<AccountCode, bigint>
  bodies: Map<string, string>
  /** What is left in escrow of each order. */
  escrows: Map<string, bigint>
}

export function emptyModel(): LedgerModel {
  return { balances: new Map(), legCounts: new Map(), bodies: new Map(), escrows: new Map() }
}

export type ModelAnswer = 'posted' | 'replayed'

/** The answers for a batch in its order, or the code of the refusal; a refused batch changes nothing. */
export function postToModel(model: LedgerModel, entries: readonly Entry[]): ModelAnswer[] | string {
  const bodies = new Map(model.bodies)
  const balances = new Map(model.balances)
  const legCounts = new Map(model.legCounts)
  const escrows = new Map(model.escrows)
  const answers: ModelAnswer[] = []
  for (const entry of entries) {
    const body = bodyOf(entry)
    const known = bodies.get(entry.key)
    if (known !== undefined && known !== body) return 'idempotency_conflict'
    answers.push(known === undefined ? 'posted' : 'replayed')
    if (known !== undefined) continue
    bodies.set(entry.key, body)
    for (const { debit, credit, amountFen, orderId = '' } of entry.legs) {
      balances.set(debit, (balances.get(debit) ?? 0n) + amountFen)
      balances.set(credit, (balances.get(credit) ?? 0n) - amountFen)
      if (credit === 'L:ESCROW') escrows.set(orderId, (escrows.get(orderId) ?? 0n) + amountFen)
      if (debit === 'L:ESCROW') escrows.set(orderId, (escrows.get(orderId) ?? 0n) - amountFen)
      for (const code of [debit, credit]) legCounts.set(code, (legCounts.get(code) ?? 0n) + 1n)
    }
  }
  for (const [code, balance] of balances) {
    if (isBelowFloor(code, balance)) return 'insufficient_balance'
  }
  Object.assign(model, { balances, legCounts, bodies, escrows })
  return answers
}

/** All debts of ours have a floor, and so has what parties owe us. */
function isBelowFloor(code: AccountCode, debitSide: bigint): boolean {
  if (code.startsWith('L:')) return debitSide > 0n
  return code.startsWith('A:RECEIVABLE') && debitSide < 0n
}

function bodyOf(entry: Entry): string {
  return JSON.stringify({ ...entry, actor: '' }, (_key, value) =>
    typeof value === 'bigint' ? `${value}` : value,
  )
}

/** Balance on the debit side and number of legs of each account, as the database has them. */
export async function readState(pool: pg.Pool): Promise<Map<string, string>> {
  const { rows } = await pool.query(
    'SELECT code, debit_total - credit_total AS balance, version FROM ledger.balance JOIN ledger.account ON id = account_id',
  )
  return new Map(rows.map(row => [row.code, `${row.balance} by ${row.version} legs`]))
}

/** The same of the model. */
export function modelState(model: LedgerModel): Map<string, string> {
  return new Map(
    [...model.balances].map(([code, balance]) => [code, `${balance} by ${model.legCounts.get(code)} legs`]),
  )
}

/** Only a superuser can do this, and only with the triggers switched off. */
export async function emptyLedger(owner: pg.Pool): Promise<void> {
  await owner.query(`
    SET session_replication_role = replica;
    DELETE FROM ledger.leg; DELETE FROM ledger.transaction; DELETE FROM ledger.hold;
    DELETE FROM ledger.balance; DELETE FROM ledger.account; DELETE FROM ledger.period;
    RESET session_replication_role;
    ALTER TABLE ledger.account ALTER id RESTART; ALTER TABLE ledger.transaction ALTER id RESTART;
  `)
}
