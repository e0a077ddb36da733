import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type BulkChange, BULK_LIMITS, type ItemSelection } from '@haowu/shared/inventory.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { csvLine, UTF8_BOM } from '#domain/imports/csv-text.ts'
import { registerImport } from '#domain/imports/register-import.ts'
import type { FileStore } from '#gateways/files.ts'
import { changedPrice } from './changed-price.ts'
import { yuanText } from './yuan-text.ts'
import { editableNow, isSelected, refuseForeignItems } from './select-items.ts'

interface ChangedItem {
  id: string
  sku: string
  title: string
  categoryCode: string
  priceFen: bigint
}

/**
 * Changes many items by writing them as a file of ours and importing it, so that a bulk change has the same brake, the
 * same history and the same seven days of undo as any file. Held and sold items stay out of it. `nothing_to_change`
 * when none is left; `limit_reached` beyond 100,000, `not_found` for another's item.
 */
export async function changeMany(
  deps: { db: Db; files: FileStore },
  input: { supplierId: string; memberId: string; selection: ItemSelection; change: BulkChange },
): Promise<{ importId: string; items: number }> {
  const { supplierId, memberId, change } = input
  await refuseForeignItems(deps.db, supplierId, input.selection)
  const fileKey = `imports/${supplierId}/${randomUUID()}`
  const file = writeFile(deps.db, input)
  try {
    await deps.files.put(fileKey, Readable.from(file.chunks), { contentType: 'text/csv' })
    const { items, bytes, sha256 } = file.result()
    if (items === 0) throw new DomainError('nothing_to_change')
    const fileName = `${FILE_NAMES[change.kind]}.csv`
    const mode = isPriceOrStock(change) ? ('price_stock' as const) : ('delta' as const)
    const registered = {
      supplierId,
      memberId,
      fileName,
      fileKey,
      bytes,
      sha256,
      mode,
      source: 'edit' as const,
    }
    const { importId } = await deps.db
      .transaction()
      .execute(trx => registerImport(trx, { ...registered, autoApply: true }))
    return { importId, items }
  } catch (error) {
    await deps.files.delete(fileKey)
    throw error
  }
}

const FILE_NAMES: Record<BulkChange['kind'], string> = {
  price_percent: '批量调价',
  price_set: '批量改价',
  qty: '批量改库存',
  ship_from: '批量改发货地',
  withdraw: '批量下架',
  relist: '批量上架',
}

const isPriceOrStock = ({ kind }: BulkChange) =>
  kind === 'price_percent' || kind === 'price_set' || kind === 'qty'

function writeFile(db: Db, input: { supplierId: string; selection: ItemSelection; change: BulkChange }) {
  const hash = createHash('sha256')
  let items = 0
  let bytes = 0
  const encode = (text: string) => {
    const chunk = Buffer.from(text)
    hash.update(chunk)
    bytes += chunk.length
    return chunk
  }
  async function* chunks() {
    yield encode(UTF8_BOM + csvLine(headersOf(input.change)))
    for await (const batch of readSelected(db, input)) {
      items += batch.length
      if (items > BULK_LIMITS.matching)
        throw new DomainError('limit_reached', { limit: BULK_LIMITS.matching })
      yield encode(batch.map(item => csvLine(cellsOf(item, input.change))).join(''))
    }
  }
  return {
    chunks: chunks(),
    result: () => ({ items, bytes: BigInt(bytes), sha256: hash.digest() }),
  }
}

const ITEMS_PER_BATCH = 2_000

async function* readSelected(
  db: Db,
  { supplierId, selection }: { supplierId: string; selection: ItemSelection },
): AsyncGenerator<ChangedItem[]> {
  const selected = isSelected(supplierId, selection)
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<ChangedItem>`
      SELECT item.id, item.supplier_sku AS sku, item.title, item.category_code, item.price_fen FROM item
      WHERE ${selected} AND ${editableNow} AND item.id > ${after} ORDER BY item.id LIMIT ${ITEMS_PER_BATCH}
    `.execute(db)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}

const REQUIRED_HEADERS = ['商家编码', '标题', '类目', '价格']

function headersOf(change: BulkChange): string[] {
  if (change.kind === 'qty') return ['商家编码', '库存']
  if (isPriceOrStock(change)) return ['商家编码', '价格']
  return [...REQUIRED_HEADERS, change.kind === 'ship_from' ? '发货地' : '操作']
}

function cellsOf({ sku, title, categoryCode, priceFen }: ChangedItem, change: BulkChange): string[] {
  if (change.kind === 'qty') return [sku, String(change.qty)]
  if (isPriceOrStock(change)) return [sku, yuanText(changedPrice(priceFen, change))]
  const word = change.kind === 'ship_from' ? change.shipFrom : change.kind === 'withdraw' ? '下架' : '上架'
  return [sku, title, categoryCode, yuanText(priceFen), word]
}
