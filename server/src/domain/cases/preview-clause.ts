import { least } from '@haowu/shared/money.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { type FeltBy, mostFelt, type RuleEffect, same, totals } from '#domain/settlement/rule-effect.ts'
import { baseOf, countEarlier, type StoredCase } from './case-store.ts'
import { calculatePenalty, mostPenalty, penaltySchedule } from './penalty.ts'

/** More than are ever found on one clause in a month; the newest are looked at. */
const MOST = 500

interface Effect extends FeltBy {
  pointsBefore: bigint
  pointsAfter: bigint
}

interface Found {
  case: StoredCase
  partyName: string
  amountFen: bigint
  points: number
}

/**
 * What everybody who was found against on a clause in the last 30 days would have paid by another schedule, by the same arithmetic
 * that decides. What was set case by case stays as it was set, up to the new limit. Writes nothing. Throws `bad_request`.
 */
export async function previewClause(db: Db, input: { code: string; schedule: unknown }): Promise<RuleEffect> {
  const read = penaltySchedule.safeParse(input.schedule)
  if (!read.success) throw new DomainError('bad_request', { field: 'schedule' })
  const { value } = await readRule(db, 'case_repeat_window')
  const rows: Effect[] = []
  for (const { case: found, partyName, amountFen, points } of await readFound(db, input.code)) {
    const facts = {
      schedule: read.data,
      base: baseOf(found),
      earlier: await countEarlier(db, found, value.days),
    }
    const mostFen = mostPenalty(facts)
    const next = calculatePenalty({ ...facts, setFen: least(amountFen, mostFen) })
    rows.push({
      partyId: found.respondentId,
      partyName,
      beforeFen: amountFen,
      afterFen: next.amountFen,
      pointsBefore: BigInt(points),
      pointsAfter: BigInt(next.points),
    })
  }
  const sum = (of: 'pointsBefore' | 'pointsAfter') => rows.reduce((all, row) => all + row[of], 0n)
  return {
    lines: [
      { what: 'cases', unit: 'count', ...same(rows.length) },
      { what: 'penalties', unit: 'fen', ...totals(rows) },
      { what: 'points', unit: 'count', before: sum('pointsBefore'), after: sum('pointsAfter') },
    ],
    feltBy: mostFelt(byParty(rows)),
  }
}

function byParty(rows: Effect[]): FeltBy[] {
  return [...Map.groupBy(rows, row => row.partyId).entries()].map(([partyId, own]) => {
    const { before, after } = totals(own)
    return { partyId, partyName: own[0]?.partyName ?? '', beforeFen: before, afterFen: after }
  })
}

/** Decisions that stand: where an appeal made another, that one. */
async function readFound(db: Db, code: string): Promise<Found[]> {
  const decided = await db
    .selectFrom('caseDecision')
    .innerJoin('trustCase', 'trustCase.id', 'caseDecision.caseId')
    .innerJoin('party', 'party.id', 'trustCase.respondentId')
    .selectAll('trustCase')
    .select(['party.name as partyName', 'caseDecision.amountFen as decidedFen', 'caseDecision.points'])
    .where('clauseCode', '=', code)
    .where('caseDecision.state', '=', 'in_force')
    .where('caseDecision.outcome', '=', 'found')
    .where('caseDecision.madeAt', '>', sql<Date>`app_now() - interval '30 days'`)
    .where(
      sql<boolean>`NOT EXISTS (SELECT FROM case_decision AS later WHERE later.case_id = trust_case.id
        AND later.state = 'in_force' AND later.round > case_decision.round)`,
    )
    .orderBy('caseDecision.madeAt', 'desc')
    .limit(MOST)
    .execute()
  return decided.map(({ partyName, decidedFen, points, ...row }) => ({
    case: row as StoredCase,
    partyName,
    amountFen: decidedFen,
    points,
  }))
}
