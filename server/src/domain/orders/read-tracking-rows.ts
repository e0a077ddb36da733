import { DomainError } from '#domain/domain-error.ts'
import { readSmallTable } from '#domain/imports/read-small-table.ts'

export const MOST_TRACKING_ROWS = 500

export interface TrackingRow {
  /** As an editor or Excel numbers it. */
  line: number
  orderNo: string
  /** As it was written; empty where the number is to say it. */
  carrier: string
  trackingNo: string
}

/**
 * Order numbers with the numbers of their parcels, from a CSV, a workbook or what was pasted. With a header the columns may
 * stand anywhere; without one they are order number, carrier if there are three, and tracking number. Throws `empty_file`,
 * `no_rows`, `too_many_rows`, `not_csv`, `unknown_encoding`, `missing_column`, and what a broken workbook throws.
 */
export async function readTrackingRows(bytes: Buffer): Promise<TrackingRow[]> {
  const filled = await readSmallTable(bytes, MOST_TRACKING_ROWS)
  const [first] = filled
  if (!first) throw new DomainError('no_rows')
  const named = findColumns(first.cells)
  const rows = named === null ? filled : filled.slice(1)
  if (rows.length === 0) throw new DomainError('no_rows')
  if (rows.length > MOST_TRACKING_ROWS) throw new DomainError('too_many_rows', { limit: MOST_TRACKING_ROWS })
  return rows.map(({ line, cells }) => {
    const at = named ?? byPosition(cells)
    return {
      line,
      orderNo: cells[at.orderNo] ?? '',
      carrier: at.carrier === null ? '' : (cells[at.carrier] ?? ''),
      trackingNo: (cells[at.trackingNo] ?? '').toUpperCase(),
    }
  })
}

interface Columns {
  orderNo: number
  carrier: number | null
  trackingNo: number
}

function byPosition(cells: string[]): Columns {
  // A third cell is the number even where the carrier before it was left out.
  return (cells[2] ?? '') !== ''
    ? { orderNo: 0, carrier: 1, trackingNo: 2 }
    : { orderNo: 0, carrier: null, trackingNo: 1 }
}

const HEADERS = {
  orderNo: /^(订单(编号|号)|order ?(no\.?|number)?)$/i,
  carrier: /^(快递|物流)公司$|^carrier$/i,
  trackingNo: /^(快递单号|运单号|物流单号|tracking ?(no\.?|number)?)$/i,
}

function findColumns(header: string[]): Columns | null {
  const find = (name: RegExp) => header.findIndex(cell => name.test(cell))
  const [orderNo, carrier, trackingNo] = [
    find(HEADERS.orderNo),
    find(HEADERS.carrier),
    find(HEADERS.trackingNo),
  ]
  if (orderNo < 0 && trackingNo < 0) return null
  if (orderNo < 0) throw new DomainError('missing_column', { columns: '订单号' })
  if (trackingNo < 0) throw new DomainError('missing_column', { columns: '快递单号' })
  return { orderNo, carrier: carrier < 0 ? null : carrier, trackingNo }
}
