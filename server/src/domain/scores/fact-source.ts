import { type RawBuilder, sql } from 'kysely'

/** One statement that counts a day of some table: who (`subject_id`), what (`fact`), how often (`n`). */
export interface FactSource {
  name: string
  rows(day: DayBounds): RawBuilder<unknown>
}

/** A business day as the instants it begins and ends at, for indexes on instants. */
export interface DayBounds {
  day: string
  from: RawBuilder<Date>
  to: RawBuilder<Date>
}

/** `day` is an ISO date of Asia/Shanghai, where a day begins at 16:00 UTC of the day before. */
export function dayBounds(day: string): DayBounds {
  return {
    day,
    from: sql<Date>`((${day}::date::timestamp - interval '8 hours') AT TIME ZONE 'UTC')`,
    to: sql<Date>`((${day}::date::timestamp + interval '16 hours') AT TIME ZONE 'UTC')`,
  }
}
