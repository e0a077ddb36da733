import { createServer } from 'node:net'

/** `preferred` when nothing listens there, else a port that the system says is free. */
export async function choosePort(preferred: number | undefined, host = '127.0.0.1'): Promise<number> {
  if (preferred !== undefined && (await whyNotListen(preferred, host)) === undefined) return preferred
  return await listenBriefly(0, host)
}

/** The error code that listening on this port meets (`EADDRINUSE`, `EACCES`…), or undefined when it is free. */
export async function whyNotListen(port: number, host: string): Promise<string | undefined> {
  try {
    await listenBriefly(port, host)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

function listenBriefly(port: number, host: string): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port))
    })
  })
}
