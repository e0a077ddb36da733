import type { ImportChoices, ImportMode, ImportSource } from '@haowu/shared/imports.ts'
import { sql } from 'kysely'
import type { Database, Transaction } from '#db/database.ts'
import { announce } from '#domain/outbox/announce.ts'
import { senderIsAsked } from './asked-sender.ts'

export interface NewImport {
  supplierId: string
  memberId: string
  fileName: string
  /** Where the bytes are stored, how many they are, and their hash. */
  fileKey: string
  bytes: bigint
  sha256: Buffer
  source: ImportSource
  mode: ImportMode
  format?: 'csv' | 'xlsx' | undefined
  /** The import whose error file this is. */
  parentId?: string | undefined
  feedSourceId?: string | undefined
  /** Applied without a person's yes, unless the brake holds it. */
  autoApply?: boolean | undefined
  choices?: ImportChoices | undefined
}

export interface RegisteredImport {
  importId: string
  /** The same bytes are already here: being looked at, or the last thing this supplier applied. */
  repeated: boolean
}

/**
 * Makes a stored file an import and wakes who previews it. A person's file whose bytes are still on their way, or were
 * applied last in the same mode, is that earlier import; what programs send is always a new one.
 */
export async function registerImport(trx: Transaction<Database>, file: NewImport): Promise<RegisteredImport> {
  await lockUploads(trx, file.supplierId)
  const earlier = isFromPerson(file) ? await findSameFile(trx, file) : undefined
  if (earlier) return { importId: earlier, repeated: true }
  const { memberId, fileName, choices, format = 'csv', autoApply = false, ...rest } = file
  const { id: importId } = await trx
    .insertInto('itemImport')
    .values({
      ...rest,
      parentId: await findOwnParent(trx, file),
      format,
      autoApply,
      fileName: safeName(fileName),
      createdBy: memberId,
      choices: JSON.stringify(choices ?? {}),
      state: 'uploaded',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await announce(trx, 'import_uploaded', { key: `import:${importId}:uploaded`, payload: { importId } })
  return { importId, repeated: false }
}

/** Files of one supplier are registered, and told apart, one after another. */
export async function lockUploads(trx: Transaction<Database>, supplierId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`uploads of ${supplierId}`}, 0))`.execute(trx)
}

/** What was named by somebody else's id, or by one there is not, is looked for when the file is read. */
async function findOwnParent(
  trx: Transaction<Database>,
  { supplierId, parentId }: NewImport,
): Promise<string | null> {
  if (parentId === undefined) return null
  const own = await trx
    .selectFrom('itemImport')
    .select('id')
    .where('id', '=', parentId)
    .where('supplierId', '=', supplierId)
    .executeTakeFirst()
  return own?.id ?? null
}

function isFromPerson({ source }: NewImport): boolean {
  return source === 'upload' || source === 'paste' || source === 'error_file'
}

/**
 * The same bytes still on their way, or applied last; an error file has one mode, whatever is asked. Bytes applied before something else was are a new import: going
 * back to last week's file is a change.
 */
async function findSameFile(
  trx: Transaction<Database>,
  { supplierId, sha256, mode }: NewImport,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM item_import
    WHERE supplier_id = ${supplierId} AND sha256 = ${sha256} AND (mode = ${mode} OR source = 'error_file') AND (
      state IN ('uploaded', 'previewing', 'asking', 'previewed', 'applying')
      OR id = (
        SELECT id FROM item_import WHERE supplier_id = ${supplierId} AND state = 'applied'
        ORDER BY applied_at DESC, id DESC LIMIT 1
      )
    ) AND ${senderIsAsked()}
    ORDER BY created_at DESC LIMIT 1
  `.execute(trx)
  return rows[0]?.id
}

/** The name is shown and used for downloads, never as a path. */
function safeName(fileName: string): string {
  const name = fileName
    .replaceAll('\\', '/')
    .split('/')
    .at(-1)
    ?.replace(/[\p{Cc}\p{Cf}\ufffd]/gu, '')
    .trim()
    .slice(0, 200)
  return name ? name : 'upload.csv'
}
