import { createHash, randomUUID } from 'node:crypto'
import {
  DOCUMENT_LIMITS,
  DOCUMENT_TYPES,
  type DocumentKind,
  type DocumentType,
} from '@haowu/shared/onboarding.ts'
import type { Database, Db, Transaction } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { fileKind } from '#domain/file-kind.ts'
import type { FileStore } from '#gateways/files.ts'
import type { Applicant } from './application.ts'
import { lockEditable } from './save-application.ts'

export interface IncomingDocument extends Applicant {
  applicationId: string
  kind: DocumentKind
  fileName: string
  body: AsyncIterable<Uint8Array>
}

interface Paper {
  key: string
  bytes: Buffer
  type: DocumentType
}

/**
 * Keeps a paper of an application where nobody reads it without a link that expires. What it is is told by its first bytes.
 * Throws `not_found`, `application_state`, `empty_file`, `file_too_large`, `unsupported_media_type` and `limit_reached`.
 */
export async function receiveDocument(
  deps: { db: Db; files: FileStore },
  incoming: IncomingDocument,
): Promise<{ documentId: string }> {
  // Refused before the file is read, and asked again under the lock when it is written.
  await deps.db.transaction().execute(trx => requireRoom(trx, incoming))
  const bytes = await readAll(incoming.body)
  const type = fileKind(bytes)
  if (!DOCUMENT_TYPES.some(each => each === type))
    throw new DomainError('unsupported_media_type', { expected: DOCUMENT_TYPES.join(', ') })
  const key = `applications/${incoming.applicationId}/${randomUUID()}`
  await deps.files.put(key, bytes)
  try {
    return await deps.db
      .transaction()
      .execute(trx => writeDocument(trx, incoming, { key, bytes, type: type as DocumentType }))
  } catch (error) {
    await deps.files.delete(key)
    throw error
  }
}

async function requireRoom(trx: Transaction<Database>, incoming: IncomingDocument): Promise<void> {
  await lockEditable(trx, incoming)
  const { count } = await trx
    .selectFrom('applicationDocument')
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .where('applicationId', '=', incoming.applicationId)
    .where('kind', '=', incoming.kind)
    .where('removedAt', 'is', null)
    .executeTakeFirstOrThrow()
  if (Number(count) >= DOCUMENT_LIMITS.perKind)
    throw new DomainError('limit_reached', { limit: DOCUMENT_LIMITS.perKind })
}

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > DOCUMENT_LIMITS.bytes)
      throw new DomainError('file_too_large', { limit: DOCUMENT_LIMITS.bytes })
    chunks.push(Buffer.from(chunk))
  }
  if (bytes === 0) throw new DomainError('empty_file')
  return Buffer.concat(chunks)
}

async function writeDocument(
  trx: Transaction<Database>,
  incoming: IncomingDocument,
  { key, bytes, type }: Paper,
): Promise<{ documentId: string }> {
  await requireRoom(trx, incoming)
  const { applicationId, kind, memberId } = incoming
  const fileName =
    incoming.fileName.replaceAll('\\', '/').split('/').at(-1)?.slice(0, 200) || `${kind}.${type}`
  const { id: documentId } = await trx
    .insertInto('applicationDocument')
    .values({
      applicationId,
      kind,
      memberId,
      fileName,
      fileKey: key,
      type,
      bytes: BigInt(bytes.length),
      sha256: createHash('sha256').update(bytes).digest(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { documentId }
}
