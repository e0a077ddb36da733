import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { unpackGzip } from './unpack-gzip.ts'

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function unpacked(bytes: Buffer, size: number): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of unpackGzip(inPieces(bytes, size))) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString()
}

const TABLE = `商家编码,标题\n${'A-1,柜子\n'.repeat(5_000)}`

test.each([1, 7, 65_536])('plain and packed bytes in pieces of %d are the same table', async size => {
  expect(await unpacked(Buffer.from(TABLE), size)).toBe(TABLE)
  expect(await unpacked(gzipSync(TABLE), size)).toBe(TABLE)
})

test('nothing, and a single byte, stay what they are', async () => {
  expect(await unpacked(Buffer.alloc(0), 1)).toBe('')
  expect(await unpacked(Buffer.from('a'), 1)).toBe('a')
})

test('broken packing is told as such', async () => {
  const packed = gzipSync(TABLE)
  const broken = Buffer.concat([packed.subarray(0, 40), Buffer.alloc(40, 7), packed.subarray(80)])
  await expect(unpacked(packed.subarray(0, packed.length - 9), 64)).rejects.toMatchObject({
    code: 'archive_unreadable',
  })
  await expect(unpacked(broken, 64)).rejects.toMatchObject({ code: 'archive_unreadable' })
})
