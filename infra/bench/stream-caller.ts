import { connect, type Socket } from 'node:net'

/**
 * So many viewers of a room, in a process of their own: told `{port, path, streams}` it opens them and answers `open`; told
 * `{await: text}` it answers `heard` once each of them has received that text. Told `count`, it answers how many sales all of them heard of.
 */
export interface OpenStreams {
  port: number
  /** Viewers are spread over these in turn. */
  paths: string[]
  streams: number
}

/** So that no more connections wait to be accepted than a server keeps waiting. */
const AT_ONCE = 200

const sockets: Socket[] = []
const SOLD = '"standing":"sold"'
let sold = 0
let awaited: { text: Buffer; left: Set<Socket> } | undefined

process.on('message', (told: OpenStreams | { await: string } | 'count') => {
  if (told === 'count') process.send?.({ sold })
  else if ('await' in told) {
    awaited = { text: Buffer.from(told.await), left: new Set(sockets) }
    process.send?.('waiting')
  } else {
    openAll(told).then(
      () => process.send?.('open'),
      (error: Error) => process.send?.(error.message),
    )
  }
})

async function openAll({ port, paths, streams }: OpenStreams): Promise<void> {
  for (let opened = 0; opened < streams; opened += AT_ONCE) {
    const few = Math.min(AT_ONCE, streams - opened)
    await Promise.all(
      Array.from({ length: few }, (_, n) => openOne(port, paths[(opened + n) % paths.length] ?? '')),
    )
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
    let rest = ''
    socket.on('data', chunk => {
      // A frame may come in two pieces; what is shorter than the text cannot hold it.
      const text = rest + chunk.toString('latin1')
      sold += text.split(SOLD).length - 1
      rest = text.slice(1 - SOLD.length)
      if (rest.includes(SOLD)) rest = ''
      if (!awaited?.left.has(socket) || !chunk.includes(awaited.text)) return
      awaited.left.delete(socket)
      if (awaited.left.size === 0) process.send?.('heard')
    })
  })
}
