import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type AccountCode, penaltyIncome } from './accounts.ts'
import { depositCaptured, depositHeld, depositHoldReleased } from './deposit-entries.ts'
import type { Entry } from './entry.ts'
import { asRefusal } from './ledger-refusal.ts'
import { sqlBatch } from './post-entries.ts'

interface NewHold {
  /** Names the fact that needs the hold, for example `live_hold:<id>`; repeating it answers with the same hold. */
  key: string
  partyId: string
  amountFen: Fen
  reason: string
  expiresAt?: Date | undefined
  actor?: string | undefined
}

/**
 * Sets a part of the party's deposit aside. Refuses with `insufficient_balance` when the free deposit is smaller.
 * The same key with another party or amount is an `idempotency_conflict`.
 */
export async function openHold(trx: Transaction<Database>, hold: NewHold): Promise<{ holdId: bigint }> {
  try {
    const { rows } = await sql<{ holdId: bigint }>`
      SELECT hold_id FROM ledger.open_hold(${sqlBatch([depositHeld(hold)])}, ${hold.reason}, ${hold.expiresAt ?? null})
    `.execute(trx)
    const [opened] = rows
    if (opened === undefined) throw new Error(`no hold was opened for ${hold.key}`)
    return opened
  } catch (error) {
    throw asRefusal(error)
  }
}

interface Resolution {
  /** False when the hold had been resolved in exactly this way before. */
  resolvedNow: boolean
}

/** Gives the whole hold back to the deposit. Refuses with `hold_resolved` if it was captured or has expired. */
export async function releaseHold(
  trx: Transaction<Database>,
  holdId: bigint,
  actor?: string,
): Promise<Resolution> {
  const { partyId, amountFen } = await readHold(trx, holdId)
  return resolve(trx, depositHoldReleased({ holdId, partyId, amountFen, actor }), {
    holdId,
    outcome: 'released',
  })
}

/** As a release, once the database's clock has passed `expiresAt`; earlier it throws. */
export async function expireHold(trx: Transaction<Database>, holdId: bigint): Promise<Resolution> {
  const { partyId, amountFen } = await readHold(trx, holdId)
  const entry = depositHoldReleased({ holdId, partyId, amountFen, expired: true })
  return resolve(trx, entry, { holdId, outcome: 'expired' })
}

interface Capture {
  holdId: bigint
  /** From 1 fen up to the whole hold; the rest goes back to the deposit. */
  amountFen: Fen
  /** Default: penalty income. */
  to?: AccountCode
  actor?: string | undefined
}

/** Keeps a part or all of the hold. Refuses with `hold_resolved` if it was released, has expired or was captured otherwise. */
export async function captureHold(trx: Transaction<Database>, capture: Capture): Promise<Resolution> {
  const { holdId, amountFen: capturedFen, to = penaltyIncome(), actor } = capture
  const { partyId, amountFen: heldFen } = await readHold(trx, holdId)
  if (capturedFen <= 0n || capturedFen > heldFen) {
    throw new RangeError(`capturing ${capturedFen} of a hold of ${heldFen} fen`)
  }
  const entry = depositCaptured({ holdId, partyId, heldFen, capturedFen, to, actor })
  return resolve(trx, entry, { holdId, outcome: 'captured' })
}

/** Party and amount of a hold never change, so that reading them needs no lock; the function locks the row and decides. */
async function readHold(
  trx: Transaction<Database>,
  holdId: bigint,
): Promise<{ partyId: string; amountFen: Fen }> {
  const row = await trx
    .selectFrom('ledger.hold')
    .innerJoin('ledger.account', 'ledger.account.id', 'ledger.hold.heldAccountId')
    .select(['partyId', 'amountFen'])
    .where('ledger.hold.id', '=', holdId)
    .executeTakeFirst()
  if (!row?.partyId) throw new DomainError('not_found')
  return { partyId: row.partyId, amountFen: row.amountFen }
}

async function resolve(
  trx: Transaction<Database>,
  entry: Entry,
  { holdId, outcome }: { holdId: bigint; outcome: 'captured' | 'released' | 'expired' },
): Promise<Resolution> {
  try {
    const { rows } = await sql<{ isReplay: boolean }>`
      SELECT is_replay FROM ledger.resolve_hold(${sqlBatch([entry])}, ${holdId}, ${outcome})
    `.execute(trx)
    return { resolvedNow: rows[0]?.isReplay === false }
  } catch (error) {
    throw asRefusal(error)
  }
}
