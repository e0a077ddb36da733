import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'

/** What marks the text of a statement whose plan is kept. */
export const KEPT_PLAN_MARK = '/* kept plan */'

/**
 * Stands before a statement whose plan each connection keeps. Planning many joins takes longer than running them for a
 * page. Only for texts of which there are few, and whose best plan does not depend on the values: a connection keeps each
 * until it ends.
 */
export const keptPlan = sql.raw(KEPT_PLAN_MARK)

const names = new Map<string, string>()

/** PostgreSQL takes 63 bytes, and one name means one text. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = createHash('sha256').update(text).digest('base64url')
  names.set(text, name)
  return name
}

/** A connection that prepares what is marked, and sends all else as it comes. */
export class PlanKeepingClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values] = args
    const kept = typeof text === 'string' && text.includes(KEPT_PLAN_MARK) && Array.isArray(values)
    const sent = kept ? [{ name: nameOf(text), text, values }, ...args.slice(2)] : args
    return Reflect.apply(super.query, this, sent) as never
  }
}
