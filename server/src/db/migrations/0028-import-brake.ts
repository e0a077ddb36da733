import { type Kysely, sql } from 'kysely'

const BOUNDS = {
  missingItems: 20,
  missingShareBps: 1_000,
  movedItems: 20,
  movedShareBps: 3_000,
  ratioItems: 5,
  ratioLowBps: 5_000,
  ratioHighBps: 20_000,
  fenShareBps: 2_000,
  soldOutItems: 20,
  soldOutShareBps: 5_000,
  fileShareBps: 5_000,
  foreignShareBps: 3_000,
  foreignLookedAt: 200,
}

/** When an import asks for a second look, as a rule like any other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    INSERT INTO rule (code, scope, version, value, importance, published_at, effective_from)
    VALUES ('import_brake', '*', 1, ${JSON.stringify(BOUNDS)}::jsonb, 'ordinary', '2019-12-01 00:00+08', '2020-01-01 00:00+08')
  `.execute(db)
}
