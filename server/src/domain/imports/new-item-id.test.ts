import { expect, test } from 'vitest'
import { z } from 'zod'
import { newItemId } from './new-item-id.ts'

test('every id is one of version 7 that our own doors accept, and they rise in the order they were made', () => {
  const ids = Array.from({ length: 10_000 }, newItemId)
  expect(ids.filter(id => !z.uuidv7().safeParse(id).success)).toEqual([])
  expect(ids).toEqual([...new Set(ids)].sort())
})
