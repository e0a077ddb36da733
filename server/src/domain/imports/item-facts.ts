import { type RawBuilder, sql } from 'kysely'

/** All that a change of an item may move, as history keeps it and undo puts it back; `of` is a table or alias. */
export function itemFacts(of: 'item' | 'next'): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${of}.${name}`)
  return sql`jsonb_build_object(
    'categoryCode', ${column('category_code')}, 'title', ${column('title')}, 'priceFen', ${column('price_fen')}::text,
    'brand', ${column('brand')}, 'model', ${column('model')}, 'identity', ${column('identity')},
    'stockKind', ${column('stock_kind')}, 'qty', ${column('qty')}, 'shipFrom', ${column('ship_from')},
    'spec', ${column('spec')}, 'extra', ${column('extra')}, 'photos', ${column('photos')}, 'state', ${column('state')},
    'reportId', ${column('report_id')},
    'withdrawnBy', ${column('withdrawn_by')}, 'importId', ${column('import_id')}, 'importLine', ${column('import_line')})`
}
