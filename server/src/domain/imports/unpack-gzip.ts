import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { DomainError } from '#domain/domain-error.ts'

/**
 * A table as it is, whether it came plain or as gzip, which programs like to send. Throws `archive_unreadable` when the
 * packing is broken; how much may come out is for the reader to bound, who reads it chunk by chunk.
 */
export async function* unpackGzip(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = body[Symbol.asyncIterator]()
  const head = await readHead(source)
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    if (head.length > 0) yield head
    yield* rest(source)
    return
  }
  const packed = Readable.from(joined(head, source), { objectMode: false })
  const gunzip = createGunzip()
  packed.on('error', error => gunzip.destroy(error))
  try {
    for await (const chunk of packed.pipe(gunzip)) yield chunk as Buffer
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new DomainError('archive_unreadable')
    throw error
  } finally {
    packed.destroy()
    gunzip.destroy()
  }
}

async function readHead(source: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let bytes = 0
  while (bytes < 2) {
    const { done, value } = await source.next()
    if (done) break
    chunks.push(Buffer.from(value))
    bytes += value.length
  }
  return Buffer.concat(chunks)
}

async function* joined(head: Buffer, source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  yield* rest(source)
}

async function* rest(source: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for (let step = await source.next(); !step.done; step = await source.next()) yield step.value
  } finally {
    await source.return?.()
  }
}
