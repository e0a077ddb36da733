import { expect, test } from 'vitest'
import { diffOf, leavesOf } from '#features/rules/rule-kinds.ts'

test('a value is read leaf by leaf', () =>
  expect(leavesOf({ steps: [{ belowFen: '1' }], capFen: '2', none: [] })).toEqual([
    ['steps.1.belowFen', '1'],
    ['capFen', '2'],
    ['none', '–'],
  ]))

test('a diff shows what changed, what came and what went', () =>
  expect(diffOf({ a: 1, gone: 2, same: 3 }, { a: 9, same: 3, fresh: 4 })).toEqual([
    { path: 'a', before: 1, after: 9 },
    { path: 'same', before: 3, after: 3 },
    { path: 'fresh', before: undefined, after: 4 },
    { path: 'gone', before: 2, after: undefined },
  ]))
