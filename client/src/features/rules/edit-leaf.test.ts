import { describe, expect, test } from 'vitest'
import { readLeaf, shownLeaf, withLeaf } from '#features/rules/edit-leaf.ts'

describe('a figure of a rule', () => {
  test.each([
    ['amountFen', '5000050', '50000.50', '60000', '6000000'],
    ['rateBps', 200, '2', '2.5', 250],
    ['rateBps', 205, '2.05', '0.01', 1],
    ['days', 7, '7', '14', 14],
    ['name', 'a', 'a', 'b', 'b'],
  ] as const)('%s %s is shown as %s, and %s is stored as %s', (path, leaf, shown, typed, stored) => {
    expect(shownLeaf(path, leaf)).toBe(shown)
    expect(readLeaf(path, typed, [[path, leaf]])).toBe(stored)
    expect(readLeaf(path, shown, [[path, leaf]])).toBe(leaf)
  })

  test.each([
    ['amountFen', '1', '1.005'],
    ['rateBps', 200, '2.555'],
    ['days', 7, 'a week'],
    ['days', 7, ''],
  ] as const)('%s refuses what it cannot hold: %s', (path, leaf, typed) =>
    expect(readLeaf(path, typed, [[path, leaf]])).toBeUndefined(),
  )

  test('is replaced where it stands', () =>
    expect(withLeaf({ steps: [{ a: 1 }, { a: 2 }], b: 3 }, 'steps.2.a', 9)).toEqual({
      steps: [{ a: 1 }, { a: 9 }],
      b: 3,
    }))
})
