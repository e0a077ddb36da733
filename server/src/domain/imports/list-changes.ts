import type { Fen } from '@haowu/shared/money.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { comesBack, goesOff } from './row-effects.ts'

export const CHANGE_KINDS = ['new', 'changed', 'priceUp', 'priceDown', 'returned'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export interface PreviewedChange {
  line: number
  sku: string
  /** Null where the file leaves it as it is. */
  title: string | null
  action: 'new' | 'changed' | 'returned' | 'withdrawn'
  priceFen: Fen | null
  /** What the catalogue has now; null for a new item. */
  priceBeforeFen: Fen | null
  titleBefore: string | null
  withReport: boolean
}

const KINDS: Record<ChangeKind, RawBuilder<boolean>> = {
  new: sql<boolean>`item.id IS NULL`,
  changed: sql<boolean>`item.id IS NOT NULL`,
  priceUp: sql<boolean>`row.price_fen > item.price_fen`,
  priceDown: sql<boolean>`row.price_fen < item.price_fen`,
  returned: comesBack,
}

/** How far the price jumps, either way; what is new comes after everything that moves. */
const jump = sql<number>`CASE WHEN item.id IS NULL THEN -1
  ELSE abs(ln(coalesce(row.price_fen, item.price_fen)::float8 / item.price_fen)) END`

export interface ChangesQuery {
  supplierId: string
  importId: string
  kind?: ChangeKind | undefined
  /** Opaque; where the page before ended. */
  cursor?: string | undefined
  limit: number
}

/** What a previewed import would change, the largest price moves first. Empty once it was applied: then history tells. */
export async function listPreviewedChanges(
  db: Db,
  { supplierId, importId, kind, cursor, limit }: ChangesQuery,
): Promise<{ rows: PreviewedChange[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : readCursor(cursor)
  const { rows } = await sql<PreviewedChange & { jump: string }>`
    SELECT row.line, row.supplier_sku AS sku, row.title,
      CASE WHEN item.id IS NULL THEN 'new' WHEN ${goesOff} THEN 'withdrawn' WHEN ${comesBack} THEN 'returned'
        ELSE 'changed' END AS action,
      row.price_fen, item.price_fen AS price_before_fen, item.title AS title_before,
      row.report IS NOT NULL AS with_report, (${jump})::text AS jump
    FROM item_import JOIN import_row AS row ON row.import_id = item_import.id AND row.run_token = item_import.staged_token
    LEFT JOIN item ON item.supplier_id = item_import.supplier_id AND item.supplier_sku = row.supplier_sku
    WHERE item_import.id = ${importId} AND item_import.supplier_id = ${supplierId}
      AND ${kind ? KINDS[kind] : sql`true`}
      AND ${after ? sql`(${jump}, -row.line) < (${after.jump}::float8, ${-after.line}::int)` : sql`true`}
    ORDER BY ${jump} DESC, row.line LIMIT ${limit + 1}
  `.execute(db)
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return {
    rows: page.map(({ jump: _, ...row }) => row),
    nextCursor: last ? `${last.jump}|${last.line}` : null,
  }
}

const CURSOR = /^(-1|\d{1,3}(?:\.\d{1,20})?(?:e-\d{1,3})?)\|(\d{1,7})$/

function readCursor(cursor: string): { jump: string; line: number } {
  const [, place, line] = CURSOR.exec(cursor) ?? []
  if (place === undefined) throw new DomainError('bad_request', { what: 'cursor' })
  return { jump: place, line: Number(line) }
}
