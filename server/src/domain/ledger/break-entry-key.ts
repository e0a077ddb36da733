import { type RawBuilder, sql } from 'kysely'

/** The key of what was booked for a difference. Each time it was taken back and is booked anew the entry is another. */
export function breakEntryKey(breakId: string, takenBack: number): string {
  return `break:${breakId}:adjusted${takenBack === 0 ? '' : `:${takenBack}`}`
}

/** The same in a statement, of the row of a table or alias `break` and how often it had been taken back. */
export function breakEntryKeyOf(takenBack: RawBuilder<number>): RawBuilder<string> {
  return sql<string>`('break:' || break.id || ':adjusted' || CASE ${takenBack} WHEN 0 THEN '' ELSE ':' || ${takenBack} END)`
}
