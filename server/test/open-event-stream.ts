import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { LiveMessage } from '@haowu/shared/live-events.ts'

export interface OpenedStream {
  status: number
  headers: Record<string, string | string[] | undefined>
  /** What was said so far, in order. */
  messages: LiveMessage[]
  comments: number
  /** Milliseconds after which a browser would come back, as the server asked. */
  retryMs: number | undefined
  /** Resolves with the first message that fits, also one said before. */
  next(fits: (message: LiveMessage) => boolean): Promise<LiveMessage>
  ended: Promise<void>
  socket: Socket
  close(): void
}

/** A browser's EventSource in a few lines, over a real connection. */
export function openEventStream(url: string, headers: Record<string, string> = {}): Promise<OpenedStream> {
  return new Promise((resolve, reject) => {
    const call = request(url, { headers: { accept: 'text/event-stream', ...headers }, agent: false })
    call.on('error', reject)
    call.on('response', res => {
      const waiting: { fits: (message: LiveMessage) => boolean; told: (message: LiveMessage) => void }[] = []
      const ended = Promise.withResolvers<void>()
      const stream: OpenedStream = {
        status: res.statusCode ?? 0,
        headers: res.headers,
        messages: [],
        comments: 0,
        retryMs: undefined,
        next: fits =>
          new Promise(told => {
            const known = stream.messages.find(fits)
            if (known) told(known)
            else waiting.push({ fits, told })
          }),
        ended: ended.promise,
        socket: res.socket,
        close: () => call.destroy(),
      }
      let rest = ''
      res.setEncoding('utf8')
      res.on('data', (text: string) => {
        const blocks = (rest + text).split('\n\n')
        rest = blocks.pop() ?? ''
        for (const block of blocks) {
          const data = /^data: (.*)$/m.exec(block)?.[1]
          if (block.startsWith(':')) stream.comments += 1
          const retry = /^retry: (\d+)$/m.exec(block)?.[1]
          if (retry) stream.retryMs = Number(retry)
          if (data === undefined) continue
          const message = JSON.parse(data) as LiveMessage
          stream.messages.push(message)
          for (const each of waiting.splice(0)) {
            if (each.fits(message)) each.told(message)
            else waiting.push(each)
          }
        }
      })
      res.on('close', () => ended.resolve())
      res.on('error', () => {})
      resolve(stream)
    })
    call.end()
  })
}
