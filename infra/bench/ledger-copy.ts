import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { randomCredits } from './ledger-row-by-row.ts'
import { timeOrderedId } from './time-ordered-id.ts'

/** The quickest way for bare legs into the same table with the same indexes: no keys, no balances, no checks of accounts. */
export async function createLegCopy(client: pg.Client) {
  await client.query('CREATE TABLE leg_copy (LIKE ledger.leg INCLUDING CONSTRAINTS INCLUDING INDEXES)')
  let transaction = 0
  let chunks: string[] = []
  return {
    prepare(orders: number): void {
      const lines: string[] = []
      for (let order = 0; order < orders; order++) {
        transaction++
        const orderId = timeOrderedId()
        for (const [index, credit] of randomCredits().entries()) {
          lines.push(`${transaction}\t3601\t${credit}\t1000\t${orderId}\t${index + 1}\n`)
        }
      }
      // In chunks, as a file would give them.
      chunks = []
      for (let at = 0; at < lines.length; at += 1_000) chunks.push(lines.slice(at, at + 1_000).join(''))
    },
    async run(): Promise<number> {
      const copy = client.query(copyFrom('COPY leg_copy FROM STDIN'))
      await pipeline(Readable.from(chunks), copy)
      return copy.rowCount ?? 0
    },
  }
}
