import { EVENTS } from '@haowu/server/domain/outbox/events.ts'
import { QUEUE_NAMES } from '@haowu/shared/queue-names.ts'
import { expect, test } from 'vitest'
import { QUEUE_OF_EVENT } from './queue-of-event.ts'
import { QUEUES } from './queues.ts'

test('every queue has its row, and every event a queue', () => {
  expect(Object.keys(QUEUES).sort()).toEqual([...QUEUE_NAMES].sort())
  expect(Object.keys(QUEUE_OF_EVENT).sort()).toEqual(Object.keys(EVENTS).sort())
})

test('what no tick looks for is woken by events', () => {
  const woken = new Set<string>(Object.values(QUEUE_OF_EVENT))
  for (const name of QUEUE_NAMES) {
    if (QUEUES[name].everyMs === null) expect(woken).toContain(name)
  }
})
