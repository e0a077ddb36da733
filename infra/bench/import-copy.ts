import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { createDatabase } from './create-database.ts'

/** The quickest way for these bytes into PostgreSQL: no index, no log, no check but that of the types. */
export async function createRawCopy(adminUrl: string, file: string) {
  const client = new pg.Client({ connectionString: await createDatabase(adminUrl, 'import_copy') })
  await client.connect()
  await client.query(`CREATE UNLOGGED TABLE catalog (sku text, title text, category text, brand text, model text,
    storage text, color text, network text, imei text, price numeric(12, 2), qty int, ship_from text, photo text, point text, warranty text, system text,
    screen text, weight text, shelf text, stored_on date, purchase text)`)
  return {
    async empty() {
      await client.query('TRUNCATE catalog')
    },
    async run(): Promise<number> {
      const copy = client.query(copyFrom('COPY catalog FROM STDIN (FORMAT csv, HEADER true)'))
      await pipeline(createReadStream(file, { highWaterMark: 1024 * 1024 }), copy)
      return copy.rowCount ?? 0
    },
    close: () => client.end(),
  }
}
