import type { Server } from 'node:http'

/** On a free port of this machine; answers which. */
export function listenAnywhere(server: Server): Promise<number> {
  return new Promise(resolve =>
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
}
