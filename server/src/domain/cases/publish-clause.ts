import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import { refuseShortNotice } from '#domain/rules/refuse-short-notice.ts'
import type { Importance } from '#domain/rules/rule.ts'
import { type PenaltySchedule, penaltySchedule } from './penalty.ts'

export interface PublishClause {
  code: string
  zh: { title: string; body: string }
  en: { title: string; body: string }
  schedule: PenaltySchedule
  mayRefund: boolean
  answerDays: number
  appealDays: number
  importance: Importance
  effectiveFrom: Date
  actor: string
}

/**
 * Publishes the next version of a clause that exists; its kind and side stay. Throws `rule_notice_too_short {days, earliestAt}`
 * when it would take effect before its notice is over, `bad_request` for a schedule that does not rise from the first time,
 * `not_found` for an unknown clause, `idempotency_conflict` when a version starts at that instant already.
 */
export async function publishClause(
  { db }: { db: Db },
  input: PublishClause,
): Promise<{ clauseId: string; version: number }> {
  if (!penaltySchedule.safeParse(input.schedule).success)
    throw new DomainError('bad_request', { field: 'schedule' })
  return db.transaction().execute(async trx => {
    const noticeDays = await refuseShortNotice(trx, input)
    const published = await insertNextVersion(trx, { ...input, noticeDays })
    await recordAct(trx, {
      actor: input.actor,
      action: 'clause_published',
      subjectType: 'clause',
      subjectId: published.clauseId,
      facts: { code: input.code, version: published.version },
    })
    return published
  })
}

async function insertNextVersion(
  trx: Transaction<Database>,
  input: PublishClause & { noticeDays: number },
): Promise<{ clauseId: string; version: number }> {
  const { code, zh, en, schedule, mayRefund, answerDays, appealDays, noticeDays, effectiveFrom } = input
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`clause ${code}`}, 0))`.execute(trx)
  const known = await trx.selectFrom('clause').select('id').where('code', '=', code).executeTakeFirst()
  if (!known) throw new DomainError('not_found', { what: 'clause' })
  const { rows } = await sql<{ clauseId: string; version: number }>`
    INSERT INTO clause (code, version, kind, side, title_zh, title_en, body_zh, body_en, schedule, may_refund, answer_days,
      appeal_days, notice_days, effective_from)
    SELECT code, version + 1, kind, side, ${zh.title}, ${en.title}, ${zh.body}, ${en.body}, ${JSON.stringify(schedule)}::jsonb,
      ${mayRefund}, ${answerDays}, ${appealDays}, ${noticeDays}, ${effectiveFrom}
    FROM clause WHERE code = ${code} ORDER BY version DESC LIMIT 1
    ON CONFLICT (code, effective_from) DO NOTHING
    RETURNING id AS clause_id, version
  `.execute(trx)
  if (!rows[0]) throw new DomainError('idempotency_conflict', { code })
  return rows[0]
}
