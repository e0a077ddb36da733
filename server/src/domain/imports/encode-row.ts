import type { CheckedRow } from './check-row.ts'
import { type Hash64, hashText } from './hash-bytes.ts'
import { toBigint } from './manifest.ts'
import { newItemId } from './new-item-id.ts'

/** The columns of `import_row` in the order in which `encodeRow` writes them. */
export const STAGED_COLUMNS =
  'import_id, run_token, line, raw_hash, row_hash, new_item_id, supplier_sku, category_code, title, price_fen, brand, model, identity, qty, ship_from, spec, extra, photos, report'

const hash: Hash64 = { high: 0, low: 0 }

/** One line of COPY's text format. The row hash covers the values as read, so that spelling and column order do not count. */
export function encodeRow(
  row: CheckedRow,
  place: { importId: string; runToken: bigint; line: number; raw: Hash64 },
): string {
  const values = [
    escapeText(row.sku),
    escapeText(row.categoryCode),
    escapeText(row.title),
    row.priceFen.toString(),
    textOrNull(row.brand),
    textOrNull(row.model),
    textOrNull(row.identity),
    row.qty === null ? NULL : String(row.qty),
    textOrNull(row.shipFrom),
    jsonOrNull(row.spec),
    jsonOrNull(row.extra),
    jsonOrNull(row.photos),
    jsonOrNull(row.report),
  ].join('\t')
  hashText(values, hash)
  const head = `${place.importId}\t${place.runToken}\t${place.line}\t${toBigint(place.raw)}\t\\\\x${hex(hash)}`
  return `${head}\t${newItemId()}\t${values}\n`
}

const NULL = '\\N'

function textOrNull(text: string | null): string {
  return text === null ? NULL : escapeText(text)
}

function jsonOrNull(value: unknown): string {
  return value === null ? NULL : escapeText(JSON.stringify(value))
}

function escapeText(text: string): string {
  if (!/[\\\t\n\r]/.test(text)) return text
  return text.replace(/[\\\t\n\r]/g, character => ESCAPES[character] ?? character)
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function hex({ high, low }: Hash64): string {
  return (high >>> 0).toString(16).padStart(8, '0') + (low >>> 0).toString(16).padStart(8, '0')
}
