import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import pg from 'pg'
import { z } from 'zod'

const ROWS_PER_STATEMENT = 1_000

/** What is mostly asked of a row; the import itself asks a good deal more. */
const schema = z.object({
  商家编码: z.string().trim().min(1).max(64),
  标题: z.string().trim().min(1).max(200),
  类目: z.string().trim().min(1),
  品牌: z.string().trim(),
  型号: z.string().trim(),
  存储: z.string(),
  颜色: z.string(),
  版本: z.string(),
  IMEI: z.string().regex(/^\d{15}$/),
  价格: z.coerce.number().positive(),
  库存: z.coerce.number().int().min(0),
  发货地: z.string(),
  图片: z.url(),
  卖点: z.string(),
})
type Row = z.infer<typeof schema>

/** The way imports are mostly written: csv-parse, a zod object per row, upserts of a thousand rows each. */
export async function createUsualImport(url: string, file: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    async run(supplierId: string): Promise<number> {
      let rows = 0
      let batch: Row[] = []
      const flush = async () => {
        if (batch.length > 0) await upsert(client, supplierId, batch)
        rows += batch.length
        batch = []
      }
      await client.query('BEGIN')
      for await (const record of createReadStream(file).pipe(parse({ bom: true, columns: true }))) {
        batch.push(schema.parse(record))
        if (batch.length === ROWS_PER_STATEMENT) await flush()
      }
      await flush()
      await client.query('COMMIT')
      return rows
    },
    close: () => client.end(),
  }
}

async function upsert(client: pg.Client, supplierId: string, rows: Row[]): Promise<void> {
  const values = rows.map(row => [
    supplierId,
    row.商家编码,
    'phone',
    row.标题,
    row.品牌,
    row.型号,
    JSON.stringify({ storage: row.存储, color: row.颜色, network: row.版本 }),
    JSON.stringify({ 卖点: row.卖点 }),
    `IMEI:${row.IMEI}`,
    Math.round(row.价格 * 100),
    row.库存,
    row.发货地,
    JSON.stringify([row.图片]),
  ])
  const places = values.map(
    (row, index) => `(${row.map((_, column) => `$${index * row.length + column + 1}`).join(', ')})`,
  )
  await client.query(
    `INSERT INTO item (supplier_id, supplier_sku, category_code, title, brand, model, spec, extra, identity, price_fen,
      qty, ship_from, photos) VALUES ${places.join(', ')}
    ON CONFLICT (supplier_id, supplier_sku) DO UPDATE SET title = excluded.title, brand = excluded.brand,
      model = excluded.model, spec = excluded.spec, extra = excluded.extra, identity = excluded.identity,
      price_fen = excluded.price_fen, qty = excluded.qty, ship_from = excluded.ship_from, photos = excluded.photos,
      version = item.version + 1, updated_at = app_now()`,
    values.flat(),
  )
}
