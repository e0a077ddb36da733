import { type RawBuilder, sql } from 'kysely'

const MOST_WORDS = 8

/** Each word somewhere in title, brand, model or SKU, whatever its case; two Chinese characters are a word like any other. */
export function matchesText(text: string | undefined): RawBuilder<boolean> {
  const words = (text ?? '').split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  if (words.length === 0) return sql<boolean>`true`
  const clauses = words.map(word => {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    return sql<boolean>`(item.title ILIKE ${pattern} OR item.brand ILIKE ${pattern} OR item.model ILIKE ${pattern}
      OR item.supplier_sku ILIKE ${pattern})`
  })
  return sql<boolean>`(${sql.join(clauses, sql` AND `)})`
}
