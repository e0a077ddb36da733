import type { Db } from '#db/database.ts'
import { recordAct } from '#domain/audit-log.ts'
import { DomainError } from '#domain/domain-error.ts'
import type { FileStore } from '#gateways/files.ts'
import { openIdentity } from './seal-identity.ts'

const LINK_SECONDS = 120

export interface OpenedDocument {
  /** Opens the paper for two minutes. */
  url: string
  type: string
}

/**
 * A link to a paper that expires; each is logged with who asked. `partyId` is the applicant's own party, or null for a
 * reviewer. Throws `not_found` for another party's.
 */
export async function openDocument(
  { db, files }: { db: Db; files: FileStore },
  { documentId, partyId, memberId }: { documentId: string; partyId: string | null; memberId: string },
): Promise<OpenedDocument> {
  let query = db
    .selectFrom('applicationDocument')
    .innerJoin('application', 'application.id', 'applicationDocument.applicationId')
    .select(['fileKey', 'fileName', 'type', 'applicationId', 'applicationDocument.kind'])
    .where('applicationDocument.id', '=', documentId)
  query =
    partyId === null
      ? query.where('application.state', '<>', 'draft')
      : query.where('application.partyId', '=', partyId)
  const document = await query.executeTakeFirst()
  if (!document) throw new DomainError('not_found', { what: 'document' })
  await db.transaction().execute(trx =>
    recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'document_opened',
      subjectType: 'application',
      subjectId: document.applicationId,
      facts: { documentId, kind: document.kind },
    }),
  )
  const url = await files.signedUrl(document.fileKey, { seconds: LINK_SECONDS, fileName: document.fileName })
  return { url, type: document.type }
}

/** The whole identity number, for a reviewer who compares it with the paper; each opening is logged. `not_found`. */
export async function revealIdentity(
  { db, secrets }: { db: Db; secrets: { identity: Buffer } },
  { applicationId, memberId }: { applicationId: string; memberId: string },
): Promise<{ identityNo: string }> {
  return db.transaction().execute(async trx => {
    const identity = await trx
      .selectFrom('applicationIdentity')
      .innerJoin('application', 'application.id', 'applicationIdentity.applicationId')
      .select('sealed')
      .where('applicationId', '=', applicationId)
      .where('application.state', '<>', 'draft')
      .executeTakeFirst()
    if (!identity) throw new DomainError('not_found', { what: 'identity' })
    await recordAct(trx, {
      actor: `member:${memberId}`,
      action: 'identity_opened',
      subjectType: 'application',
      subjectId: applicationId,
    })
    return { identityNo: openIdentity(secrets.identity, applicationId, identity.sealed) }
  })
}
