import { type RawBuilder, sql } from 'kysely'

export type ItemFacts = Record<string, unknown>

export interface FactChange {
  field: string
  before: unknown
  after: unknown
}

/** Which import and line moved the item last: kept with the facts so that an undo finds its way, and no fact of the goods. */
const TRACES: ReadonlySet<string> = new Set(['importId', 'importLine'])

/** What a change made of an item; facts that stayed are left out. */
export function changedFacts(before: ItemFacts, after: ItemFacts): FactChange[] {
  return Object.keys(after)
    .filter(field => !TRACES.has(field))
    .filter(field => JSON.stringify(before[field] ?? null) !== JSON.stringify(after[field] ?? null))
    .map(field => ({ field, before: before[field] ?? null, after: after[field] ?? null }))
}

/** Facts as they are told: a report by the code that is printed on it, not by our id. `facts` names the column. */
export function toldFacts(facts: string): RawBuilder<unknown> {
  const kept = sql.ref(facts)
  return sql`CASE WHEN ${kept} ? 'reportId' THEN (${kept} - 'reportId') || jsonb_build_object('report',
    (SELECT report.code FROM report WHERE report.id = (${kept}->>'reportId')::uuid)) ELSE ${kept} END`
}
