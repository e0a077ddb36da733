import { LADDER_STEPS } from '@haowu/shared/deposits.ts'
import type { Fen } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { liftRestrictions, restrictParty } from '#domain/parties/restrict-party.ts'
import { readDepositDues } from './deposit-due.ts'
import { storeDues } from './due-store.ts'
import { restrictionsAt, stepAt } from './top-up.ts'
import { closeTopUp, findOpenTopUp, insertTopUp, moveTopUp, type TopUp } from './top-up-store.ts'
import { readDepositBalances } from './trade-facts.ts'

const ACTOR = 'deposit-ladder'

interface Standing {
  partyId: string
  kind: string
  dueFen: Fen
  shortFen: Fen
}

/**
 * Compares a party's deposit with what is due now and does what follows, under the party's lock: a deposit that fell short
 * gets a notice with its days, one that stays short meets the steps that are due, one that was made good is restored at once.
 * Says nothing to parties that need no deposit or do not trade (yet, or any more). May be repeated at any time.
 */
export async function reviewDeposit(trx: Transaction<Database>, partyId: string): Promise<void> {
  await lockParty(trx, partyId)
  const due = (await readDepositDues(trx, [partyId])).get(partyId)
  if (!due) return
  const { balanceFen } = (await readDepositBalances(trx, [partyId]))(partyId)
  await storeDues(trx, [{ partyId, due, balanceFen }])
  const shortFen = due.dueFen > balanceFen ? due.dueFen - balanceFen : 0n
  const topUp = await findOpenTopUp(trx, partyId)
  if (shortFen === 0n) {
    if (topUp) await restore(trx, { partyId, topUp, dueFen: due.dueFen })
    return
  }
  const kind = topUp ? undefined : await kindOfTrading(trx, partyId)
  if (kind !== undefined) await openTopUp(trx, { partyId, kind, dueFen: due.dueFen, shortFen })
  else if (topUp) await climb(trx, { partyId, topUp, shortFen })
}

/** Nobody is asked for a deposit before he was admitted, while he is leaving, or after he has left. */
async function kindOfTrading(trx: Transaction<Database>, partyId: string): Promise<string | undefined> {
  const party = await trx
    .selectFrom('party')
    .select('kind')
    .where('id', '=', partyId)
    .where('state', 'in', ['active', 'restricted'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('depositExit')
            .select('id')
            .where('partyId', '=', partyId)
            .where('state', 'in', ['waiting', 'sent', 'unknown', 'failed']),
        ),
      ),
    )
    .executeTakeFirst()
  return party?.kind
}

async function openTopUp(trx: Transaction<Database>, standing: Standing): Promise<void> {
  const { partyId, dueFen, shortFen } = standing
  const { topUpId, noHoldsAt, ruleVersion } = await insertTopUp(trx, standing)
  const facts = {
    dueFen: dueFen.toString(),
    shortFen: shortFen.toString(),
    deadlineAt: noHoldsAt.toISOString(),
    ruleVersion,
  }
  await tellParty(trx, {
    partyId,
    kind: 'deposit_short',
    key: `top_up:${topUpId}:opened`,
    refId: topUpId,
    facts,
  })
  await recordAct(trx, {
    actor: ACTOR,
    action: 'deposit_short',
    subjectType: 'deposit_top_up',
    subjectId: topUpId,
    facts: { partyId, ...facts },
  })
}

/** Takes every step that is due, however late we come. */
async function climb(
  trx: Transaction<Database>,
  { partyId, topUp, shortFen }: { partyId: string; topUp: TopUp; shortFen: Fen },
): Promise<void> {
  const { topUpId } = topUp
  const { step, nextAt } = stepAt(await readClock(trx), topUp)
  if (step === topUp.step) return
  await moveTopUp(trx, { topUpId, step, nextAt })
  await restrictParty(trx, {
    partyId,
    cause: 'deposit_short',
    refId: topUpId,
    kinds: restrictionsAt(step),
    by: { rule: 'deposit_ladder', ruleVersion: topUp.ruleVersion },
  })
  const reached = LADDER_STEPS.slice(LADDER_STEPS.indexOf(topUp.step) + 1, LADDER_STEPS.indexOf(step) + 1)
  for (const taken of reached) {
    const facts = { step: taken, shortFen: shortFen.toString(), nextAt: nextAt?.toISOString() ?? null }
    await tellParty(trx, {
      partyId,
      kind: 'deposit_restricted',
      key: `top_up:${topUpId}:${taken}`,
      refId: topUpId,
      facts,
    })
    await recordAct(trx, {
      actor: ACTOR,
      action: 'deposit_restricted',
      subjectType: 'deposit_top_up',
      subjectId: topUpId,
      facts: { partyId, ...facts },
    })
  }
}

async function restore(
  trx: Transaction<Database>,
  { partyId, topUp, dueFen }: { partyId: string; topUp: TopUp; dueFen: Fen },
): Promise<void> {
  const { topUpId, step } = topUp
  await closeTopUp(trx, topUpId)
  await liftRestrictions(trx, { partyId, cause: 'deposit_short', refId: topUpId })
  const facts = { dueFen: dueFen.toString(), step }
  await tellParty(trx, {
    partyId,
    kind: 'deposit_restored',
    key: `top_up:${topUpId}:restored`,
    refId: topUpId,
    facts,
  })
  await recordAct(trx, {
    actor: ACTOR,
    action: 'deposit_restored',
    subjectType: 'deposit_top_up',
    subjectId: topUpId,
    facts: { partyId, ...facts },
  })
}

async function readClock(trx: Transaction<Database>): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`SELECT app_now() AS at`.execute(trx)
  const [clock] = rows
  if (!clock) throw new Error('the clock gave no answer')
  return clock.at
}
