import type { RowCode, RowSeverity } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import { cellAddress } from './cell-address.ts'
import type { ColumnMapping } from './map-columns.ts'
import { WORD_CODES } from './word-codes.ts'

/** Findings of the same kind about the same column: one cause, which is often mended at one stroke. */
export interface FindingGroup {
  code: RowCode
  severity: RowSeverity
  column: string
  rows: number
  /** The first cells it is about. */
  examples: FindingExample[]
  /** The words nobody knows, those of most rows first; none where the cause is another. */
  words: { word: string; rows: number }[]
  /** How many words there are, shown or not. */
  distinctWords: number
}

interface FindingExample {
  line: number
  column: string
  /** As a spreadsheet names it; null when the file has no such column. */
  cell: string | null
  value: string
}

const MOST_GROUPS = 50
const EXAMPLES = 3
const WORDS_SHOWN = 20

/** What was found about single rows, grouped by cause, the most frequent first. */
export async function groupFindings(
  db: Db,
  { importId, mapping }: { importId: string; mapping: ColumnMapping | null },
): Promise<FindingGroup[]> {
  const headers = mapping?.columns.map(({ header }) => header) ?? []
  const { rows } = await sql<StoredGroup>`
    SELECT code, severity, column_name AS "column", count(*)::int AS rows,
      (array_agg(line ORDER BY line))[:${sql.lit(EXAMPLES)}] AS lines,
      (array_agg(value ORDER BY line))[:${sql.lit(EXAMPLES)}] AS "values"
    FROM import_error WHERE import_id = ${importId}
    GROUP BY code, severity, column_name ORDER BY severity = 'warning', rows DESC, code LIMIT ${MOST_GROUPS}
  `.execute(db)
  const words = await readWords(db, importId, rows)
  return rows.map(({ lines, values, ...group }) => {
    const index = headers.indexOf(group.column)
    const ofGroup = words.get(keyOf(group)) ?? []
    return {
      ...group,
      examples: lines.map((line, at) => ({
        line,
        column: group.column,
        cell: index === -1 ? null : cellAddress(index, line),
        value: values[at] ?? '',
      })),
      words: ofGroup.map(({ word, rows: said }) => ({ word, rows: said })),
      distinctWords: ofGroup[0]?.inAll ?? 0,
    }
  })
}

type Cause = Pick<FindingGroup, 'code' | 'severity' | 'column'>
type StoredGroup = Cause & { rows: number; lines: number[]; values: string[] }
type StoredWord = Cause & { word: string; rows: number; inAll: number }

const keyOf = ({ code, severity, column }: Cause) => `${code} ${severity} ${column}`

async function readWords(db: Db, importId: string, groups: Cause[]): Promise<Map<string, StoredWord[]>> {
  const codes = new Set<RowCode>(WORD_CODES)
  if (!groups.some(({ code }) => codes.has(code))) return new Map()
  const { rows } = await sql<StoredWord>`
    SELECT code, severity, "column", word, rows, in_all FROM (
      SELECT code, severity, column_name AS "column", value AS word, count(*)::int AS rows,
        count(*) OVER (PARTITION BY code, severity, column_name)::int AS in_all,
        row_number() OVER (PARTITION BY code, severity, column_name ORDER BY count(*) DESC, value) AS place
      FROM import_error
      WHERE import_id = ${importId} AND facts ? 'field' AND code = ANY(${[...WORD_CODES]}::text[])
      GROUP BY code, severity, column_name, value
    ) AS word WHERE place <= ${WORDS_SHOWN} ORDER BY place
  `.execute(db)
  return Map.groupBy(rows, keyOf)
}
