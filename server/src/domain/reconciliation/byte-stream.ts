import { refuse } from './statement-refusal.ts'

export async function* streamBytes(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Puts what was read ahead in front of what is still to come. */
export async function* joinAgain(head: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

/** All of it, for the formats that cannot be read piece by piece; refuses the file that has more than `mostBytes`. */
export async function collectBytes(source: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Buffer> {
  const kept: Uint8Array[] = []
  let size = 0
  for await (const chunk of source) {
    size += chunk.length
    if (size > mostBytes) refuse('too_large', { line: null, expected: `≤ ${mostBytes}`, found: String(size) })
    // The store hands out one buffer again and again: what is kept is copied.
    kept.push(Uint8Array.from(chunk))
  }
  return Buffer.concat(kept)
}
