import { type FeedServer, openFeedServer } from '@haowu/server/test/feed-server.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { askErp, throttled } from './ask-erp.ts'

let server: FeedServer
beforeAll(async () => {
  server = await openFeedServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const shape = z.object({ busy: z.boolean() })
type Answer = z.output<typeof shape>

function ask(pauses: number[]): Promise<Answer> {
  let tries = 0
  return askErp({
    http: server.http,
    request: () => ({ url: `${server.origin}/?try=${++tries}`, signal: AbortSignal.timeout(10_000) }),
    shape,
    failureOf: ({ busy }) => (busy ? throttled() : null),
    sleep: async ms => void pauses.push(ms),
  })
}

test('an ERP that is asked too often is asked again after a rest, each time with a new signature', async () => {
  server.play(({ url }) => ({ busy: url.searchParams.get('try') !== '3' }))
  const pauses: number[] = []
  expect(await ask(pauses)).toEqual({ busy: false })
  expect(pauses).toHaveLength(2)
})

test('one that stays busy is left to the schedule, after longer than the minute by which it counts could last', async () => {
  server.play(() => ({ busy: true }))
  const pauses: number[] = []
  await expect(ask(pauses)).rejects.toMatchObject({
    failure: 'throttled',
    facts: { retryAfterSeconds: 60 },
  })
  expect(pauses).toHaveLength(5)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(64_000)
})
