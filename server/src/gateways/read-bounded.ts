import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Readable } from 'node:stream'
import { FeedError } from '#domain/feed-error.ts'

export interface BodyBounds {
  /** After it was unpacked. */
  bytes: number
  /** For the whole body, however fast it drips. */
  ms: number
}

/** Unpacks a body and reads it within bounds. Fails with `too_large`, `timed_out` or `cut_off`. */
export function readBounded(body: Readable, encoding: string | undefined, bounds: BodyBounds): Readable {
  const read = Readable.from(bounded(body, encoding, bounds), { objectMode: false })
  // A generator that was never asked for anything cleans nothing up: whoever only wanted the status would hold the socket.
  read.once('close', () => body.on('error', () => {}).destroy())
  return read
}

async function* bounded(
  body: Readable,
  encoding: string | undefined,
  { bytes: limit, ms }: BodyBounds,
): AsyncGenerator<Buffer> {
  const unpacked = unpack(body, encoding)
  const tooLate = setTimeout(() => unpacked.destroy(new FeedError('timed_out')), ms)
  let bytes = 0
  try {
    for await (const chunk of unpacked) {
      bytes += chunk.length
      if (bytes > limit) throw new FeedError('too_large', { limit })
      yield chunk
    }
  } catch (error) {
    throw toFeedError(error)
  } finally {
    clearTimeout(tooLate)
    body.destroy()
    unpacked.destroy()
  }
}

function unpack(body: Readable, encoding = 'identity'): Readable {
  if (encoding === 'identity' || encoding === '') return body
  const unpacker =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'br'
        ? createBrotliDecompress()
        : encoding === 'deflate'
          ? createInflate()
          : null
  if (!unpacker) throw new FeedError('cut_off', { encoding: encoding.slice(0, 40) })
  body.on('error', error => unpacker.destroy(error))
  return body.pipe(unpacker)
}

/** What broke underneath, as it is told. An abort by whoever asked goes on as it is. */
export function toFeedError(error: unknown): unknown {
  if (error instanceof FeedError || !(error instanceof Error)) return error
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return error
  if (error.cause instanceof FeedError) return error.cause
  const code = 'code' in error ? String(error.code) : error.name
  if (/TIMEOUT|ETIMEDOUT/.test(code)) return new FeedError('timed_out')
  if (/^Z_|SOCKET|CONTENT_LENGTH|ECONNRESET|HPE_|ERR_STREAM_PREMATURE_CLOSE/.test(code))
    return new FeedError('cut_off')
  return new FeedError('unreachable', { code: code.slice(0, 60) })
}
