import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** Asks what a buyer's phone asks, over and over, until it is told to stop; then tells the 99th percentile in ms. */
const CALLERS = 8
const PAUSE_MS = 20
const [port = ''] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: CALLERS })
const url = `http://127.0.0.1:${port}/api/trpc/checkout.get?input=${encodeURIComponent(JSON.stringify({ linkToken: 'A'.repeat(32) }))}`
const took: number[] = []
let stopped = false

process.on('message', () => {
  stopped = true
})
// The first answers warm the server up and are not counted.
await Promise.all(Array.from({ length: CALLERS }, ask))
process.send?.('calling')
await Promise.all(
  Array.from({ length: CALLERS }, async () => {
    while (!stopped) {
      const began = performance.now()
      await ask()
      took.push(performance.now() - began)
      await sleep(PAUSE_MS)
    }
  }),
)
agent.destroy()
took.sort((a, b) => a - b)
process.send?.(took[Math.floor(took.length * 0.99)] ?? Number.NaN)
process.disconnect()

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, answer => {
      if (answer.statusCode !== 200 && answer.statusCode !== 404)
        reject(new Error(`the server answered ${answer.statusCode}`))
      answer.resume().on('end', resolve)
    }).on('error', reject)
  })
}
