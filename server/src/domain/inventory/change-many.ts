import { createHash, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { type BulkChange, BULK_LIMITS, type ItemSelection } from '@haowu/shared/inventory.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { csvLine, UTF8_BOM } from '#domain/imports/csv-text.ts'
import { nameOfField } from '#domain/imports/import-field.ts'
import { registerImport } from '#domain/imports/register-import.ts'
import type { FileStore } from '#gateways/files.ts'
import { changedPrice } from './changed-price.ts'
import { yuanText } from './yuan-text.ts'
import { editableNow, isSelected, refuseForeignItems } from './select-items.ts'

interface ChangedItem {
  id: string
  sku: string
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
    // No word she once said about her own files is applied to ours.
    const columns = { '0': 'sku', '1': fieldOf(change) }
    const choices = { encoding: 'utf-8', delimiter: ',', headerRecord: 1, columns, exact: true } as const
    const registered = {
      supplierId,
      memberId,
      fileName,
      fileKey,
      bytes,
      sha256,
      mode: 'price_stock' as const,
      choices,
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
    yield encode(UTF8_BOM + csvLine(['sku', fieldOf(input.change)].map(nameOfField)))
    for await (const batch of readSelected(db, input)) {
      items += batch.length
      if (items > BULK_LIMITS.matching)
        throw new DomainError('limit_reached', { limit: BULK_LIMITS.matching })
      yield encode(batch.map(item => csvLine([item.sku, cellOf(item, input.change)])).join(''))
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
      SELECT item.id, item.supplier_sku AS sku, item.price_fen FROM item
      WHERE ${selected} AND ${editableNow} AND item.id > ${after} ORDER BY item.id LIMIT ${ITEMS_PER_BATCH}
    `.execute(db)
    const last = rows.at(-1)
    if (!last) return
    yield rows
    after = last.id
  }
}

/** What the file says of an item beside its SKU, and nothing else: a price in it would be put back hours later, when somebody says yes. */
function fieldOf({ kind }: BulkChange): 'price' | 'qty' | 'ship_from' | 'action' {
  switch (kind) {
    case 'price_percent':
    case 'price_set':
      return 'price'
    case 'qty':
    case 'ship_from':
      return kind
    case 'withdraw':
    case 'relist':
      return 'action'
  }
}

function cellOf({ priceFen }: ChangedItem, change: BulkChange): string {
  switch (change.kind) {
    case 'price_percent':
    case 'price_set':
      return yuanText(changedPrice(priceFen, change))
    case 'qty':
      return String(change.qty)
    case 'ship_from':
      return change.shipFrom
    case 'withdraw':
      return '下架'
    case 'relist':
      return '上架'
  }
}
