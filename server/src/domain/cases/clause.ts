import type { CaseKind } from '@haowu/shared/cases.ts'
import { type Selectable, sql } from 'kysely'
import type { Database, Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type PenaltySchedule, penaltySchedule } from './penalty.ts'

/** One dated version of a clause, in both languages. Versions are never changed, only followed by the next. */
export interface Clause {
  clauseId: string
  code: string
  version: number
  kind: CaseKind
  /** Which kind of party answers for it. */
  side: 'supplier' | 'streamer' | 'any'
  zh: { title: string; body: string }
  en: { title: string; body: string }
  schedule: PenaltySchedule
  mayRefund: boolean
  answerDays: number
  appealDays: number
  noticeDays: number
  publishedAt: Date
  effectiveFrom: Date
}

/** The version that was in force at an instant; throws `not_found` when there was none. */
export async function readClauseAt(
  db: Db,
  { code, at }: { code: string; at?: Date | undefined },
): Promise<Clause> {
  const row = await db
    .selectFrom('clause')
    .selectAll()
    .where('code', '=', code)
    .where('effectiveFrom', '<=', sql<Date>`coalesce(${at ?? null}::timestamptz, app_now())`)
    .orderBy('effectiveFrom', 'desc')
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'clause' })
  return toClause(row)
}

export async function readClause(db: Db, clauseId: string): Promise<Clause> {
  const row = await db.selectFrom('clause').selectAll().where('id', '=', clauseId).executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'clause' })
  return toClause(row)
}

/** What a refusal says of the clause whose days are over. */
export async function clauseFacts(
  db: Db,
  { clauseId, clauseCode }: { clauseId: string; clauseCode: string },
): Promise<{ rule: string; ruleVersion: number }> {
  const { version } = await readClause(db, clauseId)
  return { rule: clauseCode, ruleVersion: version }
}

export type ClauseStanding = 'in_force' | 'coming' | 'past'

/** Every version of every clause, by code, newest first; some tens of rows. */
export async function listClauses(db: Db): Promise<(Clause & { standing: ClauseStanding })[]> {
  const rows = await db
    .selectFrom('clause')
    .selectAll()
    .select(
      sql<ClauseStanding>`CASE WHEN effective_from > app_now() THEN 'coming'
        WHEN effective_from = max(effective_from) FILTER (WHERE effective_from <= app_now()) OVER (PARTITION BY code)
        THEN 'in_force' ELSE 'past' END`.as('standing'),
    )
    .orderBy('kind')
    .orderBy('code')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ standing, ...row }) => ({ ...toClause(row), standing }))
}

function toClause(row: Selectable<Database['clause']>): Clause {
  const { id, code, version, kind, side, titleZh, titleEn, bodyZh, bodyEn, schedule, ...rest } = row
  return {
    clauseId: id,
    code,
    version,
    kind: kind as CaseKind,
    side: side as Clause['side'],
    zh: { title: titleZh, body: bodyZh },
    en: { title: titleEn, body: bodyEn },
    schedule: penaltySchedule.parse(schedule),
    ...rest,
  }
}
