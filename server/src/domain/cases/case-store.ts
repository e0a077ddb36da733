import { createHash } from 'node:crypto'
import type { CaseKind, CaseSide, CaseState, ClaimantKind } from '@haowu/shared/cases.ts'
import type { ErrorFacts } from '@haowu/shared/errors.ts'
import { type Expression, type Selectable, sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Canonical, canonicalJson } from '#domain/inspection/canonical-json.ts'
import type { NextCaseState } from './case.ts'
import type { PenaltyBase } from './penalty.ts'
import { wasOverturnedLater } from './review-store.ts'

export type StoredCase = Omit<Selectable<Database['trustCase']>, 'state' | 'kind' | 'claimantKind'> & {
  state: CaseState
  kind: CaseKind
  claimantKind: ClaimantKind
}

/**
 * Locks the order that a case is about, then the case, always in this order, so that those who open, hear, decide and
 * carry out take turns and never wait in a circle. Throws `not_found`.
 */
export async function lockCase(trx: Transaction<Database>, caseId: string): Promise<StoredCase> {
  const known = await trx
    .selectFrom('trustCase')
    .select('orderId')
    .where('id', '=', caseId)
    .executeTakeFirst()
  if (!known) throw new DomainError('not_found')
  if (known.orderId !== null) await lockOrderOf(trx, known.orderId)
  const row = await trx
    .selectFrom('trustCase')
    .selectAll()
    .where('id', '=', caseId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  return row as StoredCase
}

export async function lockOrderOf(trx: Transaction<Database>, orderId: string): Promise<void> {
  await trx.selectFrom('orders').select('id').where('id', '=', orderId).forUpdate().execute()
}

export interface CaseMove<From extends CaseState> {
  from: From
  to: NextCaseState<From>
  actor: string
  action: string
  facts?: ErrorFacts
  set?: Record<string, Expression<unknown> | string | bigint>
}

/** Moves a locked case and writes down who did it. */
export async function moveCase<From extends CaseState>(
  trx: Transaction<Database>,
  caseId: string,
  { from, to, actor, action, facts = {}, set = {} }: CaseMove<From>,
): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('trustCase')
    .set({ ...set, state: to, version: sql<number>`version + 1` })
    .where('id', '=', caseId)
    .where('state', '=', from)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new DomainError('case_state', { state: from })
  await recordEvent(trx, caseId, { actor, action, fromState: from, toState: to, facts })
}

export interface CaseEvent {
  actor: string
  action: string
  fromState: CaseState | null
  toState: CaseState
  facts?: ErrorFacts
}

export async function recordEvent(
  trx: Transaction<Database>,
  caseId: string,
  { facts = {}, ...event }: CaseEvent,
): Promise<void> {
  await trx
    .insertInto('caseEvent')
    .values({ caseId, ...event, facts: JSON.stringify(facts) })
    .execute()
}

export interface NewEvidence {
  kind: 'order' | 'item' | 'report' | 'terms' | 'mismatch' | 'statement' | 'file'
  side: CaseSide
  givenBy: string
  content: Canonical
  /** Of a file: where it lies, and the SHA-256 of its bytes in hex. */
  file?: { path: string; sha256: string }
}

/** Adds evidence with its hash; the same content from the same side stands once. True when it is new. */
export async function insertEvidence(
  trx: Transaction<Database>,
  caseId: string,
  { kind, side, givenBy, content, file }: NewEvidence,
): Promise<boolean> {
  const contentHash = file
    ? Buffer.from(file.sha256, 'hex')
    : createHash('sha256').update(canonicalJson(content)).digest()
  const added = await trx
    .insertInto('caseEvidence')
    .values({
      caseId,
      kind,
      side,
      givenBy,
      content: JSON.stringify(content),
      contentHash,
      filePath: file?.path ?? null,
    })
    .onConflict(conflict => conflict.columns(['caseId', 'side', 'kind', 'contentHash']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return added !== undefined
}

export async function countEvidence(db: Db, caseId: string): Promise<number> {
  const { count } = await db
    .selectFrom('caseEvidence')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('caseId', '=', caseId)
    .where('kind', '=', 'file')
    .executeTakeFirstOrThrow()
  return count
}

/** How often the clause was found and carried out against the party within so many days before the event. */
export async function countEarlier(
  db: Db,
  found: Pick<StoredCase, 'respondentId' | 'clauseCode' | 'eventAt'> & { id?: string },
  windowDays: number,
): Promise<number> {
  const { count } = await db
    .selectFrom('trustCase')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('respondentId', '=', found.respondentId)
    .where('clauseCode', '=', found.clauseCode)
    .where('state', '=', 'executed')
    .$if(found.id !== undefined, query => query.where('id', '<>', found.id ?? ''))
    .where(sql<boolean>`NOT ${wasOverturnedLater}`)
    .where('eventAt', '>', sql<Date>`${found.eventAt}::timestamptz - ${windowDays}::int * interval '1 day'`)
    .executeTakeFirstOrThrow()
  return count
}

/** What a rate is applied to, as it stood when the case was opened. */
export function baseOf({ baseFrom, baseFen }: StoredCase): PenaltyBase {
  return { from: baseFrom as PenaltyBase['from'], fen: baseFen }
}

/** The instant that decides within this step: the database's clock, read once. */
export async function readNow(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`SELECT app_now() AS now`.execute(db)
  if (!rows[0]) throw new Error('the database tells no time')
  return rows[0].now
}
