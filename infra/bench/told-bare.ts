import { createServer, type ServerResponse } from 'node:http'
import pg from 'pg'
import { listenAnywhere } from './listen-anywhere.ts'
import type { Told } from './told.ts'

interface Bare {
  port: number
  act(): Told
  stop(): Promise<void>
}

/** The least that tells many screens of a committed fact: one row with its notification, and its text to every socket. */
export async function tellBare(url: string): Promise<Bare> {
  const [writer, listener] = [0, 1].map(() => new pg.Client({ connectionString: url }))
  if (!writer || !listener) throw new Error('no connections')
  for (const client of [writer, listener]) {
    client.on('error', () => {})
    await client.connect()
  }
  await writer.query('CREATE TABLE bare_fact (id text PRIMARY KEY)')
  const open = new Set<ServerResponse>()
  listener.on('notification', ({ payload }) => {
    const frame = Buffer.from(`data: ${payload}\n\n`)
    for (const screen of open) screen.write(frame)
  })
  await listener.query('LISTEN bare_fact')
  const server = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n')
    open.add(res)
    res.on('close', () => open.delete(res))
  })
  return {
    port: await listenAnywhere(server),
    act() {
      const text = crypto.randomUUID()
      return {
        text,
        async run() {
          const began = performance.now()
          await writer.query(
            `WITH told AS (INSERT INTO bare_fact VALUES ($1) RETURNING id) SELECT pg_notify('bare_fact', id) FROM told`,
            [text],
          )
          return began
        },
      }
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await Promise.all([writer.end(), listener.end()])
    },
  }
}
