import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** An ERP on this machine that gives its goods to whoever shows its key. */
export interface ErpStand extends AsyncDisposable {
  url: string
  /** What it has now; the price is in fen, as most of them count. */
  goods: { code: string; name: string; fen: number; stock: number }[]
  key: string
  asked: number
}

export async function openErpStand(): Promise<ErpStand> {
  const server = createServer((request, response) => {
    stand.asked++
    const known = request.headers.authorization === `Bearer ${stand.key}`
    response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' })
    response.end(JSON.stringify(known ? { data: { list: stand.goods, total: stand.goods.length } } : {}))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const stand: ErpStand = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/goods`,
    goods: [],
    key: 'erp-key',
    asked: 0,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
    },
  }
  return stand
}
