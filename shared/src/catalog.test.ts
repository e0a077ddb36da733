import { expect, test } from 'vitest'
import { CATEGORY_BRANCHES, CATEGORY_CODES, CATEGORY_TREE } from './catalog.ts'

test('every category hangs on exactly one branch of the tree', () => {
  const leaves = CATEGORY_BRANCHES.flatMap(branch => [...CATEGORY_TREE[branch]])
  expect(leaves.toSorted()).toEqual(CATEGORY_CODES.toSorted())
  expect(Object.keys(CATEGORY_TREE).toSorted()).toEqual(CATEGORY_BRANCHES.toSorted())
})
