import type { ImportEncoding } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'

/** What a supplier's own words stand for: by field, from the normalised word to the value; '' for "nothing of yours". */
export type SupplierWords = ReadonlyMap<string, ReadonlyMap<string, string>>

/** What a supplier said once for all her files. */
export interface MappingMemory {
  /** From the normalised header to the field; '' for "none of yours". */
  columns: ReadonlyMap<string, string>
  words: SupplierWords
  /** In what her files are written when their bytes do not say it. */
  encoding: ImportEncoding | null
}

export const NO_WORDS: SupplierWords = new Map()
export const NO_MEMORY: MappingMemory = { columns: new Map(), words: NO_WORDS, encoding: null }

/** More than any supplier has words for. */
const MOST_ENTRIES = 20_000

export async function readMappingMemory(db: Db, supplierId: string): Promise<MappingMemory> {
  const rows = await db
    .selectFrom('mappingMemory')
    .select(['kind', 'field', 'word', 'meaning'])
    .where('supplierId', '=', supplierId)
    .orderBy('kind')
    .orderBy('field')
    .orderBy('word')
    .limit(MOST_ENTRIES)
    .execute()
  const columns = new Map<string, string>()
  const words = new Map<string, Map<string, string>>()
  let encoding: ImportEncoding | null = null
  for (const { kind, field, word, meaning } of rows) {
    if (kind === 'column') columns.set(word, meaning)
    else if (kind === 'encoding') encoding = meaning as ImportEncoding
    else words.set(field, (words.get(field) ?? new Map<string, string>()).set(word, meaning))
  }
  return { columns, words, encoding }
}

export interface Remembered {
  kind: 'column' | 'word' | 'encoding'
  /** The field a word belongs to; '' for the other kinds. */
  field: string
  /** Normalised. */
  word: string
  meaning: string
}

/** The newest answer stands; saying the same again changes nothing. */
export async function rememberMapping(
  trx: Transaction<Database>,
  { supplierId, memberId }: { supplierId: string; memberId: string },
  entries: Remembered[],
): Promise<void> {
  if (entries.length === 0) return
  await sql`
    INSERT INTO mapping_memory AS memory (supplier_id, member_id, kind, field, word, meaning)
    SELECT DISTINCT ON (kind, field, word) ${supplierId}::uuid, ${memberId}::uuid, kind, field, word, meaning
    FROM jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS entry(kind text, field text, word text, meaning text)
    ON CONFLICT (supplier_id, kind, field, word) DO UPDATE
      SET meaning = excluded.meaning, member_id = excluded.member_id, updated_at = app_now()
      WHERE memory.meaning <> excluded.meaning
  `.execute(trx)
}
