import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { choicesOfField, mayMeanNothing } from './field-choices.ts'
import { type Remembered, rememberMapping } from './mapping-memory.ts'
import { normaliseWord } from './normalise-word.ts'
import { readAgain } from './read-again.ts'

export interface SettledWord {
  field: string
  word: string
  /** One of the field's values, or '' for none of them. */
  meaning: string
}

/**
 * Remembers what a supplier's words stand for, in this file and in all to come, and previews the file again by them.
 * Throws `bad_request` for a meaning the field does not have, `import_not_ready` while the file is being read or applied.
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
    if (row.state !== 'previewed') throw new DomainError('import_not_ready', { state: row.state })
    await rememberMapping(trx, { supplierId, memberId }, words.map(toRemembered))
    await readAgain(trx, { supplierId, importId })
  })
}

function toRemembered({ field, word, meaning }: SettledWord): Remembered {
  const choices = choicesOfField(field)
  const isMeaning =
    meaning === '' ? mayMeanNothing(field) : (choices?.some(({ value }) => value === meaning) ?? false)
  const normalised = normaliseWord(word)
  if (!choices || !isMeaning || normalised === '') throw new DomainError('bad_request', { field, word })
  return { kind: 'word', field, word: normalised, meaning }
}
