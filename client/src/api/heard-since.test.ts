import type { LiveMessage } from '@haowu/shared/live-events.ts'
import { expect, test } from 'vitest'
import { HeardSince } from '#api/heard-since.ts'

const event = (id: string, payload: LiveMessage['payload'] = {}): LiveMessage => ({
  id,
  kind: 'price_changed',
  payload,
})
const since = () =>
  new HeardSince<string[]>((shown, { id, payload }) => (payload.vague ? undefined : [...shown, id]))

test('a look that began before an event does not put back what the event changed', async () => {
  const heard = since()
  heard.hear(event('before'))
  await new Promise(resolve => setTimeout(resolve, 5))
  const answer = Promise.withResolvers<string[]>()
  const reading = heard.read(() => answer.promise)
  heard.hear(event('during'))
  heard.hear(event('vague', { vague: true }))
  heard.hear(event('also'))
  answer.resolve(['read'])
  expect(await reading).toEqual(['read', 'during', 'also'])
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(await heard.read(async () => ['later'])).toEqual(['later'])
})
