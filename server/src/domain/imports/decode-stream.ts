import type { DetectedEncoding } from './detect-encoding.ts'

/** The file as UTF-8 bytes without byte order mark, whatever it was written in; all later steps see only this. */
export async function* decodeToUtf8(
  source: AsyncIterable<Buffer>,
  { encoding, bomBytes }: DetectedEncoding,
): AsyncGenerator<Buffer> {
  let skip = bomBytes
  const decoder = encoding === 'utf-8' ? null : new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  for await (const chunk of source) {
    const bytes = chunk.subarray(Math.min(skip, chunk.length))
    skip -= chunk.length - bytes.length
    if (bytes.length === 0) continue
    yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes
  }
  const rest = decoder?.decode()
  if (rest) yield Buffer.from(rest)
}
