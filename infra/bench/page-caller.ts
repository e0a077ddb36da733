import { connect, type Socket } from 'node:net'

/**
 * Asks a server for one path as fast as it answers, over connections that stay open, from a process of its own. Told
 * `{port, path, requests}`, it answers `done` or the first thing that was not as expected. It reads no more than it must,
 * so that the server is what is measured.
 */
const CONNECTIONS = 16
const HEAD_END = '\r\n\r\n'

export interface Call {
  port: number
  path: string
  requests: number
}

process.on('message', (call: Call) => {
  rush(call).then(
    () => process.send?.('done'),
    (error: Error) => process.send?.(error.message),
  )
})

async function rush({ port, path, requests }: Call): Promise<void> {
  let left = requests
  const request = Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost:${port}\r\naccept: */*\r\n\r\n`)
  const takeOne = () => left-- > 0
  await Promise.all(Array.from({ length: CONNECTIONS }, () => askInTurn({ port, request, takeOne })))
}

interface Turn {
  port: number
  request: Buffer
  takeOne(): boolean
}

async function askInTurn({ port, request, takeOne }: Turn): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  try {
    while (takeOne()) {
      socket.write(request)
      await readAnswer(socket)
    }
  } finally {
    socket.destroy()
  }
}

function readAnswer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const settle = (error?: Error) => {
      socket.off('data', take).off('error', settle).off('close', closed)
      if (error) reject(error)
      else resolve()
    }
    const closed = () => settle(new Error('the server hung up'))
    const take = (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const headEnd = received.indexOf(HEAD_END)
      if (headEnd === -1) return
      const head = received.toString('latin1', 0, headEnd)
      if (!head.startsWith('HTTP/1.1 200')) settle(new Error(`the server answered ${head.split('\r\n')[0]}`))
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
      if (length === undefined) settle(new Error('an answer without a length'))
      else if (received.length >= headEnd + HEAD_END.length + Number(length)) settle()
    }
    socket.on('data', take).on('error', settle).on('close', closed)
  })
}
