import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { readRules } from '#domain/rules/read-rules.ts'
import { type Discipline, disciplineOf, readMarks } from './hold-discipline.ts'

export interface OwnDiscipline extends Discipline {
  ruleVersion: number
  days: number
  holdsNow: number
}

/** How a streamer's record stands now, for himself: the same arithmetic that refuses a hold. */
export async function readOwnDiscipline(db: Db, streamerId: string): Promise<OwnDiscipline> {
  const { rows } = await sql<{ tier: string; holdsNow: number }>`
    SELECT tier, (SELECT count(*)::int FROM live_hold
      WHERE streamer_id = party.id AND state = 'active' AND until > app_now()) AS holds_now
    FROM party WHERE id = ${streamerId}
  `.execute(db)
  const { tier = '*', holdsNow = 0 } = rows[0] ?? {}
  const { hold_discipline: rule, live_hold_window: window } = await readRules(db, {
    hold_discipline: '*',
    live_hold_window: tier,
  })
  const marks = await readMarks(db, streamerId, rule.value)
  const discipline = disciplineOf(marks, rule.value, window.value.limit)
  return { ...discipline, ruleVersion: rule.version, days: rule.value.days, holdsNow }
}
