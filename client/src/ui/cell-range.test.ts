import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CellRange,
  edgesOf,
  oneCell,
  rangeAfter,
  writeCells,
  writeCellsAsTable,
} from '#ui/cell-range.ts'
import { readCells } from '#ui/clipboard-cells.ts'

const size = { rows: 100, columns: 5 }
const press = (key: string, more: { shiftKey?: boolean; ctrlKey?: boolean } = {}) => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
})
const after = (range: CellRange, ...keys: ReturnType<typeof press>[]) =>
  keys.reduce((now, key) => rangeAfter(now, key, { size, page: 20 }) ?? now, range)

test('arrows move one cell, with Shift they stretch the choice from where it began', () => {
  const start = oneCell({ row: 3, column: 2 })
  expect(after(start, press('ArrowDown'), press('ArrowRight'))).toEqual(oneCell({ row: 4, column: 3 }))
  const drawn = after(start, press('ArrowUp', { shiftKey: true }), press('ArrowLeft', { shiftKey: true }))
  expect(drawn).toEqual({ anchor: { row: 3, column: 2 }, head: { row: 2, column: 1 } })
  expect(edgesOf(drawn)).toEqual({ top: 2, bottom: 3, left: 1, right: 2 })
})

test('a page, the ends of a line, the ends of all, and everything', () => {
  const start = oneCell({ row: 50, column: 2 })
  expect(after(start, press('PageDown')).head.row).toBe(70)
  expect(after(start, press('End')).head).toEqual({ row: 50, column: 4 })
  expect(after(start, press('Home', { ctrlKey: true })).head).toEqual({ row: 0, column: 0 })
  expect(edgesOf(after(start, press('a', { ctrlKey: true })))).toEqual({
    top: 0,
    bottom: 99,
    left: 0,
    right: 4,
  })
  expect(rangeAfter(start, press('x'), { size, page: 20 })).toBeUndefined()
})

test('no keys lead out of the grid', () => {
  const keys = fc.constantFrom(
    'ArrowUp',
    'ArrowDown',
    'ArrowLeft',
    'ArrowRight',
    'PageUp',
    'PageDown',
    'Home',
    'End',
    'a',
  )
  const presses = fc.array(fc.record({ key: keys, shiftKey: fc.boolean(), ctrlKey: fc.boolean() }), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(presses, typed => {
      const { top, bottom, left, right } = edgesOf(
        after(oneCell({ row: 0, column: 0 }), ...typed.map(({ key, ...more }) => press(key, more))),
      )
      expect(top).toBeGreaterThanOrEqual(0)
      expect(bottom).toBeLessThan(size.rows)
      expect(left).toBeGreaterThanOrEqual(0)
      expect(right).toBeLessThan(size.columns)
    }),
  )
})

test('what is copied is what a spreadsheet, and our own paste, read', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', '1', '.', ' ', '货') })
  const table = fc
    .integer({ min: 1, max: 4 })
    .chain(width =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
    )
  fc.assert(
    fc.property(table, lines => {
      fc.pre(lines.at(-1)?.at(-1) !== '' && lines[0]?.[0] !== '')
      expect(readCells(writeCells(lines))).toEqual(lines)
    }),
  )
})

test('as a table, a long number is marked as text, an amount is not, and no text becomes markup', () => {
  expect(
    writeCellsAsTable(
      [
        ['261124610227372674', '12.30'],
        ['<b>&', ''],
      ],
      [false, true],
    ),
  ).toBe(
    `<table><tr><td style='mso-number-format:"\\@"'>261124610227372674</td><td>12.30</td></tr>` +
      `<tr><td style='mso-number-format:"\\@"'>&lt;b&gt;&amp;</td><td></td></tr></table>`,
  )
})
