import { describe, expect, test } from 'vitest'
import { movedBy, placeOfNextMark } from './grid-moves.ts'

const size = { rows: 3, columns: 4 }

describe('moving in a grid', () => {
  test.each([
    ['down', { row: 0, column: 1 }, { row: 1, column: 0 }, { row: 1, column: 1 }],
    ['not below the last line', { row: 2, column: 1 }, { row: 1, column: 0 }, { row: 2, column: 1 }],
    ['right, on into the next line', { row: 0, column: 3 }, { row: 0, column: 1 }, { row: 1, column: 0 }],
    ['left, back into the line before', { row: 1, column: 0 }, { row: 0, column: -1 }, { row: 0, column: 3 }],
    ['nowhere from the last cell', { row: 2, column: 3 }, { row: 0, column: 1 }, { row: 2, column: 3 }],
    ['to the end of the line', { row: 1, column: 1 }, { row: 0, column: Infinity }, { row: 1, column: 3 }],
  ])('goes %s', (_name, from, by, to) => expect(movedBy(from, by, size)).toEqual(to))

  test('the next mark is after this cell, and rows already mended are passed over', () => {
    const bad = { tone: 'danger' }
    const rows = [
      { state: 'open', cells: [bad, {}, bad] },
      { state: 'fixed', cells: [bad, {}, {}] },
      { state: 'open', cells: [{}, { tone: 'warning' }, bad] },
    ]
    expect(placeOfNextMark(rows, { row: 0, column: 0 })).toEqual({ row: 0, column: 2 })
    expect(placeOfNextMark(rows, { row: 0, column: 2 })).toEqual({ row: 2, column: 2 })
    expect(placeOfNextMark(rows, { row: 2, column: 2 })).toBeUndefined()
  })
})
