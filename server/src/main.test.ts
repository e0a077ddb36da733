import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateQueueSchema } from '#gateways/queue-backend.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await createTestDatabase()
  await migrateQueueSchema(t.url)
})
afterAll(() => t[Symbol.asyncDispose]())

function startServer(env: Record<string, string>): ChildProcess & { stderr: NodeJS.ReadableStream } {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts')], {
    env: { LOG_LEVEL: 'silent', FILES_DIR: path.join(tmpdir(), 'haowu-main-test'), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const { stderr } = child
  if (!stderr) throw new Error('no pipe')
  return Object.assign(child, { stderr })
}

async function exitOf(child: ChildProcess): Promise<number | null> {
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  return code
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

test('wrong settings end the start with their names, no value and no stack', async () => {
  const child = startServer({ DATABASE_URL: 'hidden-value', PORT: 'hidden-too' })
  const [told, code] = await Promise.all([text(child.stderr), exitOf(child)])
  expect(code).toBe(1)
  expect(told).toMatch(/PORT must[^]*DATABASE_URL must/)
  expect(told).not.toMatch(/hidden|\bat .*:\d+/)
})

test('a taken port ends the start with one sentence', async () => {
  const holder = createServer().listen(0, '127.0.0.1')
  await once(holder, 'listening')
  const { port } = holder.address() as AddressInfo
  const child = startServer({ DATABASE_URL: t.url, PORT: String(port) })
  const [told, code] = await Promise.all([text(child.stderr), exitOf(child)])
  holder.close()
  expect([code, told]).toEqual([
    1,
    `Port ${port} is taken by another program: stop it, or set PORT to a free one.\n`,
  ])
})

test('SIGTERM in the middle of requests: each is answered, and the process ends by itself', async () => {
  const port = await freePort()
  const child = startServer({ DATABASE_URL: t.url, PORT: String(port), DEMO: 'true' })
  const url = `http://127.0.0.1:${port}`
  await waitUntilReady(url)
  const begun = await Promise.all(
    Array.from({ length: 5 }, () => beginRequest(`${url}/api/trpc/demo.advanceClock`)),
  )
  child.kill('SIGTERM')
  await sleep(200)
  const began = Date.now()
  // The bodies arrive after the signal; an answer is an answer, also that nobody is signed in.
  expect(await Promise.all(begun.map(finish => finish()))).toEqual(begun.map(() => 401))
  expect(await exitOf(child)).toBe(0)
  expect(Date.now() - began).toBeLessThan(25_000)
})

/** Resolves once the server has taken the request and waits for its body; what it returns sends that and reads the status. */
async function beginRequest(url: string): Promise<() => Promise<number | undefined>> {
  const headers = { 'content-type': 'application/json', expect: '100-continue' }
  const sent = httpRequest(url, { method: 'POST', headers })
  sent.flushHeaders()
  await once(sent, 'continue')
  return async () => {
    sent.end('{"days":1}')
    const [answer] = await once(sent, 'response')
    answer.resume()
    return answer.statusCode
  }
}

async function waitUntilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 150; tries++) {
    const ready = await fetch(`${url}/readyz`).then(
      answer => answer.ok,
      () => false,
    )
    if (ready) return
    await sleep(100)
  }
  throw new Error('the server did not become ready')
}
