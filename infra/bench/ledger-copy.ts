import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { timeOrderedId } from './time-ordered-id.ts'

/** The quickest way for bare legs into the same table with the same indexes: no keys, no balances, no checks of accounts. */
export async function createLegCopy(client: pg.Client) {
  await client.query(`
    CREATE TABLE leg_copy (LIKE ledger.leg INCLUDING CONSTRAINTS INCLUDING INDEXES);
  `)
  let order = 0
  let rows: string[] = []
  return {
    prepare(legs: number): void {
      rows = []
      const lines: string[] = []
      for (let leg = 0; leg < legs; leg += 4) {
        order++
        const orderId = timeOrderedId()
        for (const [seq, credit] of [
          party(1, 3_000),
          party(3_001, 100),
          3_602,
          party(3_101, 500),
        ].entries()) {
          lines.push(`${order}\t3601\t${credit}\t1000\t${orderId}\t${seq + 1}\n`)
        }
      }
      // Chunks as a file would give them.
      for (let at = 0; at < lines.length; at += 1_000) rows.push(lines.slice(at, at + 1_000).join(''))
    },
    async run(): Promise<number> {
      const copy = client.query(copyFrom('COPY leg_copy FROM STDIN'))
      await pipeline(Readable.from(rows), copy)
      return copy.rowCount ?? 0
    },
  }
}

const party = (first: number, count: number) => first + Math.floor(Math.random() * count)
