import { type RawBuilder, sql } from 'kysely'
import { OFFERED_STATES, STANDING_STATES } from './item.ts'

/** For `state IN ${offered}`. Written into the statement as they are, not as parameters: only so does a partial index serve it. */
export const offered: RawBuilder<unknown> = literals(OFFERED_STATES)

/** For `state IN ${standing}`; the index that keeps a number to one piece has the same states. */
export const standing: RawBuilder<unknown> = literals(STANDING_STATES)

function literals(states: readonly string[]): RawBuilder<unknown> {
  return sql`(${sql.join(states.map(state => sql.lit(state)))})`
}
