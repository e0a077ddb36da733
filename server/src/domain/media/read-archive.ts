import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { DomainError } from '#domain/domain-error.ts'
import { storableCell } from '#domain/imports/storable-cell.ts'
import type { FileStore } from '#gateways/files.ts'
import {
  MEDIA_ENTRIES,
  MEDIA_LIMITS,
  MEDIA_UNPACKED_BYTES,
  type MediaKind,
  mediaKey,
  mediaKind,
} from './media-kind.ts'
import { entryName, isLitter } from './sku-candidates.ts'

/** A file of an archive: stored under its hash, or why it is not. */
export interface ArchiveEntry {
  name: string
  stored: { sha256: string; kind: MediaKind; bytes: number } | 'not_supported' | 'too_large'
}

/**
 * Takes an archive apart, file by file, and stores what is a photo or a PDF under the hash of its bytes; a file that is
 * stored already is stored once, and of an archive that is refused nothing is. Throws `archive_unreadable` for one that is
 * damaged, encrypted, lies about its sizes, has too many files or unpacks to more than `mostBytes` in all. What fails
 * beside the archive, a store that is away or a full disk, is thrown as it is: it passes, and says nothing against the
 * archive.
 */
export async function readArchive(
  files: FileStore,
  key: string,
  { mostBytes = MEDIA_UNPACKED_BYTES }: { mostBytes?: number } = {},
): Promise<ArchiveEntry[]> {
  const folder = path.join(tmpdir(), 'haowu-archives')
  const copy = path.join(folder, randomUUID())
  await mkdir(folder, { recursive: true })
  try {
    await pipeline(await files.get(key), createWriteStream(copy))
    const zip = await openPromise(copy, { lazyEntries: true, decodeStrings: false, autoClose: false }).catch(
      blameArchive,
    )
    try {
      return await readEntries({ files, zip, unpacked: 0, mostBytes })
    } finally {
      zip.close()
    }
  } finally {
    await rm(copy, { force: true })
  }
}

/** An archive that is being taken apart, and what came out of it so far, also of files that were not kept. */
interface Unpacking {
  files: FileStore
  zip: ZipFile
  unpacked: number
  mostBytes: number
}

/**
 * Looks through all of it before anything is stored: what a fault further on made worthless could not be taken back, because
 * somebody else may have been given the same photo meanwhile.
 */
async function readEntries(unpacking: Unpacking): Promise<ArchiveEntry[]> {
  const { zip } = unpacking
  if (zip.entryCount > MEDIA_ENTRIES)
    throw new DomainError('archive_unreadable', { found: 'too_many_files', limit: MEDIA_ENTRIES })
  const judged: { entry: Entry; as: ArchiveEntry }[] = []
  for await (const entry of blamingArchive(zip.eachEntry())) {
    const name = entryName(entry.fileName as unknown as Buffer)
    if (name.endsWith('/') || isLitter(name)) continue
    if (entry.isEncrypted()) throw new DomainError('archive_unreadable', { found: 'encrypted' })
    const stored = await judgeEntry(unpacking, entry)
    judged.push({ entry, as: { name: storableCell(name.slice(0, 300)), stored } })
  }
  for (const { entry, as } of judged) await storeEntry(unpacking, entry, as)
  return judged.map(({ as }) => as)
}

async function judgeEntry(unpacking: Unpacking, entry: Entry): Promise<ArchiveEntry['stored']> {
  if (entry.uncompressedSize > MEDIA_LIMITS.pdf) return 'too_large'
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of unpack(unpacking, entry)) {
    chunks.push(chunk)
    bytes += chunk.length
    unpacking.unpacked += chunk.length
    if (unpacking.unpacked > unpacking.mostBytes)
      throw new DomainError('archive_unreadable', { found: 'bomb' })
    if (bytes > MEDIA_LIMITS.pdf) return 'too_large'
  }
  const content = Buffer.concat(chunks)
  const kind = mediaKind(content)
  if (kind === null) return 'not_supported'
  if (kind !== 'pdf' && bytes > MEDIA_LIMITS.photo) return 'too_large'
  return { sha256: createHash('sha256').update(content).digest('hex'), kind, bytes }
}

async function storeEntry(unpacking: Unpacking, entry: Entry, { stored }: ArchiveEntry): Promise<void> {
  if (typeof stored === 'string') return
  const key = mediaKey(stored.sha256, stored.kind)
  if (await unpacking.files.stat(key)) return
  await unpacking.files.put(key, await buffer(unpack(unpacking, entry)))
}

async function* unpack({ zip }: Unpacking, entry: Entry): AsyncGenerator<Buffer> {
  yield* blamingArchive<Buffer>(await zip.openReadStreamPromise(entry).catch(blameArchive))
}

/** What the reader of archives gives, whose failures are the archive's; those of who asks for it are not. */
async function* blamingArchive<T>(read: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* read
  } catch (error) {
    blameArchive(error)
  }
}

/** Only the disk fails with a system call, and that is not the archive's doing. */
function blameArchive(error: unknown): never {
  if (error instanceof Error && 'syscall' in error) throw error
  throw new DomainError('archive_unreadable', { found: 'damaged' })
}
