import { expect, test } from 'vitest'
import { serverConnections } from './server-connections.ts'

test('the server gets four connections per core, but never fewer than a small shop needs nor more than 20', () => {
  expect([1, 2, 3, 4, 5, 64].map(serverConnections)).toEqual([8, 8, 12, 16, 20, 20])
})
