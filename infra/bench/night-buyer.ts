import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'

export interface Piece {
  roomCode: string
  itemId: string
  priceFen: bigint
}

export interface Bought {
  /** From the press of the button to the cashier's page. */
  ms: number
  refused: number
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })
const WITHIN_MS = 60_000

/** How they pay: most at once, some after a refusal, some so that the rail tells us twice. */
const WAYS = [['pay'], ['pay'], ['pay'], ['pay'], ['pay_repeat'], ['refuse', 'pay']] as const

/** So many press the button at once; who gets it goes to the cashier and pays. Throws when nobody or more than one gets it. */
export async function buyPiece(
  origin: string,
  piece: Piece,
  { buyers, odd }: { buyers: number; odd: number },
): Promise<Bought> {
  const began = performance.now()
  const answers = await Promise.all(Array.from({ length: buyers }, (_, n) => press(origin, piece, n)))
  const won = answers.flatMap(answer => (answer.status === 200 ? [answer.body] : []))
  const refused = answers.filter(({ status }) => status === 409).length
  const [payUrl] = won
  if (won.length !== 1 || refused !== buyers - 1 || !payUrl) {
    throw new Error(
      `of ${buyers} buyers ${won.length} got it: ${answers.map(({ text }) => text).join(' | ')}`,
    )
  }
  const ms = performance.now() - began
  for (const button of WAYS[odd % WAYS.length] ?? ['pay']) {
    const { status } = await send(`${origin}${new URL(payUrl).pathname}`, {
      type: 'application/x-www-form-urlencoded',
      body: `button=${button}`,
    })
    if (status !== 303) throw new Error(`the cashier answered ${status}`)
  }
  return { ms, refused }
}

async function press(origin: string, { roomCode, itemId, priceFen }: Piece, n: number) {
  const contact = {
    name: '欧阳小明',
    phone: `1381234567${n}`,
    region: '上海市 徐汇区',
    address: '漕溪北路 1 号 2 室',
  }
  const { status, text } = await send(`${origin}/api/trpc/checkout.start`, {
    type: 'application/json',
    body: JSON.stringify({
      roomCode,
      itemId,
      priceFen: String(priceFen),
      contact,
      idempotencyKey: randomUUID(),
    }),
  })
  const body =
    status === 200 ? (JSON.parse(text) as { result: { data: { payUrl: string } } }).result.data.payUrl : ''
  return { status, text, body }
}

interface Sent {
  type: string
  body: string
}

/** Sent again where the server had just closed the idle connection it would have come by, as browsers do. */
function send(url: string, sent: Sent): Promise<{ status: number; text: string }> {
  const { type, body } = sent
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body) }
    const call = request(url, { method: 'POST', agent, headers, timeout: WITHIN_MS }, res => {
      let text = ''
      res.setEncoding('utf8')
      res.on('data', (part: string) => {
        text += part
      })
      res.on('end', () => resolve({ status: res.statusCode ?? 0, text }))
      res.on('error', reject)
    })
    call.on('timeout', () => call.destroy(new Error(`no answer from ${url} in time`)))
    call.on('error', (error: NodeJS.ErrnoException) => {
      if (call.reusedSocket && error.code === 'ECONNRESET') resolve(send(url, sent))
      else reject(error)
    })
    call.end(body)
  })
}
