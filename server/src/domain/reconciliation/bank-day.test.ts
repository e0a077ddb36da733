import { describe, expect, test } from 'vitest'
import { readDayNear, readMoment, readShortDay } from './bank-day.ts'
import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { readExactFen } from './exact-amount.ts'

describe('a day as banks write it', () => {
  test.each([
    ['160230', '2016-02-29'],
    ['150230', '2015-02-28'],
    ['150229', '2015-02-28'],
    ['991231', '1999-12-31'],
    ['261131', null],
    ['260231', null],
    ['261300', null],
    ['26113', null],
  ])('%s is %s', (text, day) => expect(readShortDay(text)).toBe(day))

  test.each([
    ['0102', '2026-12-31', '2027-01-02'],
    ['1231', '2027-01-01', '2026-12-31'],
    ['0230', '2026-02-27', '2026-02-28'],
    ['1131', '2026-11-30', null],
  ])('%s beside %s is %s', (text, near, day) => expect(readDayNear(text, near)).toBe(day))

  test.each([
    ['20261130', '', '2026-11-29T16:00:00.000Z'],
    ['2026-1-3 9:05', '', '2026-01-03T01:05:00.000Z'],
    ['2026年11月30日', '101112', '2026-11-30T02:11:12.000Z'],
    ['2026-11-30 10:11:12', '', '2026-11-30T02:11:12.000Z'],
    ['2026-03-01 07:59:59', '', '2026-02-28T23:59:59.000Z'],
    ['2028-02-29 23:59:59', '', '2028-02-29T15:59:59.000Z'],
    ['2026-02-29 10:11:12', '', null],
    ['2026-11-31 00:00:00', '', null],
    ['2026-13-01 10:11:12', '', null],
    ['2026-11-30 24:00:00', '', null],
    ['2026/11/30 24:00:00', '', null],
    ['30 Nov 2026', '', '2026-11-29T16:00:00.000Z'],
    ['3-November-2026 09:05', '', '2026-11-03T01:05:00.000Z'],
    ['30 Foo 2026', '', null],
    ['11/30/2026', '', null],
    ['2026-02-30', '', null],
    ['45678', '', null],
    ['2026111', '', null],
    ['', '', null],
  ])('%s %s is %s', (day, time, at) => expect(readMoment(day, time)?.at.toISOString() ?? null).toBe(at))
})

describe('an amount', () => {
  test.each([
    ['100', '.', 10_000n],
    ['1,234,567.89', '.', 123_456_789n],
    ['-0.5', '.', -50n],
    ['2.00000', '.', 200n],
    ['2.00001', '.', null],
    ['12,34', '.', null],
    ['100,', ',', 10_000n],
    ['100,5', ',', 10_050n],
    ['100.50', ',', null],
    ['900719925474099.93', '.', 90_071_992_547_409_993n],
    ['1e3', '.', null],
    ['', '.', null],
  ] as const)('%s with %s is %s', (text, mark, fen) => expect(readExactFen(text, mark)).toBe(fen))

  test('is written as it is read', () => {
    for (const fen of [0n, 5n, -5n, 100n, -123_456n]) expect(readExactFen(writeYuan(fen))).toBe(fen)
  })
})
