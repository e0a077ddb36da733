import { type RawBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import type { ImportRun } from './import-run.ts'
import { itemFacts } from './item-facts.ts'
import { offeredAgain } from './row-effects.ts'

const ITEMS_PER_STATEMENT = 5_000

export interface UndoSlice {
  /** The id of the last item of the slice before. */
  after: string
  actor: string
}

export interface UndoneSlice {
  items: number
  /** Null when there was nothing left. */
  last: string | null
}

/** Only holds whose time is over can still stand on the item: one in force keeps it out of the undo. */
const noHold = sql`live_hold_id = NULL, live_hold_until = NULL, checkout_order_id = NULL, checkout_until = NULL,
  checkout_extended = false`

const before = (fact: string) => sql`row.before->>${sql.lit(fact)}`

/**
 * The report that the import took off the piece because it made it another than the report speaks of: it speaks of it
 * again. Not once a newer one has taken its place.
 */
const reportTakenOff = sql`(SELECT former.id FROM report AS former
  WHERE former.id = (${before('reportId')})::uuid AND former.state = 'published'
    AND item.report_id IS NULL AND row.after->>'reportId' IS NULL)`

/** Published by the import or since: what it says of the piece stays said, and so does what it speaks of. */
const bearsNewerReport = sql<boolean>`(item.report_id IS NOT NULL AND row.before ? 'reportId'
  AND item.report_id IS DISTINCT FROM (${before('reportId')})::uuid)`

const formerCategory = sql`CASE WHEN ${bearsNewerReport} THEN item.category_code ELSE ${before('categoryCode')} END`
const formerNumber = sql`CASE WHEN item.report_id IS NULL THEN ${before('identity')} ELSE item.identity END`
const formerReport = sql`coalesce(item.report_id, ${reportTakenOff})`
const formerPrice = sql`(${before('priceFen')})::bigint`

/** Judged as the piece that it is again, not as the one that the import made of it. */
const offeredAsFormerly = sql`(SELECT ${offeredAgain} FROM (SELECT item.id, item.supplier_id, ${formerCategory} AS category_code,
  ${formerNumber} AS identity, ${formerReport} AS report_id, ${formerPrice} AS price_fen) AS item)`

/**
 * What the item was before the import. Stock moves by the difference, because some may have been sold meanwhile; the
 * number on a piece and its category stay once a newer report names them.
 */
const formerValues = sql`
  category_code = ${formerCategory}, title = ${before('title')}, price_fen = ${formerPrice},
  brand = ${before('brand')}, model = ${before('model')}, ship_from = ${before('shipFrom')},
  identity = ${formerNumber}, report_id = ${formerReport},
  stock_kind = ${before('stockKind')}, spec = row.before->'spec', extra = row.before->'extra', photos = row.before->'photos',
  qty = least(greatest(item.qty + (${before('qty')})::int - (row.after->>'qty')::int, 0),
    CASE ${before('stockKind')} WHEN 'unique' THEN 1 END),
  state = CASE
    WHEN ${before('state')} = 'withdrawn' THEN 'withdrawn'
    WHEN item.state IN ('withdrawn', 'live_held', 'checkout_held') OR ${reportTakenOff} IS NOT NULL THEN ${offeredAsFormerly}
    ELSE item.state END,
  withdrawn_by = CASE WHEN ${before('state')} = 'withdrawn' THEN ${before('withdrawnBy')} END, ${noHold}`

/** Gives the next items that the import changed the values they had before it. */
export async function putBack(
  trx: Transaction<Database>,
  run: ImportRun,
  slice: UndoSlice,
): Promise<UndoneSlice> {
  const rows = sql`
    SELECT undo.item_id, made.before, made.after FROM import_undo AS undo
    JOIN item_history AS made ON made.item_id = undo.item_id AND made.version = undo.version
    WHERE ${inSlice(run, slice)} AND NOT undo.inserted
  `
  return move(trx, run, { ...slice, rows, values: formerValues })
}

/** Takes off the next items that the import brought in. Nothing is deleted: ids, reports and history stay. */
export async function takeOffInserted(
  trx: Transaction<Database>,
  run: ImportRun,
  slice: UndoSlice,
): Promise<UndoneSlice> {
  const rows = sql`SELECT undo.item_id FROM import_undo AS undo WHERE ${inSlice(run, slice)} AND undo.inserted`
  const values = sql`state = 'withdrawn', withdrawn_by = 'undo', ${noHold}`
  return move(trx, run, { ...slice, rows, values })
}

const inSlice = ({ importId }: ImportRun, { after }: UndoSlice) =>
  sql`undo.import_id = ${importId} AND undo.kept IS NULL AND undo.item_id > ${after}`

interface Move extends UndoSlice {
  rows: RawBuilder<unknown>
  values: RawBuilder<unknown>
}

async function move(
  trx: Transaction<Database>,
  { importId }: ImportRun,
  { rows, values, actor }: Move,
): Promise<UndoneSlice> {
  const { rows: moved } = await sql<UndoneSlice>`
    WITH row AS MATERIALIZED (
      SELECT part.*, ${itemFacts('item')} AS facts
      FROM (${rows} ORDER BY undo.item_id LIMIT ${ITEMS_PER_STATEMENT}) AS part JOIN item ON item.id = part.item_id
    ), next AS (
      UPDATE item SET ${values}, version = item.version + 1, row_hash = NULL, updated_at = app_now()
      FROM row WHERE item.id = row.item_id
      RETURNING item.*, row.facts AS facts_before
    ), told AS (
      INSERT INTO item_history (item_id, version, at, actor, cause, import_id, before, after)
      SELECT next.id, next.version, next.updated_at, ${actor}, 'undo', ${importId}, next.facts_before, ${itemFacts('next')}
      FROM next
      RETURNING item_id
    )
    SELECT count(*)::int AS items, (array_agg(item_id ORDER BY item_id DESC))[1] AS last FROM told
  `.execute(trx)
  return moved[0] ?? { items: 0, last: null }
}
