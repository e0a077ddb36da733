import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { depositExitFailed, depositPaidOut } from '#domain/ledger/deposit-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { liftRestrictions } from '#domain/parties/restrict-party.ts'
import { EXITS_IN_FLIGHT } from './exit.ts'
import { findExitByNo, moveExit, type StoredExit } from './exit-store.ts'
import { closeTopUp, findOpenTopUp } from './top-up-store.ts'

export interface EndedExit {
  /** Our number, which the rail calls `outTransferNo`. */
  no: string
  outcome: 'confirmed' | 'failed'
  amountFen: Fen
  railTransferId: string | null
  /** The rail's word for a failure. */
  failureCode: string | null
}

/**
 * Books how a deposit that was sent back ended at the rail, once, whoever says it first. Confirmed, the party has left; failed,
 * it is its deposit again, until it tries once more or stays. Throws `not_found` for a number that is not ours, also one of an
 * earlier attempt, and `payment_refused` for another amount than was sent.
 */
export async function finishExit({ db }: { db: Db }, ended: EndedExit): Promise<'done' | 'repeated'> {
  const known = await findExitByNo(db, ended.no)
  if (!known) throw new DomainError('not_found')
  if (known.amountFen !== ended.amountFen) throw new DomainError('payment_refused', { no: ended.no })
  return db.transaction().execute(async trx => {
    await lockParty(trx, known.partyId)
    return finishLocked(trx, known, ended)
  })
}

async function finishLocked(
  trx: Transaction<Database>,
  exit: StoredExit,
  { no, outcome, amountFen, railTransferId, failureCode }: EndedExit,
): Promise<'done' | 'repeated'> {
  const { exitId, partyId, attempt } = exit
  const isPaid = outcome === 'confirmed'
  const moved = await moveExit(trx, {
    exitId,
    from: EXITS_IN_FLIGHT,
    to: isPaid ? 'refunded' : 'failed',
    railTransferId,
    failureCode,
    ...(isPaid ? { stamp: 'finishedAt' as const } : {}),
  })
  if (!moved) {
    await noteContradiction(trx, no, outcome)
    return 'repeated'
  }
  const step = { exitId, partyId, attempt, amountFen, actor: 'rail' }
  await postEntries(trx, [isPaid ? depositPaidOut(step) : depositExitFailed(step)])
  if (isPaid) await leave(trx, { partyId, exitId, amountFen })
  return 'done'
}

/** The party has what it deposited, and is closed: it trades no more, but what it has earned may still be paid to it. */
export async function leave(
  trx: Transaction<Database>,
  { partyId, exitId, amountFen }: { partyId: string; exitId: string; amountFen: Fen },
): Promise<void> {
  await trx.updateTable('party').set({ state: 'closed' }).where('id', '=', partyId).execute()
  const topUp = await findOpenTopUp(trx, partyId)
  if (topUp) {
    await closeTopUp(trx, topUp.topUpId)
    await liftRestrictions(trx, { partyId, cause: 'deposit_short', refId: topUp.topUpId })
  }
  const facts = { amountFen: amountFen.toString() }
  await tellParty(trx, {
    partyId,
    kind: 'deposit_exit_paid',
    key: `deposit_exit:${exitId}:paid`,
    refId: exitId,
    facts,
  })
  await recordAct(trx, {
    actor: 'rail',
    action: 'deposit_exit_paid',
    subjectType: 'deposit_exit',
    subjectId: exitId,
    facts: { partyId, ...facts },
  })
}

/** The rail says otherwise than before: nothing moves, a person must look. */
async function noteContradiction(
  trx: Transaction<Database>,
  no: string,
  outcome: EndedExit['outcome'],
): Promise<void> {
  const now = await findExitByNo(trx, no)
  if (!now || now.state === (outcome === 'confirmed' ? 'refunded' : 'failed')) return
  await recordAct(trx, {
    actor: 'rail',
    action: 'deposit_exit_contradicted',
    subjectType: 'deposit_exit',
    subjectId: now.exitId,
    facts: { state: now.state, told: outcome },
  })
}
