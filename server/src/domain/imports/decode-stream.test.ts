import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeToUtf8, NotUtf8 } from './decode-stream.ts'

async function* cut(bytes: Buffer, sizes: number[]): AsyncGenerator<Buffer> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function read(bytes: Buffer, sizes: number[]): Promise<Buffer | 'refused'> {
  const chunks: Buffer[] = []
  try {
    for await (const chunk of decodeToUtf8(cut(bytes, sizes), { encoding: 'utf-8', bomBytes: 0 }))
      chunks.push(chunk)
  } catch (error) {
    if (error instanceof NotUtf8) return 'refused'
    throw error
  }
  return Buffer.concat(chunks)
}

test('bytes taken for UTF-8 are accepted exactly when they are, wherever the chunks cut a character', async () => {
  const part = fc.constantFrom('a', 'é', '手', '😀', '\u0000').map(text => Buffer.from(text))
  const damage = fc.constantFrom(
    Buffer.from([0x80]),
    Buffer.from([0xe6]),
    Buffer.from([0xff]),
    Buffer.from([0xe6, 0x89]),
  )
  const bytes = fc
    .array(fc.oneof({ weight: 12, arbitrary: part }, { weight: 1, arbitrary: damage }), { maxLength: 24 })
    .map(parts => Buffer.concat(parts))
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
      async (input, sizes) => {
        expect(await read(input, sizes)).toEqual(isUtf8(input) ? input : 'refused')
      },
    ),
    { numRuns: 5_000 },
  )
})
