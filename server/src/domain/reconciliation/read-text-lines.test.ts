import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeGb18030 } from '#gateways/encode-gb18030.ts'
import { readTextLines } from './read-text-lines.ts'
import { StatementRefusal } from './statement-refusal.ts'

const ENCODINGS: Record<string, (text: string) => Buffer> = {
  'UTF-8': text => Buffer.from(text),
  'UTF-8 with a mark': text => Buffer.from(`\uFEFF${text}`),
  GB18030: encodeGb18030,
  'UTF-16 with a mark': text => Buffer.from(`\uFEFF${text}`, 'utf16le'),
}

async function* cut(bytes: Buffer, sizes: number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let piece = 0; at < bytes.length; piece++) {
    const size = sizes[piece % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function linesOf(bytes: Buffer, sizes: number[]): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of readTextLines(cut(bytes, sizes))) lines.push(text)
  return lines
}

const word = fc.constantFrom(
  '交易日期',
  '贷方发生额',
  '招商银行',
  'CNY1,234.56',
  'a',
  '财付通支付科技有限公司',
  '',
)
const line = fc.array(word, { maxLength: 12 }).map(words => words.join(' '))

describe('the lines of a text', () => {
  test.each(Object.entries(ENCODINGS))(
    'are the same in %s, wherever the pieces cut it',
    async (_, encode) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(line, { minLength: 1, maxLength: 400 }),
          fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 4 }),
          async (lines, sizes) => {
            // The first ideograph may come late, when much that is the same in all of them has been handed on.
            const text = `${'x'.repeat(4_090)}\n账单\r\n${lines.join('\r\n')}\n.`
            const found = await linesOf(encode(text), sizes)
            expect(found).toEqual(text.split(/\r?\n/))
          },
        ),
        { numRuns: 60 },
      )
    },
  )

  test('with a byte that is wrong in their encoding are refused', async () => {
    for (const bytes of [
      Buffer.concat([Buffer.from('账单文件'), Buffer.from([0xff]), Buffer.from('账')]),
      Buffer.concat([Buffer.from('账单文件'.repeat(2_000)), encodeGb18030('账单')]),
      Buffer.from([0xc1, 0xff, 0xff]),
    ])
      await expect(linesOf(bytes, [64])).rejects.toThrow(StatementRefusal)
  })

  test('a line without an end is refused before it fills the memory', async () => {
    await expect(linesOf(Buffer.alloc(3 * 1024 * 1024, 0x41), [65_536])).rejects.toMatchObject({
      rule: 'line_too_long',
    })
  })
})
