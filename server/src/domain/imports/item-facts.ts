import { type RawBuilder, sql } from 'kysely'

/** All that a change of an item may move, as history keeps it and undo puts it back; `of` is a table or alias. */
export function itemFacts(of: 'item' | 'next'): RawBuilder<unknown> {
  return sql`jsonb_build_object(${shortFacts(of)}, 'spec', ${sql.ref(`${of}.spec`)}, 'extra', ${sql.ref(`${of}.extra`)},
    'photos', ${sql.ref(`${of}.photos`)})`
}

/**
 * The facts after a change (`next`, with those before it as `facts_before`), without the long ones where all of them stayed:
 * of half a million prices that move, history would else be twice as large, and packing it took as long as changing the items.
 */
export const factsAfter: RawBuilder<unknown> = sql`CASE
  WHEN next.spec = next.facts_before->'spec' AND next.extra = next.facts_before->'extra'
    AND next.photos = next.facts_before->'photos'
  THEN jsonb_build_object(${shortFacts('next')})
  ELSE ${itemFacts('next')} END`

function shortFacts(of: 'item' | 'next'): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${of}.${name}`)
  return sql`'categoryCode', ${column('category_code')}, 'title', ${column('title')}, 'priceFen', ${column('price_fen')}::text,
    'brand', ${column('brand')}, 'model', ${column('model')}, 'identity', ${column('identity')},
    'stockKind', ${column('stock_kind')}, 'qty', ${column('qty')}, 'shipFrom', ${column('ship_from')},
    'state', ${column('state')}, 'reportId', ${column('report_id')},
    'withdrawnBy', ${column('withdrawn_by')}, 'importId', ${column('import_id')}, 'importLine', ${column('import_line')}`
}
