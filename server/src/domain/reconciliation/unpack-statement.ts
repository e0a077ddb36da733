import { fromBufferPromise, type ZipFile } from 'yauzl'
import { collectBytes, joinAgain, streamBytes } from './byte-stream.ts'
import { recogniseStatement } from './statement-formats.ts'
import { refuse } from './statement-refusal.ts'

const ZIP = Buffer.from([0x50, 0x4b, 0x03, 0x04])
const MOST_ENTRIES = 20
const LARGEST_ARCHIVE = 256 * 1024 * 1024
const LARGEST_ENTRY = 4 * 1024 * 1024 * 1024
const HEAD_BYTES = 64 * 1024

export interface UnpackedStatement {
  /** The first kilobytes, by which the format is known. */
  head: Buffer
  chunks: AsyncIterable<Uint8Array>
}

/**
 * A statement as its parser wants it. Alipay packs two tables into an archive, the rows and their summary, in either order and under
 * names in an encoding of its own: the one that a format recognises is the statement. A workbook is an archive too and stays whole.
 */
export async function unpackStatement(source: AsyncIterable<Uint8Array>): Promise<UnpackedStatement> {
  const iterator = source[Symbol.asyncIterator]()
  const whole = await readHead(iterator)
  if (!whole.head.subarray(0, ZIP.length).equals(ZIP)) return whole
  const archive = await collectBytes(whole.chunks, LARGEST_ARCHIVE)
  const zip = await fromBufferPromise(archive, { lazyEntries: true, decodeStrings: false }).catch(() =>
    refuse('archive', { line: null, expected: 'ZIP', found: '' }),
  )
  return (await findStatement(zip)) ?? { head: whole.head, chunks: streamBytes(archive) }
}

async function readHead(iterator: AsyncIterator<Uint8Array>): Promise<UnpackedStatement> {
  let head = Buffer.alloc(0)
  let ended = false
  while (head.length < HEAD_BYTES && !ended) {
    const next = await iterator.next()
    ended = next.done === true
    // The store hands out one buffer again and again: what is kept is copied.
    if (!next.done) head = Buffer.concat([head, next.value])
  }
  return { head, chunks: joinAgain(head, iterator) }
}

async function findStatement(zip: ZipFile): Promise<UnpackedStatement | undefined> {
  let entries = 0
  for await (const entry of zip.eachEntry()) {
    entries += 1
    if (entries > MOST_ENTRIES)
      refuse('archive', { line: null, expected: `≤ ${MOST_ENTRIES}`, found: String(zip.entryCount) })
    if (entry.uncompressedSize > LARGEST_ENTRY)
      refuse('too_large', {
        line: null,
        expected: `≤ ${LARGEST_ENTRY}`,
        found: String(entry.uncompressedSize),
      })
    const stream = await zip.openReadStreamPromise(entry)
    const opened = await readHead(stream[Symbol.asyncIterator]())
    if (recogniseStatement(opened.head)) return opened
    stream.destroy()
  }
  return undefined
}
