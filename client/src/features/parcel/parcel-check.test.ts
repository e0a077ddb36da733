import { describe, expect, test } from 'vitest'
import { forgetCheck, keepCheck, readCheck } from './keep-check.ts'
import { fieldsToCheck, NOTHING_CHECKED, type ParcelCheck, sumUp, tickTheRest } from './parcel-check.ts'

const report = {
  lines: [
    { key: 'cosmetic', zh: '外观', en: 'Cosmetic', valueZh: '轻微划痕', valueEn: 'Light marks' },
    { key: 'battery_pct', zh: '电池健康', en: 'Battery health', valueZh: '91%', valueEn: '91%' },
  ],
}
const facts = {
  item: { category: 'phone', brand: null, model: null, title: '小米 14', identity: 'IMEI:356938035643809' },
  defects: '',
}
const words = { language: 'zh-CN', noDefects: '未发现其他瑕疵' }
const fields = fieldsToCheck(report, facts, words)
const check = (ticks: ParcelCheck['ticks']): ParcelCheck => ({ ...NOTHING_CHECKED, ticks })

describe('what a buyer checks', () => {
  test('is the piece, its number, each parameter in his language, and the defects', () => {
    expect(fields.map(({ key, expected }) => [key, expected])).toEqual([
      ['piece', '小米 14'],
      ['identity', '356938035643809'],
      ['cosmetic', '轻微划痕'],
      ['battery_pct', '91%'],
      ['defects', '未发现其他瑕疵'],
    ])
    expect(fieldsToCheck(report, facts, { ...words, language: 'en' })[2]).toMatchObject({
      name: 'Cosmetic',
      expected: 'Light marks',
    })
  })

  test('leaves the number out where a piece has none', () => {
    const bare = fieldsToCheck(report, { ...facts, item: { ...facts.item, identity: null } }, words)
    expect(bare.map(({ key }) => key)).not.toContain('identity')
  })
})

describe('the sum of a check', () => {
  test('counts what was looked at, and sends only differences that are put in words', () => {
    const ticked = check({
      cosmetic: { verdict: 'differs', found: '  右上角磕碰 ' },
      battery_pct: { verdict: 'differs', found: ' ' },
      piece: { verdict: 'same', found: '' },
      gone: { verdict: 'differs', found: 'of a template that is no more' },
    })
    expect(sumUp(fields, ticked)).toEqual({
      checked: 3,
      total: 5,
      differences: [{ key: 'cosmetic', expected: '轻微划痕', found: '右上角磕碰' }],
      wordless: ['battery_pct'],
    })
  })

  test('with the rest ticked as reported keeps every difference', () => {
    const ticked = check({ cosmetic: { verdict: 'differs', found: '磕碰' } })
    const sum = sumUp(fields, tickTheRest(fields, ticked))
    expect(sum).toMatchObject({ checked: 5, total: 5, differences: [{ key: 'cosmetic' }] })
  })
})

describe('a check on the device', () => {
  function storage(broken = false) {
    const kept = new Map<string, string>()
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (broken) throw new Error('quota')
        kept.set(key, value)
      },
      removeItem: (key: string) => void kept.delete(key),
    }
  }

  test('is there again after a reload, and gone once it was sent', () => {
    const place = storage()
    const ticked = { ...check({ piece: { verdict: 'same', found: '' } }), statement: '屏幕有裂纹' }
    expect(keepCheck('261112', ticked, place)).toBe(true)
    expect(readCheck('261112', place)).toEqual(ticked)
    expect(readCheck('other', place)).toEqual(NOTHING_CHECKED)
    forgetCheck('261112', place)
    expect(readCheck('261112', place)).toEqual(NOTHING_CHECKED)
  })

  test('survives a full disk and rubbish in its place', () => {
    expect(keepCheck('261112', NOTHING_CHECKED, storage(true))).toBe(false)
    const place = storage()
    for (const rubbish of ['{', 'null', '7', '{"ticks":null}', '{"ticks":{}}']) {
      place.kept.set('haowu.parcel.261112', rubbish)
      expect(readCheck('261112', place), rubbish).toEqual(NOTHING_CHECKED)
    }
  })
})
