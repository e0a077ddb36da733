import { createHash } from 'node:crypto'
import type { CaseSide } from '@haowu/shared/cases.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type Canonical, canonicalJson } from '#domain/inspection/canonical-json.ts'
import type { StoredCase } from './case-store.ts'
import { type Clause, readClause } from './clause.ts'
import { compareWithReport } from './compare-with-report.ts'
import type { PenaltyLine, TimedRestriction } from './penalty.ts'
import type { UsedVersions } from './preview-decision.ts'
import { findReview } from './review-store.ts'

export interface Evidence {
  id: string
  kind: string
  side: CaseSide
  content: Canonical
  hash: string
  /** False when what is stored no longer has the hash it was given with. Files are hashed by the door that took them. */
  isIntact: boolean
  createdAt: Date
}

export interface ReadDecision {
  id: string
  round: number
  outcome: string
  points: number
  amountFen: bigint
  refundOrder: boolean
  restrictions: TimedRestriction[]
  lines: PenaltyLine[]
  ruleVersions: UsedVersions
  reason: string
  state: string
  maker: string
  checker: string | null
  madeAt: Date
}

/** A case that the party may see, or any for the platform (null). Throws `not_found`. */
export async function findCase(
  db: Db,
  { caseId, partyId }: { caseId: string; partyId: string | null },
): Promise<StoredCase> {
  const row = await db
    .selectFrom('trustCase')
    .selectAll()
    .where('id', '=', caseId)
    .$if(partyId !== null, query =>
      query.where(eb => eb.or([eb('respondentId', '=', partyId), eb('claimantId', '=', partyId)])),
    )
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found')
  return row as StoredCase
}

/** On whose side a party stands in a case that it may see. */
export function sideOf({ respondentId }: StoredCase, partyId: string): 'respondent' | 'claimant' {
  return respondentId === partyId ? 'respondent' : 'claimant'
}

/** Everything about a case: what is alleged by which clause, what was shown, decided and done, oldest first. */
export async function readCase(db: Db, found: StoredCase) {
  const [clause, names, evidence, decisions, review, debt, events] = await Promise.all([
    readClause(db, found.clauseId),
    readNames(db, found),
    readEvidence(db, found.id),
    readDecisions(db, found.id),
    findReview(db, found.id),
    readDebt(db, found.id),
    db
      .selectFrom('caseEvent')
      .select(['id', 'at', 'actor', 'action', 'fromState', 'toState', 'facts'])
      .where('caseId', '=', found.id)
      .orderBy('id')
      .execute(),
  ])
  return {
    ...found,
    ...names,
    clause,
    evidence,
    decisions,
    review,
    debt,
    events,
    comparison: compareWithReport(evidence),
  }
}

export type ReadCase = Awaited<ReturnType<typeof readCase>> & { clause: Clause }

async function readNames(db: Db, { orderId, itemId, respondentId, claimantId }: StoredCase) {
  const partyIds = [respondentId, ...(claimantId === null ? [] : [claimantId])]
  const [parties, order, item] = await Promise.all([
    db.selectFrom('party').select(['id', 'name', 'kind']).where('id', 'in', partyIds).execute(),
    db.selectFrom('orders').select(['no', 'state']).where('id', '=', orderId).executeTakeFirst(),
    db.selectFrom('item').select('title').where('id', '=', itemId).executeTakeFirst(),
  ])
  const nameOf = (id: string | null) => parties.find(party => party.id === id)?.name ?? null
  return {
    respondentName: nameOf(respondentId) ?? '',
    respondentKind: parties.find(party => party.id === respondentId)?.kind ?? '',
    claimantName: nameOf(claimantId),
    orderNo: order?.no ?? null,
    orderState: order?.state ?? null,
    itemTitle: item?.title ?? null,
  }
}

/** What the deposit did not cover, and what has been collected of it since. */
async function readDebt(db: Db, caseId: string) {
  return db
    .selectFrom('receivable')
    .select(['amountFen', 'recoveredFen', 'writtenOffFen', 'drawAt', 'closedAt'])
    .where('cause', '=', 'case')
    .where('refId', '=', caseId)
    .executeTakeFirst()
}

async function readEvidence(db: Db, caseId: string): Promise<Evidence[]> {
  const rows = await db
    .selectFrom('caseEvidence')
    .select(['id', 'kind', 'side', 'content', 'contentHash', 'createdAt'])
    .where('caseId', '=', caseId)
    .orderBy('id')
    .execute()
  return rows.map(({ contentHash, content, side, ...row }) => ({
    ...row,
    side: side as CaseSide,
    content: content as Canonical,
    hash: contentHash.toString('hex'),
    isIntact: row.kind === 'file' || hashOf(content as Canonical).equals(contentHash),
  }))
}

function hashOf(content: Canonical): Buffer {
  return createHash('sha256').update(canonicalJson(content)).digest()
}

async function readDecisions(db: Db, caseId: string): Promise<ReadDecision[]> {
  const rows = await db
    .selectFrom('caseDecision')
    .selectAll()
    .where('caseId', '=', caseId)
    .orderBy('round')
    .orderBy('madeAt')
    .execute()
  return rows.map(({ calculation, ruleVersions, restrictions, ...row }) => ({
    ...row,
    lines: calculation as unknown as PenaltyLine[],
    ruleVersions: ruleVersions as unknown as UsedVersions,
    restrictions: restrictions as unknown as TimedRestriction[],
  }))
}
