import type { Db } from '#db/database.ts'
import type { FileStore } from '#gateways/files.ts'
import { lengthOf } from './receive-part.ts'
import { readUpload, type Upload } from './upload-in-parts.ts'

export interface StoredPart {
  partNumber: number
  etag: string
  fileKey: string
}

interface Deps {
  db: Db
  files: FileStore
}

type Scope = Pick<Upload, 'supplierId' | 'uploadId'>

/** How long a signed address may be used: a part of 8 MB over the slowest line. */
const SIGNED_SECONDS = 900

/** Where a part stands that was sent to the bucket without passing through us. */
export const signedKey = ({ supplierId, uploadId }: Scope, part: number): string =>
  `uploads/${supplierId}/${uploadId}/${part}`

/** Addresses in the bucket to which these parts can be PUT; null for each where files live on this machine. */
export async function signParts(
  { db, files }: Deps,
  { partNumbers, ...scope }: Scope & { partNumbers: number[] },
): Promise<{ partNumber: number; url: string | null }[]> {
  const upload = await readUpload(db, scope)
  return Promise.all(
    partNumbers.map(async partNumber => ({
      partNumber,
      url: await files.signedPut(signedKey(upload, partNumber), {
        seconds: SIGNED_SECONDS,
        bytes: lengthOf(upload, partNumber),
      }),
    })),
  )
}

/** The parts that have arrived whole, in order, whichever way they came. */
export async function findParts({ db, files }: Deps, upload: Upload): Promise<StoredPart[]> {
  const through = await db
    .selectFrom('uploadPart')
    .select(['partNumber', 'etag', 'fileKey'])
    .where('uploadId', '=', upload.uploadId)
    .execute()
  const arrived = new Map(through.map(part => [part.partNumber, part]))
  const count = Number((upload.bytes + upload.partBytes - 1n) / upload.partBytes)
  const found = await Promise.all(
    Array.from({ length: count }, async (_, at) => arrived.get(at + 1) ?? findSigned(files, upload, at + 1)),
  )
  return found.filter(part => part !== null)
}

async function findSigned(files: FileStore, upload: Upload, partNumber: number): Promise<StoredPart | null> {
  const fileKey = signedKey(upload, partNumber)
  const stored = await files.stat(fileKey)
  if (stored?.bytes !== lengthOf(upload, partNumber)) return null
  return { partNumber, etag: stored.etag, fileKey }
}
