import type { ImportChoices, ImportMode } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { senderIsAsked } from './asked-sender.ts'
import { type Remembered, rememberMapping } from './mapping-memory.ts'
import { normaliseHeader } from './normalise-word.ts'
import { openStoredFile, type StoredFile } from './open-stored-file.ts'
import { readAgain } from './read-again.ts'
import { tryToLook } from './read-layout.ts'
import { readReading } from './reading.ts'

export interface Choice {
  supplierId: string
  memberId: string
  importId: string
  choices: ImportChoices
  mode?: ImportMode | undefined
  /** Whether her later files are read in the same way. */
  remember: boolean
}

/**
 * The supplier answers what was asked about her file, or changes how it is read; then it is previewed again. Throws
 * `not_found`, `import_not_ready` unless it waits for her, and `in_progress` when the same file is on its way in that mode.
 */
export async function chooseLayout(deps: { db: Db; files: FileStore }, choice: Choice): Promise<void> {
  const { supplierId, memberId, importId, mode, remember } = choice
  const row = await deps.db
    .selectFrom('itemImport')
    .select(['state', 'fileKey', 'format', 'choices', 'sha256', 'mode'])
    .where('id', '=', importId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  if (!row) throw new DomainError('not_found', { what: 'import' })
  if (row.state !== 'asking' && row.state !== 'previewed')
    throw new DomainError('import_not_ready', { state: row.state })
  const choices = mergeChoices(row.choices as ImportChoices, choice.choices)
  const file = { fileKey: row.fileKey, format: row.format as StoredFile['format'], sheet: choices.sheet }
  const remembered = remember ? await headersChosen(deps, { ...choice, choices, file }) : []

  await deps.db.transaction().execute(async trx => {
    if (mode !== undefined && mode !== row.mode)
      await changeMode(trx, { ...choice, mode, sha256: row.sha256 })
    if (!(await readAgain(trx, choice))) throw new DomainError('import_not_ready', { state: 'previewing' })
    await trx
      .updateTable('itemImport')
      .set({ choices: JSON.stringify(choices) })
      .where('id', '=', importId)
      .execute()
    await rememberMapping(trx, { supplierId, memberId }, remembered)
  })
}

/** What is given replaces what stands. Columns are told by position, which means nothing once the file is cut otherwise. */
function mergeChoices(stands: ImportChoices, given: ImportChoices): ImportChoices {
  const cutOtherwise = (['delimiter', 'headerRecord', 'sheet'] as const).some(
    name => given[name] !== undefined && given[name] !== stands[name],
  )
  const columns = cutOtherwise ? given.columns : { ...stands.columns, ...given.columns }
  return { ...stands, ...given, columns }
}

/** What this answer says about files to come: by header, because columns may stand elsewhere then. */
async function headersChosen(
  deps: { db: Db; files: FileStore },
  { supplierId, importId, choices, file }: Choice & { file: StoredFile },
): Promise<Remembered[]> {
  const said: Remembered[] = choices.encoding
    ? [{ kind: 'encoding', field: '', word: '', meaning: choices.encoding }]
    : []
  const reading = await readReading(deps.db, { supplierId, importId })
  const look = await tryToLook(await openStoredFile(deps.files, file), { ...reading, choices })
  if (!look) return said
  for (const [index, field] of Object.entries(choices.columns ?? {})) {
    const column = look.mapping.columns[Number(index)]
    if (column)
      said.push({ kind: 'column', field: '', word: normaliseHeader(column.header), meaning: field ?? '' })
  }
  return said
}

/** The same bytes may be on their way only once in each mode; uploads of this supplier wait meanwhile. */
async function changeMode(
  trx: Transaction<Database>,
  { supplierId, importId, mode, sha256 }: Choice & { mode: ImportMode; sha256: Buffer },
): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads of ${supplierId}`}, 0))`.execute(trx)
  const other = await trx
    .selectFrom('itemImport')
    .select('id')
    .where('supplierId', '=', supplierId)
    .where('mode', '=', mode)
    .where('sha256', '=', sha256)
    .where('id', '<>', importId)
    .where(senderIsAsked())
    .where('state', 'in', ['uploaded', 'previewing', 'asking', 'previewed', 'applying'])
    .executeTakeFirst()
  if (other) throw new DomainError('in_progress', { importId: other.id })
  await trx.updateTable('itemImport').set({ mode }).where('id', '=', importId).execute()
}
