import type { CaseKind, ClaimantKind } from '@haowu/shared/cases.ts'
import { type Fen, least } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { holdForCase } from '#domain/deposits/hold-for-case.ts'
import { DomainError } from '#domain/domain-error.ts'
import { tellParty } from '#domain/notices/tell-party.ts'
import { blockOrder } from '#domain/orders/block-order.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import {
  baseOf,
  countEarlier,
  insertEvidence,
  lockOrderOf,
  readNow,
  recordEvent,
  type StoredCase,
} from './case-store.ts'
import { type Clause, readClauseAt } from './clause.ts'
import { mostPenalty } from './penalty.ts'
import { readPenaltyBase } from './read-penalty-base.ts'
import { requestEvidenceOf } from './request-evidence.ts'
import { snapshotEvidence } from './snapshot-evidence.ts'

export interface OpenCase {
  kind: CaseKind
  clauseCode: string
  /** Names the fact, so that the same fact opens one case however often it is told. */
  key: string
  respondentId: string
  claimantKind: ClaimantKind
  /** The supplier or streamer who brings a dispute. */
  claimantId?: string | undefined
  orderId?: string | undefined
  itemId?: string | undefined
  reportId?: string | undefined
  /** When it happened; now when nothing is said. The clause in force then counts. */
  eventAt?: Date | undefined
  openedBy: string
  statement: string
  /** Whether the respondent is asked at once to answer. */
  asksAtOnce?: boolean
  /** What stands behind it already, as of a loan whose piece is lost: the case sets aside the rest of what it may cost. */
  coveredFen?: Fen | undefined
}

export interface OpenedCase {
  caseId: string
  caseNo: string
  /** False when this fact had opened it before. */
  isNew: boolean
}

/**
 * Opens a case: finds the clause as it was in force at the event, keeps how things stood, sets aside what it may cost from
 * the respondent's deposit, keeps a disputed order from being settled, and tells the respondent. Throws `not_found` for a
 * clause that was not in force, `bad_request {field}` for one that is not for this kind of case or party.
 */
export async function openCase(trx: Transaction<Database>, input: OpenCase): Promise<OpenedCase> {
  if (input.orderId !== undefined) await lockOrderOf(trx, input.orderId)
  const known = await findByKey(trx, input.key)
  if (known) return { ...known, isNew: false }
  const clause = await readClauseAt(trx, { code: input.clauseCode, at: input.eventAt })
  await refuseWrongClause(trx, clause, input)
  const opened = await insertCase(trx, clause, input)
  if (!opened) {
    const other = await findByKey(trx, input.key)
    if (!other) throw new Error(`the case ${input.key} is neither new nor known`)
    return { ...other, isNew: false }
  }
  await keepWhatIsKnown(trx, opened, input)
  await setAside(trx, opened, { clause, coveredFen: input.coveredFen ?? 0n })
  if (opened.kind === 'dispute' && opened.orderId !== null)
    await blockOrder(trx, { orderId: opened.orderId, cause: 'case', refId: opened.id })
  if (input.asksAtOnce) await requestEvidenceOf(trx, opened, { actor: input.openedBy, clause })
  await tellParty(trx, {
    partyId: opened.respondentId,
    kind: 'case_opened',
    key: `case:${opened.id}:opened`,
    refId: opened.id,
    facts: { caseNo: opened.no, clause: clause.code },
  })
  return { caseId: opened.id, caseNo: opened.no, isNew: true }
}

async function findByKey(
  trx: Transaction<Database>,
  key: string,
): Promise<{ caseId: string; caseNo: string } | undefined> {
  return trx
    .selectFrom('trustCase')
    .select(['id as caseId', 'no as caseNo'])
    .where('key', '=', key)
    .executeTakeFirst()
}

async function refuseWrongClause(
  trx: Transaction<Database>,
  clause: Clause,
  { kind, respondentId }: OpenCase,
): Promise<void> {
  const respondent = await trx
    .selectFrom('party')
    .select('kind')
    .where('id', '=', respondentId)
    .executeTakeFirst()
  if (!respondent) throw new DomainError('not_found', { what: 'party' })
  const isFor =
    clause.side === respondent.kind ||
    (clause.side === 'any' && ['supplier', 'streamer'].includes(respondent.kind))
  if (clause.kind !== kind || !isFor) throw new DomainError('bad_request', { field: 'clauseCode' })
}

async function insertCase(
  trx: Transaction<Database>,
  clause: Clause,
  input: OpenCase,
): Promise<StoredCase | undefined> {
  const { kind, key, respondentId, claimantKind, claimantId = null, openedBy } = input
  const { orderId = null, itemId = null, reportId = null } = input
  const now = await readNow(trx)
  const eventAt = input.eventAt ?? now
  if (eventAt > now) throw new DomainError('bad_request', { field: 'eventAt' })
  const base = await readPenaltyBase(trx, { orderId, itemId })
  const about = { orderId, itemId, reportId, eventAt, openedAt: now, baseFrom: base.from, baseFen: base.fen }
  const row = await trx
    .insertInto('trustCase')
    .values({
      no: sql<string>`'C' || to_char(business_day(app_now()), 'YYMMDD') || '-' || upper(substr(md5(${key}), 1, 8))`,
      key,
      kind,
      clauseId: clause.clauseId,
      clauseCode: clause.code,
      respondentId,
      claimantKind,
      claimantId,
      openedBy,
      ...about,
    })
    .onConflict(conflict => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst()
  return row as StoredCase | undefined
}

async function keepWhatIsKnown(
  trx: Transaction<Database>,
  opened: StoredCase,
  { statement, openedBy, claimantKind }: OpenCase,
): Promise<void> {
  await snapshotEvidence(trx, opened.id, opened)
  const side = claimantKind === 'platform' || claimantKind === 'system' ? 'platform' : 'claimant'
  await insertEvidence(trx, opened.id, {
    kind: 'statement',
    side,
    givenBy: openedBy,
    content: { text: statement },
  })
  await recordEvent(trx, opened.id, { actor: openedBy, action: 'opened', fromState: null, toState: 'open' })
  await recordAct(trx, {
    actor: openedBy,
    action: 'case_opened',
    subjectType: 'case',
    subjectId: opened.id,
    facts: { clause: opened.clauseCode, caseNo: opened.no },
  })
}

async function setAside(
  trx: Transaction<Database>,
  opened: StoredCase,
  { clause, coveredFen }: { clause: Clause; coveredFen: Fen },
): Promise<void> {
  const { case_repeat_window: repeat } = await readRules(trx, { case_repeat_window: '*' }, opened.eventAt)
  const expectedFen = mostPenalty({
    schedule: clause.schedule,
    base: baseOf(opened),
    earlier: await countEarlier(trx, opened, repeat.value.days),
  })
  if (expectedFen === 0n) return
  const amountFen = expectedFen - least(coveredFen, expectedFen)
  const { heldFen } =
    amountFen === 0n
      ? { heldFen: 0n }
      : await holdForCase(trx, { caseId: opened.id, partyId: opened.respondentId, amountFen })
  await trx.updateTable('trustCase').set({ expectedFen, heldFen }).where('id', '=', opened.id).execute()
}
