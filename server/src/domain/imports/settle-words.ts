import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { choicesOfField, mayMeanNothing } from './field-choices.ts'
import { type Remembered, rememberMapping } from './mapping-memory.ts'
import { normaliseWord } from './normalise-word.ts'
import { readAgain } from './read-again.ts'
import { rejudgeRows } from './rejudge-rows.ts'
import { lockForRepair, type RepairScope } from './repair-scope.ts'

export interface SettledWord {
  field: string
  word: string
  /** One of the field's values, or '' for none of them. */
  meaning: string
}

/**
 * Remembers what a supplier's words stand for, in this file and in all to come. A file that waits for her yes is previewed
 * again by them; of one that was applied and is still open, the rows that wait for a word are judged anew. Throws
 * `bad_request` for a meaning the field does not have, `import_not_ready` while the file is being read or applied.
 */
export async function settleWords(
  { db }: { db: Db },
  {
    supplierId,
    memberId,
    importId,
    words,
  }: { supplierId: string; memberId: string; importId: string; words: SettledWord[] },
): Promise<void> {
  await db.transaction().execute(async trx => {
    const row = await trx
      .selectFrom('itemImport')
      .select('state')
      .where('id', '=', importId)
      .where('supplierId', '=', supplierId)
      .forUpdate()
      .executeTakeFirst()
    if (!row) throw new DomainError('not_found', { what: 'import' })
    const scope = row.state === 'previewed' ? null : await lockForRepair(trx, { supplierId, importId })
    await rememberMapping(trx, { supplierId, memberId }, words.map(toRemembered))
    if (scope) await rejudgeWaiting(trx, scope, words)
    else await readAgain(trx, { supplierId, importId })
  })
}

const LINES_PER_BATCH = 1_000

async function rejudgeWaiting(
  trx: Transaction<Database>,
  scope: RepairScope,
  words: SettledWord[],
): Promise<void> {
  const fields = words.map(({ field }) => field)
  const { rows } = await sql<{ line: number }>`
    SELECT line FROM import_failed_row AS row
    WHERE import_id = ${scope.importId} AND state = 'open' AND EXISTS (
      SELECT FROM import_error AS error
      WHERE error.import_id = row.import_id AND error.line = row.line AND error.facts->>'field' = ANY(${fields}::text[]))
    ORDER BY line
  `.execute(trx)
  const lines = rows.map(row => row.line)
  for (let at = 0; at < lines.length; at += LINES_PER_BATCH)
    await rejudgeRows(trx, scope, lines.slice(at, at + LINES_PER_BATCH))
}

function toRemembered({ field, word, meaning }: SettledWord): Remembered {
  const choices = choicesOfField(field)
  const isMeaning =
    meaning === '' ? mayMeanNothing(field) : (choices?.some(({ value }) => value === meaning) ?? false)
  const normalised = normaliseWord(word)
  if (!choices || !isMeaning || normalised === '') throw new DomainError('bad_request', { field, word })
  return { kind: 'word', field, word: normalised, meaning }
}
