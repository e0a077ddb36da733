import { createDatabase as createKysely, createPool } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { readRule } from '@haowu/server/domain/rules/read-rules.ts'
import { scoreDue } from '@haowu/server/domain/scores/score-due.ts'
import pg from 'pg'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { scorePerParty } from './scores-per-party.ts'
import { writeTrade } from './scores-trade.ts'

const SIZES = {
  quick: { orders: 60_000, suppliers: 60, streamers: 150 },
  full: { orders: 630_000, suppliers: 300, streamers: 1_000 },
}
/** Ratings may be changed for a week: each night finds so many days of them changed. */
const CHANGED_DAYS = 7

/**
 * The nightly scores of everybody over thirty days of orders. Ours counts what is new, set-based, and adds up days; beside it a
 * loop that reads each party's orders, ratings and holds and counts in the process. `from_nothing` has no counted days at all.
 * All must come to the same scores, to the last digit.
 */
export const scoresBench: Bench = {
  name: 'scores',
  title: 'Scores: one night over thirty days of orders, for every supplier and streamer',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const size = quick ? SIZES.quick : SIZES.full
  const url = await createDatabase(adminUrl, 'scores')
  await migrateToLatest(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  client.on('error', error => console.error(error.message))
  await writeTrade(client, size)
  const pool = createPool({ url, kind: 'worker', onError: error => console.error(error.message) })
  const db = createKysely(pool)
  const [supplier, streamer] = [
    (await readRule(db, 'score_weights', 'supplier')).value,
    (await readRule(db, 'score_weights', 'streamer')).value,
  ]
  await scoreDue({ db })
  const { rows } = await client.query<{ day: string }>('SELECT max(day)::text AS day FROM party_score')
  const day = rows[0]?.day ?? ''
  const forget = (days: string) =>
    client.query(`
      DELETE FROM party_score WHERE day = '${day}';
      DELETE FROM inspector_score WHERE day = '${day}';
      DELETE FROM score_fact WHERE ${days};
      DELETE FROM score_count WHERE ${days};
      UPDATE score_count SET counted_at = NULL WHERE source = 'ratings' AND day > '${day}'::date - ${CHANGED_DAYS};
      ANALYZE score_fact`)
  const run = async () => {
    const { scored } = await scoreDue({ db })
    if (scored !== size.suppliers + size.streamers) throw new Error(`${scored} were scored`)
    return size.orders
  }
  return {
    unit: 'order',
    variants: {
      ours: { before: async () => void (await forget(`day = '${day}'`)), run },
      from_nothing: { before: async () => void (await forget('true')), run },
      per_party: {
        before: async () => void (await client.query('TRUNCATE loop_score')),
        run: async () => {
          const scores = await scorePerParty(pool, { day, formulas: { supplier, streamer } })
          await expectSame(client, day, scores)
          return size.orders
        },
      },
    },
    ratios: {
      night_vs_per_party: { of: 'ours', over: 'per_party', by: 'speed' },
      from_nothing_vs_per_party: { of: 'from_nothing', over: 'per_party', by: 'speed' },
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([pool.end(), client.end()])
    },
  }
}

async function expectSame(
  client: pg.Client,
  day: string,
  scores: ReadonlyMap<string, number>,
): Promise<void> {
  const { rows } = await client.query<{ partyId: string; n: number }>(
    `SELECT count(*)::int AS n FROM party_score JOIN loop_score USING (party_id, day, score)
     WHERE day = $1 AND party_score.inputs = loop_score.inputs`,
    [day],
  )
  if (rows[0]?.n !== scores.size) throw new Error(`${rows[0]?.n} of ${scores.size} scores are the same`)
}
