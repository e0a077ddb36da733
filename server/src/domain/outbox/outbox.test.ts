import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/test-database.ts'
import { announce } from './announce.ts'
import { claimDue } from './claim-due.ts'
import { MOST_TRIES } from './events.ts'
import { failEvent, finishEvents, unclaimEvents } from './finish-event.ts'
import { receiveOnce } from './receive-once.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
})
afterAll(() => t[Symbol.asyncDispose]())
beforeEach(() => t.owner.query('TRUNCATE outbox, inbox'))

const announceSale = (orderId: string = randomUUID()) =>
  t.db
    .transaction()
    .execute(trx => announce(trx, 'order_paid', { key: `order:${orderId}:paid`, payload: { orderId } }))
const makeDue = () => t.owner.query('UPDATE outbox SET next_at = clock_timestamp()')
const only = async () => (await t.db.selectFrom('outbox').selectAll().execute())[0]

describe('announce', () => {
  test('stores the fact once, however often it is said', async () => {
    const orderId = randomUUID()
    await Promise.all([announceSale(orderId), announceSale(orderId), announceSale(orderId)])
    const events = await claimDue(t.db, 10)
    expect(events).toMatchObject([{ kind: 'order_paid', payload: { orderId }, tries: 1 }])
  })

  test('leaves nothing behind when the transaction of the fact is rolled back', async () => {
    const orderId = randomUUID()
    const failing = t.db.transaction().execute(async trx => {
      await announce(trx, 'order_paid', { key: 'k', payload: { orderId } })
      throw new Error('the fact did not happen')
    })
    await expect(failing).rejects.toThrow('the fact did not happen')
    expect(await claimDue(t.db, 10)).toEqual([])
  })

  test('refuses a payload that carries more than the id', async () => {
    const payload = { orderId: randomUUID(), phone: '13800000000' }
    await expect(
      t.db.transaction().execute(trx => announce(trx, 'order_paid', { key: 'k', payload })),
    ).rejects.toThrow()
  })
})

describe('claimDue', () => {
  test('hands each event to one of several dispatchers', async () => {
    for (let n = 0; n < 30; n++) await announceSale()
    const claims = await Promise.all([1, 2, 3, 4].map(() => claimDue(t.db, 10)))
    const ids = claims.flat().map(event => event.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBe(30)
  })

  test('backs off further after each delivery that nobody finished', async () => {
    await announceSale()
    const waits: number[] = []
    for (let n = 0; n < 9; n++) {
      await makeDue()
      await claimDue(t.db, 1)
      const { rows } = await t.owner.query(
        'SELECT extract(epoch FROM next_at - clock_timestamp())::float AS seconds FROM outbox',
      )
      waits.push(rows[0].seconds)
    }
    for (const [n, seconds] of waits.entries()) {
      const expected = Math.min(600, 10 * 2 ** n)
      expect(seconds).toBeGreaterThan(expected * 0.75)
      expect(seconds).toBeLessThan(expected * 1.25)
    }
    expect(await claimDue(t.db, 1)).toEqual([])
  })

  test('what this version cannot read is set aside and holds nobody up', async () => {
    await announceSale()
    await t.db
      .insertInto('outbox')
      .values([
        { kind: 'from_the_future', key: 'k1', payload: '{}' },
        { kind: 'order_paid', key: 'k2', payload: '{"orderId":7}' },
      ])
      .execute()
    expect(await claimDue(t.db, 10)).toHaveLength(1)
    await makeDue()
    expect(await claimDue(t.db, 10)).toHaveLength(1)
    expect(
      await t.db.selectFrom('outbox').where('deadAt', 'is not', null).select('id').execute(),
    ).toHaveLength(2)
  })

  test('an attempt that never reached the queue does not count', async () => {
    await announceSale()
    const events = await claimDue(t.db, 1)
    await unclaimEvents(
      t.db,
      events.map(event => event.id),
    )
    expect((await only())?.tries).toBe(0)
  })
})

describe('finishEvents and failEvent', () => {
  test('a finished event is never due again, and finishing twice says so', async () => {
    await announceSale()
    const [event] = await claimDue(t.db, 1)
    const id = event?.id ?? ''
    expect(await finishEvents(t.db, [id])).toBe(1)
    expect(await finishEvents(t.db, [id])).toBe(0)
    await makeDue()
    expect(await claimDue(t.db, 1)).toEqual([])
  })

  test('the eighth failure is the last', async () => {
    await announceSale()
    const deaths: boolean[] = []
    for (let n = 0; n < MOST_TRIES; n++) {
      await makeDue()
      const [event] = await claimDue(t.db, 1)
      deaths.push((await failEvent(t.db, { id: event?.id ?? '', error: new Error(`no ${n}`) })).dead)
    }
    expect(deaths).toEqual([...Array(MOST_TRIES - 1).fill(false), true])
    await makeDue()
    expect(await claimDue(t.db, 1)).toEqual([])
    expect((await only())?.lastError).toBe('Error: no 7')
  })

  test('keeps an error that holds NUL, a broken surrogate and a megabyte', async () => {
    await announceSale()
    const [event] = await claimDue(t.db, 1)
    await failEvent(t.db, { id: event?.id ?? '', error: new Error(`a\0b\ud800${'x'.repeat(1_000_000)}`) })
    const text = (await only())?.lastError ?? ''
    expect(text.slice(0, 11)).toBe('Error: a\uFFFDb\uFFFD')
    expect(text.length).toBe(2_000)
  })
})

describe('receiveOnce', () => {
  test('of many receivers at once exactly one acts', async () => {
    const receive = () => t.db.transaction().execute(trx => receiveOnce(trx, 'split:1'))
    const answers = await Promise.all(Array.from({ length: 8 }, receive))
    expect(answers.filter(Boolean).length).toBe(1)
    expect(await receive()).toBe(false)
  })

  test('an effect that failed may be received again', async () => {
    const failing = t.db.transaction().execute(async trx => {
      await receiveOnce(trx, 'split:2')
      throw new Error('the effect failed')
    })
    await expect(failing).rejects.toThrow()
    expect(await t.db.transaction().execute(trx => receiveOnce(trx, 'split:2'))).toBe(true)
  })
})
