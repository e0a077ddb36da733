import { expect, test } from 'vitest'
import { blockText, lineText } from './text.ts'

test.each(['a\0b', 'a\nb', 'a\u202Eb', '\ud800', '   ', '', 'x'.repeat(61)])('a line refuses %j', text =>
  expect(lineText(60).safeParse(text).success).toBe(false),
)

test.each([
  ['  今晚八点  ', '今晚八点'],
  ["O'Brien <b>", "O'Brien <b>"],
  ['👨‍👩‍👧', '👨‍👩‍👧'],
])('a line keeps %j', (text, kept) => expect(lineText(60).parse(text)).toBe(kept))

test('a block may have lines and tabs, but nothing unprintable', () => {
  expect(blockText(60).parse('一\n\t二')).toBe('一\n\t二')
  expect(blockText(60).parse('')).toBe('')
  for (const text of ['a\0', 'a\r', 'a\u2066', 'x'.repeat(61)])
    expect(blockText(60).safeParse(text).success).toBe(false)
})
