import { type Fen, least } from '@haowu/shared/money.ts'
import type { Database, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { AccountCode } from '#domain/ledger/accounts.ts'
import { captureHold } from '#domain/ledger/hold-balance.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { captureOpenHold, findHold, type HoldRow } from './deposit-store.ts'
import { reviewDeposit } from './review-deposit.ts'

export interface Captured {
  capturedFen: Fen
  /** What was decided beyond what was held. */
  missingFen: Fen
}

export interface NamedCapture {
  cause: 'case' | 'loan'
  refId: string
  amountFen: Fen
  reckoned: { clause: string; ruleVersion: number; calculation: Record<string, unknown> }
  to: AccountCode | undefined
  actor: string
}

/** Captures the hold of one case or loan, once. Throws `hold_resolved` when it was released, or captured with another amount. */
export async function captureNamed(trx: Transaction<Database>, capture: NamedCapture): Promise<Captured> {
  const { cause, refId, amountFen } = capture
  if (amountFen <= 0n) throw new RangeError(`capturing ${amountFen} fen`)
  const hold = await findHold(trx, { reason: cause, refId })
  if (!hold) return { capturedFen: 0n, missingFen: amountFen }
  await lockParty(trx, hold.partyId)
  const capturedFen = least(amountFen, hold.amountFen)
  if (!(await captureOpenHold(trx, hold.depositHoldId))) return repeatedCapture(trx, capture)
  const { to, actor } = capture
  await captureHold(trx, {
    holdId: hold.ledgerHoldId,
    amountFen: capturedFen,
    actor,
    ...(to === undefined ? {} : { to }),
  })
  await storeCapture(trx, hold, { ...capture, capturedFen })
  // What was kept may be missing now: the notice with its days comes with the capture, not with the next reckoning.
  await reviewDeposit(trx, hold.partyId)
  return { capturedFen, missingFen: amountFen - capturedFen }
}

async function storeCapture(
  trx: Transaction<Database>,
  { depositHoldId, partyId, amountFen: heldFen }: HoldRow,
  { cause, refId, amountFen, capturedFen, reckoned, actor }: NamedCapture & { capturedFen: Fen },
): Promise<void> {
  const { clause, ruleVersion, calculation } = reckoned
  const { id } = await trx
    .insertInto('depositCapture')
    .values({
      depositHoldId,
      partyId,
      cause,
      refId,
      askedFen: amountFen,
      capturedFen,
      clause,
      ruleVersion,
      calculation: JSON.stringify(calculation),
      actor,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tellParty(trx, {
    partyId,
    kind: 'deposit_captured',
    key: `deposit_capture:${id}`,
    refId: id,
    facts: {
      amountFen: capturedFen.toString(),
      releasedFen: (heldFen - capturedFen).toString(),
      clause,
      ruleVersion,
      cause,
    },
  })
}

/** What the first capture answered; a release before it, or another amount, is a contradiction. */
async function repeatedCapture(
  trx: Transaction<Database>,
  { cause, refId, amountFen }: NamedCapture,
): Promise<Captured> {
  const stored = await trx
    .selectFrom('depositCapture')
    .select(['askedFen', 'capturedFen'])
    .where('cause', '=', cause)
    .where('refId', '=', refId)
    .executeTakeFirst()
  if (stored?.askedFen !== amountFen) throw new DomainError('hold_resolved', { cause, refId })
  return { capturedFen: stored.capturedFen, missingFen: amountFen - stored.capturedFen }
}
