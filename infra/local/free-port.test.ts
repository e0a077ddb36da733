import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { choosePort, whyNotListen } from './free-port.ts'

test('a port that is taken is named as such, and another is chosen', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await whyNotListen(port, '127.0.0.1')).toBe('EADDRINUSE')
  expect(await choosePort(port)).not.toBe(port)
  server.close()
  await once(server, 'close')
  expect(await choosePort(port)).toBe(port)
})
