import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { choicesOfField } from './field-choices.ts'
import { findField } from './import-field.ts'
import { readMappingMemory } from './mapping-memory.ts'
import { normaliseWord } from './normalise-word.ts'
import { readMapping } from './read-mapping.ts'
import { WORD_CODES } from './word-codes.ts'

/** A word of a file whose meaning is asked, or was told once. */
export interface FileWord {
  field: string
  fieldZh: string
  fieldEn: string
  word: string
  /** Rows that wait for it; 0 for a word already settled. */
  rows: number
  /** What it stands for; '' for nothing, null while nobody has said. */
  meaning: string | null
  choices: { value: string; zh: string; en: string }[]
}

const MOST_WORDS = 1000

/** The distinct words of the file that nobody knows, those of most rows first, then those settled for its fields before. */
export async function listWords(
  db: Db,
  { supplierId, importId }: { supplierId: string; importId: string },
): Promise<FileWord[]> {
  const mapping = await readMapping(db, { supplierId, importId })
  const unknown = await readUnknownWords(db, importId)
  const { words } = await readMappingMemory(db, supplierId)
  const settled = (mapping?.columns ?? []).flatMap(({ field }) =>
    field === null
      ? []
      : Array.from(words.get(field) ?? [], ([word, meaning]) => describe({ field, word, meaning, rows: 0 })),
  )
  return [...unknown, ...settled].slice(0, MOST_WORDS)
}

async function readUnknownWords(db: Db, importId: string): Promise<FileWord[]> {
  const { rows } = await sql<{ field: string; value: string; rows: number; templates: (string | null)[] }>`
    SELECT facts->>'field' AS field, value, count(DISTINCT line)::int AS rows,
      array_agg(DISTINCT facts->>'template') AS templates
    FROM import_error
    WHERE import_id = ${importId} AND facts ? 'field'
      AND code = ANY(${[...WORD_CODES]}::text[])
    GROUP BY 1, 2 ORDER BY rows DESC, field, length(value), value LIMIT ${MOST_WORDS}
  `.execute(db)
  const byMeaning = Map.groupBy(rows, ({ field, value }) => `${field} ${normaliseWord(value)}`)
  return Array.from(byMeaning.values(), spellings => {
    const templates = spellings.flatMap(spelling => spelling.templates).filter(template => template !== null)
    const [{ field, value: word } = { field: '', value: '' }] = spellings
    const rowsOfAll = spellings.reduce((sum, spelling) => sum + spelling.rows, 0)
    return describe({ field, word, meaning: null, rows: rowsOfAll }, new Set(templates))
  })
}

function describe(
  { field, word, meaning, rows }: Pick<FileWord, 'field' | 'word' | 'meaning' | 'rows'>,
  templates?: ReadonlySet<string>,
): FileWord {
  const known = findField(field)
  const choices = choicesOfField(field, templates) ?? []
  return {
    field,
    fieldZh: known?.zh ?? field,
    fieldEn: known?.en ?? field,
    word,
    rows,
    meaning,
    choices: choices.map(({ value, zh, en }) => ({ value, zh, en })),
  }
}
