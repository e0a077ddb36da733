import type { Fen } from '@haowu/shared/money.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { deposit } from '#domain/ledger/accounts.ts'
import { depositExitSent } from '#domain/ledger/deposit-entries.ts'
import { postEntries } from '#domain/ledger/post-entries.ts'
import { readBalance } from '#domain/ledger/read-balances.ts'
import { lockParty } from '#domain/parties/lock-party.ts'
import { openText } from '#domain/seal-text.ts'
import type { PaymentRail, RailAnswer, RailTransfer } from '#gateways/payment-rail.ts'
import type { Secrets } from '#secrets.ts'
import { exitNo } from './exit.ts'
import { checkExit } from './exit-blockers.ts'
import {
  claimExitInFlight,
  type ExitPayee,
  findExitByNo,
  findExitPayee,
  lockOpenExit,
  moveExit,
  readPayeeOfNo,
  type StoredExit,
  takeDueExit,
  takeExitInFlight,
} from './exit-store.ts'
import { finishExit, leave } from './finish-exit.ts'

export interface ExitDeps {
  db: Db
  rail: PaymentRail
  secrets: Pick<Secrets, 'payee'>
}

const BATCH = 20
/** A blocker that is still there is looked for again after this long. */
const LOOK_AGAIN_SECONDS = 600
/** A callback usually ends it sooner; only after this do we ask, and not more often. */
const ASK_AGAIN_SECONDS = 10
const MOST_UNKNOWN = 3

export type SentExit = 'confirmed' | 'failed' | 'processing' | 'unknown' | 'blocked' | 'empty'

/**
 * Gives deposits of parties that leave back through the rail: first asks how those in flight ended, then sends those whose
 * waiting time is over and that nothing blocks any more. That one is sent is written before the call, so that nothing is ever
 * sent twice blindly. One that fails keeps none of the others waiting; the failures are thrown together at the end.
 */
export async function sendExits(deps: ExitDeps): Promise<SentExit[]> {
  const outcomes: SentExit[] = []
  const failures: unknown[] = []
  // Each is taken by itself, so that what a run does not come to has the first turn in the next.
  const each = async (take: () => Promise<string | undefined>, act: (id: string) => Promise<SentExit>) => {
    for (let n = 0; n < BATCH; n++) {
      // A rail that is away would cost a timeout for each of them.
      if (outcomes.filter(outcome => outcome === 'unknown').length >= MOST_UNKNOWN) return
      const id = await take()
      if (id === undefined) return
      try {
        outcomes.push(await act(id))
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await each(
    () => takeExitInFlight(deps.db, { restSeconds: ASK_AGAIN_SECONDS }),
    no => askAgain(deps, no),
  )
  await each(
    () => takeDueExit(deps.db, { restSeconds: LOOK_AGAIN_SECONDS }),
    partyId => sendOne(deps, partyId),
  )
  if (failures.length > 0) throw new AggregateError(failures, 'exits could not be sent')
  return outcomes
}

interface Handed {
  exit: StoredExit
  no: string
  amountFen: Fen
  payee: ExitPayee
}

async function sendOne(deps: ExitDeps, partyId: string): Promise<SentExit> {
  const handed = await deps.db.transaction().execute(trx => hand(trx, partyId))
  return typeof handed === 'string' ? handed : transfer(deps, handed)
}

/** Marks the exit as sent, with its ledger entry, when nothing blocks it. Everything that is deposited goes. */
async function hand(trx: Transaction<Database>, partyId: string): Promise<Handed | SentExit> {
  await lockParty(trx, partyId)
  const exit = await lockOpenExit(trx, partyId)
  if (exit?.state !== 'waiting') return 'blocked'
  const { blockers } = await checkExit(trx, partyId)
  if (blockers.length > 0) return 'blocked'
  const { exitId } = exit
  const amountFen = await readBalance(trx, deposit(partyId))
  if (amountFen === 0n) {
    await moveExit(trx, { exitId, from: ['waiting'], to: 'refunded', stamp: 'finishedAt' })
    await leave(trx, { partyId, exitId, amountFen })
    return 'empty'
  }
  const payee = await findExitPayee(trx, partyId)
  if (!payee) {
    await moveExit(trx, { exitId, from: ['waiting'], to: 'failed', failureCode: 'payee_account_missing' })
    return 'failed'
  }
  const attempt = exit.attempt + 1
  const no = exitNo(exitId, attempt)
  await moveExit(trx, {
    exitId,
    from: ['waiting'],
    to: 'sent',
    attempt,
    amountFen,
    payeeAccountId: payee.payeeAccountId,
    outTransferNo: no,
    failureCode: null,
    stamp: 'sentAt',
  })
  await postEntries(trx, [depositExitSent({ exitId, partyId, attempt, amountFen })])
  return { exit: { ...exit, attempt }, no, amountFen, payee }
}

async function transfer({ db, rail, secrets }: ExitDeps, handed: Handed): Promise<SentExit> {
  const { exit, no, amountFen, payee } = handed
  const { holderName, bankName, accountNoSealed } = payee
  const accountNo = openText(secrets.payee, exit.partyId, accountNoSealed)
  const answer = await rail.transfer({
    outTransferNo: no,
    amountFen,
    payee: { holderName, bankName, accountNo },
  })
  return applyAnswer(db, { exitId: exit.exitId, no, amountFen }, answer)
}

/** Only a number that the rail does not know at all and that is still in flight is asked for once more; the rail honours it once. */
async function askAgain(deps: ExitDeps, no: string): Promise<SentExit> {
  const answer = await deps.rail.queryTransfer(no)
  const isUnheardOf = answer.outcome === 'refused' && answer.reason === 'not_found'
  // While we asked, somebody else may have booked its end: what is its deposit again must not be sent as well.
  const isToSend = isUnheardOf && (await claimExitInFlight(deps.db, no))
  const exit = await findExitByNo(deps.db, no)
  if (!exit || exit.amountFen === null) throw new Error(`exit ${no} is gone`)
  const { exitId, amountFen } = exit
  if (answer.outcome !== 'refused') return applyAnswer(deps.db, { exitId, no, amountFen }, answer)
  if (!isUnheardOf) return 'unknown'
  if (isToSend) return transfer(deps, { exit, no, amountFen, payee: await readPayeeOfNo(deps.db, no) })
  return exit.state === 'refunded' ? 'confirmed' : 'failed'
}

/** A refusal is a definite no; but a number that the rail knows with other facts may have moved money, so that stays unknown. */
async function applyAnswer(
  db: Db,
  { exitId, no, amountFen }: { exitId: string; no: string; amountFen: Fen },
  answer: RailAnswer<RailTransfer>,
): Promise<SentExit> {
  if (answer.outcome === 'refused' && answer.reason !== 'number_reused') {
    const ended = { no, amountFen, railTransferId: null, failureCode: answer.reason }
    await finishExit({ db }, { ...ended, outcome: 'failed' })
    return 'failed'
  }
  if (answer.outcome !== 'answered') {
    await db.transaction().execute(trx => moveExit(trx, { exitId, from: ['sent'], to: 'unknown' }))
    return 'unknown'
  }
  const { state, transferId, failReason } = answer.value
  if (state === 'ACCEPTED' || state === 'PROCESSING') return 'processing'
  const outcome = state === 'SUCCESS' ? 'confirmed' : 'failed'
  const { amountFen: paidFen } = answer.value
  await finishExit(
    { db },
    { no, outcome, amountFen: paidFen, railTransferId: transferId, failureCode: failReason },
  )
  return outcome
}
