import { type RawBuilder, sql } from 'kysely'

/**
 * Whether somebody can be asked about a file: people, and programs that look at a preview before they agree. What goes in
 * by itself has nobody to ask, so a question about it is a failure like any other.
 */
export function isSenderAsked({ source, autoApply }: { source: string; autoApply: boolean }): boolean {
  return (
    source === 'upload' || source === 'paste' || source === 'error_file' || (source === 'api' && !autoApply)
  )
}

/** The same of a row of `item_import`, by the name it goes by in the query. */
export function senderIsAsked(row = 'item_import'): RawBuilder<boolean> {
  const source = sql.ref(`${row}.source`)
  return sql`(${source} IN ('upload', 'paste', 'error_file') OR ${source} = 'api' AND NOT ${sql.ref(`${row}.auto_apply`)})`
}
