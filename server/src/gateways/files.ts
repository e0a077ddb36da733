import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, constants, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { HeadBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { S3Driver } from 'flydrive/drivers/s3'
import type { Config, S3Settings } from '#config.ts'
import { signFilePath } from './file-link.ts'

export interface StoredFile {
  bytes: number
  /** What the store calls these bytes, without quotes. */
  etag: string
  lastModified: Date
}

/** Where files live: a folder, or a bucket. Keys are ours (ids, hashes), never a name that a person typed. */
export interface FileStore {
  /** Stores or replaces. A stream is read to its end; when it fails, the rejection is the stream's own error. */
  put(key: string, body: Readable | Uint8Array, options?: { contentType?: string }): Promise<void>
  /** Throws FileMissing. */
  get(key: string): Promise<Readable>
  /** The bytes in order, for whoever reads hundreds of megabytes: a chunk is valid only until the next one is asked for. Throws FileMissing. */
  readChunks(key: string): AsyncIterable<Buffer>
  stat(key: string): Promise<StoredFile | null>
  /** Keys of the files that stand directly in a folder, in order; none where there is no such folder. Only those that a key can name. */
  list(folder: string): Promise<string[]>
  /** A missing file is as good as deleted. */
  delete(key: string): Promise<void>
  /** An address that opens the file for everybody who has it, for a while, as a download under the given name. */
  signedUrl(key: string, options: { seconds: number; fileName: string }): Promise<string>
  /**
   * An address to which exactly so many bytes can be PUT under this key, for a while; null where files live on this
   * machine and must come through us.
   */
  signedPut(key: string, options: { seconds: number; bytes: number }): Promise<string | null>
  /** Throws when the store cannot be reached. */
  check(): Promise<void>
}

export class FileMissing extends Error {
  override name = 'FileMissing'
}

/** On disk unless a bucket is configured; the same behaviour on both. */
export function createFileStore(
  config: Pick<Config, 'filesDir' | 's3' | 'publicUrl'>,
  linkSecret: Buffer,
): FileStore {
  return config.s3 ? createBucketStore(config.s3) : createFolderStore(config, linkSecret)
}

function createFolderStore(
  { filesDir, publicUrl }: Pick<Config, 'filesDir' | 'publicUrl'>,
  linkSecret: Buffer,
): FileStore {
  const folder = path.resolve(filesDir)
  const incoming = path.join(folder, '.incoming')
  const disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }))
  return {
    ...readsOf(disk),
    readChunks: key => readThroughOneBuffer(path.join(folder, key)),
    put: async (key, body) => {
      // Throws for a key that may not be, before anything is written.
      const place = path.join(folder, disk.file(key).key)
      await withSpooledBody(incoming, body, spooled => moveIntoPlace(spooled, place))
    },
    signedPut: async () => null,
    signedUrl: async (key, options) => `${publicUrl}${signFilePath(linkSecret, key, options)}`,
    check: async () => {
      await mkdir(folder, { recursive: true })
      await access(folder, constants.R_OK | constants.W_OK)
    },
  }
}

function createBucketStore(settings: S3Settings): FileStore {
  const client = new S3Client({
    region: settings.region,
    forcePathStyle: settings.forcePathStyle,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 60_000 },
    // Newer checksums are unknown to many S3-compatible stores.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(settings.endpoint ? { endpoint: settings.endpoint } : {}),
    ...(settings.credentials ? { credentials: settings.credentials } : {}),
  })
  const { bucket } = settings
  const disk = new Disk(new S3Driver({ client, bucket, visibility: 'private', supportsACL: false }))
  return {
    ...readsOf(disk),
    // S3 wants the length first, which a stream does not know: it is spooled to disk, never to memory.
    put: (key, body, options) =>
      withSpooledBody(path.join(tmpdir(), 'haowu-incoming'), body, async spooled => {
        const { size } = await stat(spooled)
        await disk.putStream(key, createReadStream(spooled), { ...options, contentLength: size })
      }),
    signedUrl: (key, { seconds, fileName }) =>
      disk.getSignedUrl(key, { expiresIn: seconds * 1000, contentDisposition: attachment(fileName) }),
    signedPut: (key, { seconds, bytes }) =>
      getSignedUrl(client, new PutObjectCommand({ Bucket: bucket, Key: key, ContentLength: bytes }), {
        expiresIn: seconds,
        // Part of the signature, so that nobody can send more than was announced.
        unhoistableHeaders: new Set(['content-length']),
        signableHeaders: new Set(['host', 'content-length']),
      }),
    check: async () => {
      await client.send(new HeadBucketCommand({ Bucket: bucket }))
    },
  }
}

/** On the disk before it bears its name: neither a reader nor a crash, also of the machine, finds half a file under its final key. */
async function moveIntoPlace(spooled: string, place: string): Promise<void> {
  const handle = await open(spooled, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await mkdir(path.dirname(place), { recursive: true })
  await rename(spooled, place)
}

/** A stream allocates each chunk anew, and collecting them costs more than reading them. */
async function* readThroughOneBuffer(file: string): AsyncGenerator<Buffer> {
  const handle = await open(file, 'r').catch(error => {
    throw error.code === 'ENOENT' ? new FileMissing(file) : error
  })
  try {
    const buffer = Buffer.allocUnsafe(READ_BYTES)
    while (true) {
      const { bytesRead } = await handle.read(buffer, 0, READ_BYTES)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

const READ_BYTES = 256 * 1024

/** What the store allows in a key. */
const NAMEABLE = /^[\w\-!/. ]+$/

function readsOf(disk: Disk): Pick<FileStore, 'get' | 'readChunks' | 'stat' | 'list' | 'delete'> {
  const get = async (key: string) => {
    if (!(await disk.exists(key))) throw new FileMissing(key)
    return disk.getStream(key)
  }
  return {
    get,
    async *readChunks(key) {
      for await (const chunk of await get(key)) yield chunk as Buffer
    },
    async stat(key) {
      if (!(await disk.exists(key))) return null
      const { contentLength, lastModified, etag } = await disk.getMetaData(key)
      return { bytes: contentLength, lastModified, etag: etag.replaceAll('"', '') }
    },
    async list(folder) {
      const { objects } = await disk.listAll(`${folder}/`).catch(error => {
        if (/ENOENT/.test(String(error.cause ?? error))) return { objects: [] }
        throw error
      })
      const keys = [...objects].filter(object => object.isFile).map(({ name }) => `${folder}/${name}`)
      return keys.filter(key => NAMEABLE.test(key)).sort()
    },
    delete: key => disk.delete(key),
  }
}

async function withSpooledBody(
  folder: string,
  body: Readable | Uint8Array,
  use: (file: string) => Promise<void>,
): Promise<void> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, randomUUID())
  try {
    await pipeline(body instanceof Readable ? body : Readable.from([body]), createWriteStream(file))
    await use(file)
  } finally {
    await rm(file, { force: true })
  }
}

/** Names of people's files may be Chinese or hold quotes: RFC 6266's second form carries them safely. */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^\w.-]+/g, '_')
  const encoded = encodeURIComponent(fileName).replace(
    /['()*]/g,
    char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}
