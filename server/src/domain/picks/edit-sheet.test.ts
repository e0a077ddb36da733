import { randomUUID } from 'node:crypto'
import type { SheetEdit } from '@haowu/shared/sheet-edits.ts'
import { type BuiltShow, buildShow, buildSlots, buildSupplier } from '@haowu/server/test/build-show.ts'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { editSheet } from './edit-sheet.ts'
import { readSession } from './read-session.ts'
import { removeSlot } from './remove-slot.ts'
import { resolveEdit } from './resolve-edit.ts'

let t: TestDatabase
let supplierId: string
let show: BuiltShow
let slots: string[]
beforeAll(async () => {
  t = await createTestDatabase()
  supplierId = await buildSupplier(t)
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(async () => {
  show = await buildShow(t)
  slots = (await buildSlots(t, show, { count: 4, supplierId })).map(({ slotId }) => slotId)
})

type Wish = Pick<SheetEdit, 'field' | 'value'> & { slot: number; base?: number }
const wish = ({ slot, base = 1, ...rest }: Wish) =>
  ({ editId: randomUUID(), slotId: slots[slot] ?? '', base, ...rest }) as SheetEdit
const send = (...edits: SheetEdit[]) => editSheet(t, { ...show, edits, actor: 'user:a' })
const outcomes = async (...edits: SheetEdit[]) => (await send(...edits)).map(({ outcome }) => outcome)
const sheet = () => readSession(t, show)
const order = async () => (await sheet()).slots.map(({ slotId }) => slots.indexOf(slotId))

describe('edits of a run sheet', () => {
  test('go in together: order, minutes and words', async () => {
    expect(
      await outcomes(
        wish({ slot: 3, field: 'place', value: [] }),
        wish({ slot: 0, field: 'minutes', value: 9 }),
        wish({ slot: 0, field: 'script', value: '成色很好' }),
      ),
    ).toEqual(['applied', 'applied', 'applied'])
    expect(await order()).toEqual([3, 0, 1, 2])
    const seen = await sheet()
    expect(seen.slots.map(({ position }) => position)).toEqual([1, 2, 3, 4])
    expect(seen.slots[1]).toMatchObject({
      minutes: 9,
      script: '成色很好',
      minutesVersion: 2,
      scriptVersion: 2,
    })
  })

  test('of two who did not see each other, the second is kept beside the first until somebody chooses', async () => {
    await send(wish({ slot: 0, field: 'script', value: '先到的话术' }))
    const second = wish({ slot: 0, field: 'script', value: '后到的话术' })
    const other = wish({ slot: 1, field: 'minutes', value: 7 })
    expect(await outcomes(second, other)).toEqual(['conflict', 'applied'])
    expect((await sheet()).openEdits).toMatchObject([
      { editId: second.editId, mine: '后到的话术', theirs: '先到的话术', outcome: 'conflict' },
    ])
    const choose = { ...show, editId: second.editId }
    await resolveEdit(t, { ...choose, keep: 'mine' })
    await resolveEdit(t, { ...choose, keep: 'theirs' })
    const { slots: rows, openEdits } = await sheet()
    expect(rows[0]).toMatchObject({ script: '后到的话术' })
    expect(openEdits).toEqual([])
  })

  test('sent again after a lost answer change nothing and are answered as before', async () => {
    const edit = wish({ slot: 2, field: 'minutes', value: 12 })
    expect(await outcomes(edit)).toEqual(['applied'])
    await send(wish({ slot: 2, base: 2, field: 'minutes', value: 20 }))
    expect(await outcomes(edit, edit)).toEqual(['applied', 'applied'])
    expect((await sheet()).slots[2]).toMatchObject({ minutes: 20 })
  })

  test('for a slot that was removed keep their words in sight', async () => {
    await removeSlot(t, { ...show, slotId: slots[1] ?? '' })
    expect(await outcomes(wish({ slot: 1, field: 'script', value: '写了很久的话术' }))).toEqual(['dropped'])
    expect((await sheet()).openEdits).toMatchObject([{ outcome: 'dropped', mine: '写了很久的话术' }])
  })

  test('of twenty editors at once, each about another slot or field, all go in', async () => {
    const edits = slots.flatMap((_, slot) => [
      wish({ slot, field: 'minutes', value: 30 + slot }),
      wish({ slot, field: 'script', value: `话术 ${slot}` }),
    ])
    await Promise.all(edits.map(edit => send(edit)))
    expect((await sheet()).slots.map(({ minutes, script }) => [minutes, script])).toEqual(
      slots.map((_, slot) => [30 + slot, `话术 ${slot}`]),
    )
  })

  test("are refused for another streamer's sheet, and with an id of another sheet", async () => {
    const edit = wish({ slot: 0, field: 'minutes', value: 3 })
    const stranger = await buildShow(t)
    const by = (streamerId: string, sessionId: string) =>
      editSheet(t, { streamerId, sessionId, edits: [edit], actor: 'user:b' })
    await expect(by(stranger.streamerId, show.sessionId)).rejects.toMatchObject({ code: 'not_found' })
    await send(edit)
    await expect(by(stranger.streamerId, stranger.sessionId)).rejects.toMatchObject({ code: 'bad_request' })
  })

  test('with words that must not be said are taken in and told, with why and what to say instead', async () => {
    await send(wish({ slot: 0, field: 'script', value: '全 网 最低，闭眼入' }))
    expect((await sheet()).slots[0]?.forbidden).toMatchObject([
      { word: '全网最低', why: 'absolute', suggestion: '今晚直播间价' },
    ])
  })
})
