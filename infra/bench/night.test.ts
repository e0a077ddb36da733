import { expect, test } from 'vitest'
import { playNight, SHORT_NIGHT } from './night.ts'

test('a short night: each piece is sold once for its money, every viewer hears of it, and the ledger proves', async () => {
  const url = process.env.TEST_DATABASE_URL ?? expect.fail('no test database: run the tests with `npm test`')
  const figures = await playNight(url, { ...SHORT_NIGHT, orders: 120, seconds: 4 })
  expect(figures).toMatchObject({ orders: 120, refused_buyers: 120 })
  expect(figures.sales_heard).toBe(figures.sales_to_be_heard)
}, 120_000)
