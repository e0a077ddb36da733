import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tokensOfItem, wordsOf } from './search-tokens.ts'

const PHONE = {
  title: '苹果 iPhone 15 Pro Max 256G 原色钛金属 国行 二手',
  brand: 'Apple',
  model: 'iPhone15ProMax',
  supplierSku: 'PH-0001',
  categoryCode: 'phone',
  grade: '95',
}

/** Whether tokens alone let the item through; a phrase is compared by the database afterwards. */
function finds(query: string, item = PHONE): boolean {
  const tokens = new Set(tokensOfItem(item))
  return wordsOf(query).every(({ alternatives }) =>
    alternatives.some(all => all.every(token => tokens.has(token))),
  )
}

describe('a piece is found', () => {
  test.each([
    ['by two Chinese characters', '钛金'],
    ['by one', '苹'],
    ['by words in any order', '二手 iphone'],
    ['whatever the case and width', 'ＩＰＨＯＮＥ 15'],
    ['by the beginning of a word', 'iph'],
    ['by Chinese and Latin written together', '苹果15'],
    ['by the initials of its pinyin', 'ystjs'],
    ['by initials of a part', 'tjs'],
    ['by its SKU', 'ph-0001'],
    ['by nothing but blanks', '   '],
  ])('%s: %s', (_, query) => {
    expect(finds(query)).toBe(true)
  })

  test('by the initials of whichever way a character is read', () => {
    expect(finds('gh', PHONE)).toBe(true)
    expect(finds('cq', { ...PHONE, title: '重庆火锅底料' })).toBe(true)
  })
})

describe('and not', () => {
  test.each(['华为', '果苹', 'hw', 'phone', '苹果 三星'])('by %s', query => expect(finds(query)).toBe(false))
})

test('whatever is cut out of a title within a run finds it', () => {
  const han = fc.string({
    unit: fc.constantFrom(...'苹果手机华为国行二手包表玉镯沙发充新'),
    minLength: 1,
    maxLength: 20,
  })
  fc.assert(
    fc.property(han, fc.nat(), fc.nat({ max: 6 }), (title, from, length) => {
      const start = from % title.length
      return finds(title.slice(start, start + length + 1), { ...PHONE, title })
    }),
  )
})
