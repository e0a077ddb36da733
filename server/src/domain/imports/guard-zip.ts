import { fromBuffer, type Entry, type ZipFile } from 'yauzl'
import { DomainError } from '#domain/domain-error.ts'

/** What an archive may grow to. A real table shrinks five to twenty times in a workbook; a bomb thousands. */
export const ZIP_LIMITS = { entries: 2_000, bytes: 512 * 1024 * 1024, ratio: 200 } as const
/** Below this size a high ratio is no threat: a sheet of blanks is small and shrinks a lot. */
const RATIO_FROM_BYTES = 32 * 1024 * 1024

/**
 * Unpacks every entry once and throws it away, counting what really comes out, before any reader that keeps what it
 * unpacks is let near. Throws `workbook_unreadable` for an archive that is broken, lies about its sizes or outgrows the
 * limits. Returns the names of the entries.
 */
export async function guardZip(archive: Buffer): Promise<string[]> {
  const zip = await openZip(archive)
  try {
    const names: string[] = []
    let bytes = 0
    for (let entry = await nextEntry(zip); entry; entry = await nextEntry(zip)) {
      names.push(entry.fileName)
      if (names.length > ZIP_LIMITS.entries || entry.isEncrypted()) throw unreadable('too_many_entries')
      bytes = await countEntry(zip, entry, { before: bytes, archive: archive.length })
    }
    return names
  } finally {
    zip.close()
  }
}

const unreadable = (found: string) => new DomainError('workbook_unreadable', { found })

function openZip(archive: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(archive, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(unreadable('damaged')) : resolve(zip),
    )
  })
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error')
      then()
    }
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)))
    zip.once('end', () => settle(() => resolve(null)))
    zip.once('error', () => settle(() => reject(unreadable('damaged'))))
    zip.readEntry()
  })
}

async function countEntry(
  zip: ZipFile,
  entry: Entry,
  { before, archive }: { before: number; archive: number },
): Promise<number> {
  let bytes = before
  const stream = await zip.openReadStreamPromise(entry).catch(() => {
    throw unreadable('damaged')
  })
  try {
    for await (const chunk of stream) {
      bytes += (chunk as Buffer).length
      const swells = bytes > RATIO_FROM_BYTES && bytes > archive * ZIP_LIMITS.ratio
      if (bytes > ZIP_LIMITS.bytes || swells) throw unreadable('bomb')
    }
  } catch (error) {
    throw error instanceof DomainError ? error : unreadable('damaged')
  }
  return bytes
}
