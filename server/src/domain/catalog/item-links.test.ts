import { randomUUID } from 'node:crypto'
import { buildItem } from '@haowu/server/test/build-item.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())

describe('an item', () => {
  test('has no report but one about itself', async () => {
    const [item, other] = [await buildItem(t.db), await buildItem(t.db)]
    const give = (reportId: string) =>
      t.db.updateTable('item').set({ reportId }).where('id', '=', item.itemId).execute()
    await expect(give(other.reportId)).rejects.toMatchObject({ code: '23503' })
    await expect(give(randomUUID())).rejects.toMatchObject({ code: '23503' })
    await expect(give(item.reportId)).resolves.toBeDefined()
  })

  test('has no feed vouching for its stock that its supplier does not have', async () => {
    const { itemId } = await buildItem(t.db)
    const stockFeedId = randomUUID()
    await expect(
      t.db.updateTable('item').set({ stockFeedId }).where('id', '=', itemId).execute(),
    ).rejects.toMatchObject({ code: '23503' })
  })

  test('begins with neither, and nothing is asked for it', async () => {
    const { rows } = await t.owner.query(
      `SELECT conname FROM pg_constraint WHERE conrelid = 'item'::regclass AND contype = 'f'`,
    )
    expect(rows).toEqual([])
  })
})
