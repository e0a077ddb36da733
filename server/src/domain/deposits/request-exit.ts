import type { AuditAction } from '@haowu/shared/audit-actions.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { liftRestrictions, restrictParty } from '#domain/parties/restrict-party.ts'
import { checkExit, type ExitCheck } from './exit-blockers.ts'
import { findExitPayee, lockOpenExit, moveExit, type StoredExit } from './exit-store.ts'

export interface ExitAct {
  partyId: string
  /** `user:<id>` */
  actor: string
}

/**
 * A party asks for its whole deposit and stops trading: from now on nothing new is held and its goods are not shown. The money
 * goes back when the waiting time and the windows after its last sale are over. Throws `exit_blocked`, with how many there
 * are of each, while trade, holds, loans, cases or debts are open, and `payee_account_missing`. Asked again it answers the same.
 */
export async function requestExit(
  deps: { db: Db },
  { partyId, actor }: ExitAct,
): Promise<{ exitId: string }> {
  return deps.db.transaction().execute(async trx => {
    await lockParty(trx, partyId)
    const known = await lockOpenExit(trx, partyId)
    if (known) return { exitId: known.exitId }
    const { blockers, dueAt, ruleVersion } = await checkExit(trx, partyId)
    refuseOpen({ blockers, ruleVersion })
    if (!(await findExitPayee(trx, partyId))) throw new DomainError('payee_account_missing')
    const { id: exitId } = await trx
      .insertInto('depositExit')
      .values({ partyId, requestedBy: actor, dueAt, ruleVersion })
      .returning('id')
      .executeTakeFirstOrThrow()
    await restrictParty(trx, {
      partyId,
      cause: 'exit',
      refId: exitId,
      kinds: ['no_holds', 'no_listing'],
      by: { rule: 'deposit_exit', ruleVersion },
    })
    await record(trx, { partyId, actor }, { exitId, action: 'deposit_exit_requested' })
    return { exitId }
  })
}

/** What ends by itself is waited for; what somebody has to end is refused. */
function refuseOpen({ blockers, ruleVersion }: Pick<ExitCheck, 'blockers' | 'ruleVersion'>): void {
  const open = blockers.filter(({ until }) => until === null)
  if (open.length === 0) return
  throw new DomainError('exit_blocked', {
    rule: 'deposit_exit',
    ruleVersion,
    kinds: open.map(({ kind }) => kind).join(','),
    ...Object.fromEntries(open.map(({ kind, count }) => [kind, count])),
  })
}

/** The party stays after all, as long as nothing was given to the rail: it trades again at once. Throws `not_found`, and `exit_blocked` when the money is on its way. */
export async function cancelExit(deps: { db: Db }, act: ExitAct): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { exitId } = await lockExit(trx, act)
    const from = ['waiting', 'failed'] as const
    if (!(await moveExit(trx, { exitId, from, to: 'cancelled', stamp: 'finishedAt' })))
      throw new DomainError('exit_blocked', { kinds: 'sent' })
    await liftRestrictions(trx, { partyId: act.partyId, cause: 'exit', refId: exitId })
    await record(trx, act, { exitId, action: 'deposit_exit_cancelled' })
  })
}

/** After the rail could not pay: the next attempt, to the account that is verified now. Throws `not_found` and `payee_account_missing`. */
export async function retryExit(deps: { db: Db }, act: ExitAct): Promise<void> {
  await deps.db.transaction().execute(async trx => {
    const { exitId } = await lockExit(trx, act)
    if (!(await findExitPayee(trx, act.partyId))) throw new DomainError('payee_account_missing')
    const moved = await moveExit(trx, { exitId, from: ['failed'], to: 'waiting', stamp: 'dueAt' })
    if (!moved) return
    await sql`UPDATE deposit_exit SET asked_at = NULL WHERE id = ${exitId}`.execute(trx)
    await record(trx, act, { exitId, action: 'deposit_exit_retried' })
  })
}

async function lockExit(trx: Transaction<Database>, { partyId }: ExitAct): Promise<StoredExit> {
  await lockParty(trx, partyId)
  const exit = await lockOpenExit(trx, partyId)
  if (!exit) throw new DomainError('not_found', { what: 'exit' })
  return exit
}

async function record(
  trx: Transaction<Database>,
  { partyId, actor }: ExitAct,
  { exitId, action }: { exitId: string; action: AuditAction },
): Promise<void> {
  await recordAct(trx, { actor, action, subjectType: 'deposit_exit', subjectId: exitId, facts: { partyId } })
}
