import { connect, type Socket } from 'node:net'

/**
 * So many viewers of a room, in a process of their own: told `{port, path, streams}` it opens them and answers `open`; told
 * `{await: text}` it answers `heard` once each of them has received that text. Then `close`.
 */
export interface OpenStreams {
  port: number
  path: string
  streams: number
}

/** So that no more connections wait to be accepted than a server keeps waiting. */
const AT_ONCE = 200

const sockets: Socket[] = []
let awaited: { text: Buffer; left: Set<Socket> } | undefined

process.on('message', (told: OpenStreams | { await: string } | 'close') => {
  if (told === 'close') {
    for (const socket of sockets.splice(0)) socket.destroy()
  } else if ('await' in told) {
    awaited = { text: Buffer.from(told.await), left: new Set(sockets) }
    process.send?.('waiting')
  } else {
    openAll(told).then(
      () => process.send?.('open'),
      (error: Error) => process.send?.(error.message),
    )
  }
})

async function openAll({ port, path, streams }: OpenStreams): Promise<void> {
  for (let opened = 0; opened < streams; opened += AT_ONCE) {
    const few = Math.min(AT_ONCE, streams - opened)
    await Promise.all(Array.from({ length: few }, () => openOne(port, path)))
  }
}

function openOne(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    sockets.push(socket)
    socket.on('error', reject)
    socket.write(`GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\naccept: text/event-stream\r\n\r\n`)
    socket.once('data', head => {
      if (head.toString('latin1').startsWith('HTTP/1.1 200')) resolve()
      else reject(new Error(`a stream was answered ${head.toString('latin1').split('\r\n')[0]}`))
    })
    socket.on('data', chunk => {
      if (!awaited?.left.has(socket) || !chunk.includes(awaited.text)) return
      awaited.left.delete(socket)
      if (awaited.left.size === 0) process.send?.('heard')
    })
  })
}
