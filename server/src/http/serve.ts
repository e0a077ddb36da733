import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import type { Config } from '#config.ts'
import { SIZE_LIMITS, TIME_LIMITS } from './limits.ts'

export interface Serving {
  /** Where this machine itself reaches the server. */
  localUrl: string
  /** Takes no new connection, lets running requests end (20 s at most), then cuts what is left. */
  drain(): Promise<void>
}

/** Listens. A port that is taken or forbidden rejects with a sentence that says so. */
export async function serve(app: Express, { host, port }: Pick<Config, 'host' | 'port'>): Promise<Serving> {
  const server = createServer(
    {
      maxHeaderSize: SIZE_LIMITS.headerBytes,
      headersTimeout: TIME_LIMITS.headersMs,
      requestTimeout: TIME_LIMITS.uploadMs,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 5_000,
    },
    app,
  )
  server.maxConnections = SIZE_LIMITS.connections
  // Node drops headers beyond this number silently; one more than we allow lets us refuse them instead.
  server.maxHeadersCount = SIZE_LIMITS.headers * 2
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(new Error(explain(error, port))))
    server.listen(port, host, resolve)
  })
  const { port: listening } = server.address() as AddressInfo
  return {
    localUrl: `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${listening}`,
    drain: () =>
      new Promise(resolve => {
        const cut = setTimeout(() => server.closeAllConnections(), TIME_LIMITS.drainMs)
        server.close(() => {
          clearTimeout(cut)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

function explain(error: NodeJS.ErrnoException, port: number): string {
  if (error.code === 'EADDRINUSE')
    return `Port ${port} is taken by another program: stop it, or set PORT to a free one.`
  if (error.code === 'EACCES')
    return `Port ${port} needs more rights than this user has: set PORT to 1024 or higher.`
  return `Cannot listen on port ${port}: ${error.message}`
}
