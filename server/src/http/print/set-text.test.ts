import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chineseFont } from './chinese-font.ts'
import { type Run, setText } from './set-text.ts'

const measure = { chinese: chineseFont(), latinWidth: () => 0.5 }
const set = (text: string, width: number) => setText(text, { size: 10, width, measure })
const wordsOf = (lines: Run[][]) => lines.map(runs => runs.map(({ text }) => text).join(''))

describe('a text in lines', () => {
  test('is cut into runs, each in a font that has its characters', () => {
    expect(set('小米 14 Pro，九成新', 1_000)).toEqual([
      [
        { font: 'chinese', text: '小米', x: 0 },
        { font: 'latin', text: ' 14 Pro', x: 20 },
        { font: 'chinese', text: '，九成新', x: 55 },
      ],
    ])
  })

  test('parts Chinese between characters, but no line begins with a stop or ends with an opening bracket', () => {
    expect(wordsOf(set('外观轻微划痕，屏幕完好', 60))).toEqual(['外观轻微划', '痕，屏幕完好'])
    expect(wordsOf(set('检测机构甲（常州）', 60))).toEqual(['检测机构甲', '（常州）'])
  })

  test('parts Latin between words, and a word only when it is longer than a line', () => {
    expect(wordsOf(set('light marks seen', 60))).toEqual(['light marks ', 'seen'])
    expect(wordsOf(set('356938035640748', 50))).toEqual(['3569380356', '40748'])
  })

  test('spells what no font has and leaves pictures out', () => {
    expect(wordsOf(set('电池≥90%①📱℃', 1_000))).toEqual(['电池>=90%1°C'])
  })

  test('loses and adds nothing, whatever the text and the width', () => {
    const characters = fc.constantFrom(...'外观轻微划痕（），。：“”ab 1-. 九成新Z'.split(''))
    fc.assert(
      fc.property(
        fc.array(characters, { maxLength: 80 }),
        fc.integer({ min: 12, max: 300 }),
        (all, width) => {
          const text = all.join('')
          const lines = set(text, width)
          expect(wordsOf(lines).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
          for (const runs of lines) expect(runs.length === 0 || (runs[0]?.x ?? 0) === 0).toBe(true)
        },
      ),
    )
  })
})
