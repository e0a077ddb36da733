import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { offered } from '#domain/catalog/item-states.ts'
import { heldNow } from '#domain/catalog/report-in-force.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { holdForShow, type HoldDeps } from './hold-for-show.ts'
import { lockOpenSession } from './session-store.ts'
import { tellWaited } from './tell-waited.ts'
import { lockWait, markPassed, selectLine, type Waiting } from './wait-store.ts'

const MOST_ROUNDS = 3

/**
 * Hands a free piece to the first who waits for it, can use it and may hold it: it is held for his show in one transaction, and
 * he is told. He need not accept, because he named the show when he asked, and may give it back. One who cannot have it now
 * (his deposit is short, his show is full) keeps his place, is told why, and the next is asked. With `before`, only those who
 * wait before this streamer. May run twice at once. True when somebody has it now.
 */
export async function serveLine(
  deps: HoldDeps,
  { itemId, before }: { itemId: string; before?: string | undefined },
): Promise<boolean> {
  if (!(await isWaitedFor(deps.db, itemId))) return false
  const { value } = await readRule(deps.db, 'waiting_line')
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const outcome = await askLine(deps, await selectLine(deps.db, { itemId, before, ...value }))
    if (outcome !== 'again') return outcome === 'served'
  }
  return false
}

/**
 * The same after a piece was let go, for pieces that the caller has just freed. What fails here stays with the line, and the
 * job that looks after lines finds it again: whoever gave a piece back is not kept from it.
 */
export async function serveAfterwards(deps: HoldDeps, itemIds: string[]): Promise<void> {
  for (const itemId of itemIds) {
    try {
      await serveLine(deps, { itemId })
    } catch {
      return
    }
  }
}

/** One cheap look, because most pieces are waited for by nobody, and most that are waited for are held. */
async function isWaitedFor(db: Db, itemId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    SELECT EXISTS (SELECT FROM hold_wait JOIN item ON item.id = hold_wait.item_id
      WHERE hold_wait.item_id = ${itemId} AND hold_wait.state = 'waiting' AND NOT ${heldNow}) AS found
  `.execute(db)
  return rows[0]?.found ?? false
}

type Outcome = 'served' | 'passed' | 'stopped' | 'again'

async function askLine(deps: HoldDeps, line: Waiting[]): Promise<Outcome> {
  for (const wait of line) {
    const outcome = await ask(deps, wait)
    if (outcome !== 'passed') return outcome
  }
  return 'passed'
}

/** In the order in which an ordinary hold locks: the show, the piece, then his place and deposit. */
async function ask({ db, secrets }: HoldDeps, wait: Waiting): Promise<Outcome> {
  try {
    return await db.transaction().execute(async trx => {
      await lockOpenSession(trx, wait)
      const freeToken = await lockFreePiece(trx, wait.itemId)
      if (freeToken === undefined) return 'stopped'
      const place = await lockWait(trx, wait)
      if (!place) return 'passed'
      return offer(trx, wait, { freeToken, told: place.passedCode, secrets })
    })
  } catch (error) {
    // His show ended a moment ago: the job sends him home.
    if (error instanceof DomainError) return 'passed'
    throw error
  }
}

/** The token under which a piece is free, locked; undefined when somebody has it or it is not on offer. */
async function lockFreePiece(trx: Transaction<Database>, itemId: string): Promise<bigint | undefined> {
  const { rows } = await sql<{ holdToken: bigint; free: boolean }>`
    SELECT hold_token, state IN ${offered} AND NOT ${heldNow} AS free
    FROM item WHERE id = ${itemId} FOR NO KEY UPDATE
  `.execute(trx)
  return rows[0]?.free ? rows[0].holdToken : undefined
}

/** Codes that say something of the piece, not of who asks. */
const OF_THE_PIECE = new Set(['item_unavailable', 'report_missing', 'report_invalid', 'not_found'])

/** A refusal takes back what the attempt wrote and nothing else, so that he is passed over under the same lock. */
async function offer(
  trx: Transaction<Database>,
  wait: Waiting,
  { freeToken, told, secrets }: { freeToken: bigint; told: string | null; secrets: HoldDeps['secrets'] },
): Promise<Outcome> {
  await sql`SAVEPOINT offered`.execute(trx)
  try {
    await holdForShow(trx, wait, secrets)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await sql`ROLLBACK TO SAVEPOINT offered`.execute(trx)
    const { code, facts } = error
    if (facts.ahead !== undefined) return 'again'
    if (OF_THE_PIECE.has(code) || facts.who === 'supplier') return 'stopped'
    await markPassed(trx, { waitId: wait.waitId, token: freeToken, code, facts })
    if (code !== told) await tellWaited(trx, { ...wait, kind: 'wait_passed', detail: code, facts: { code } })
    return 'passed'
  }
  await tellWaited(trx, { ...wait, kind: 'wait_served' })
  return 'served'
}
