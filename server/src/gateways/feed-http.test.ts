import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkFeedAddress } from './check-feed-address.ts'
import { createFeedHttp, type FeedHttpOptions } from './open-feed-http.ts'

let server: Server
let port: number
let answer: RequestListener = (_, response) => response.end()
let connections = 0
const http = createFeedHttp({ allowLoopback: true })
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response))
  server.on('connection', () => connections++)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  await http.close()
  server.closeAllConnections()
  server.close()
})

const signal = () => AbortSignal.timeout(10_000)
const here = () => `http://127.0.0.1:${port}/`

async function read(options: Partial<FeedHttpOptions> = {}, url = here()): Promise<string> {
  const client = createFeedHttp({ allowLoopback: true, ...options })
  try {
    const { body } = await client.ask({ url, signal: signal() })
    return String(await buffer(body))
  } finally {
    await client.close()
  }
}

describe('an address is refused as far as its text goes', () => {
  test.each([
    ['http://erp.example.com/', 'scheme'],
    ['ftp://erp.example.com/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://erp.example.com/', 'scheme'],
    ['data:text/csv,a', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://erp.example.com:22/', 'port'],
    ['https://erp.example.com:80/', 'port'],
    ['https://erp.example.com:6379/', 'port'],
    ['https://user@erp.example.com/', 'user_name'],
    ['https://user:word@erp.example.com/', 'user_name'],
    ['https://erp.example.com\n.evil.example/', 'unreadable'],
    ['https://erp\u200b.example.com/', 'unreadable'],
    ['https:///', 'unreadable'],
    ['erp.example.com', 'unreadable'],
    ['', 'unreadable'],
    ['https://localhost/', 'private'],
    ['https://localhost./', 'private'],
    ['https://LOCALHOST/', 'private'],
    ['https://db.localhost/', 'private'],
    ['https://printer.local/', 'private'],
    ['https://metadata.google.internal/', 'private'],
    ['https://router.lan/', 'private'],
    ['https://intranet/', 'private'],
    ['https://127.0.0.1/', 'private'],
    ['https://127.1/', 'private'],
    ['https://0177.0.0.1/', 'private'],
    ['https://0x7f.0.0.1/', 'private'],
    ['https://0x7f000001/', 'private'],
    ['https://2130706433/', 'private'],
    ['https://１２７.0.0.1/', 'private'],
    ['https://127.0.0.1./', 'private'],
    ['https://0.0.0.0/', 'private'],
    ['https://0/', 'private'],
    ['https://10.0.0.1/', 'private'],
    ['https://172.16.0.1/', 'private'],
    ['https://192.168.1.1/', 'private'],
    ['https://100.64.0.1/', 'private'],
    ['https://169.254.169.254/latest/meta-data/', 'private'],
    ['https://2852039166/', 'private'],
    ['https://192.0.2.1/', 'private'],
    ['https://198.18.0.1/', 'private'],
    ['https://224.0.0.1/', 'private'],
    ['https://255.255.255.255/', 'private'],
    ['https://[::1]/', 'private'],
    ['https://[::]/', 'private'],
    ['https://[::7f00:1]/', 'private'],
    ['https://[::ffff:127.0.0.1]/', 'private'],
    ['https://[::ffff:a9fe:a9fe]/', 'private'],
    ['https://[64:ff9b::7f00:1]/', 'private'],
    ['https://[64:ff9b::a9fe:a9fe]/', 'private'],
    ['https://[2002:7f00:1::]/', 'private'],
    ['https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/', 'private'],
    ['https://[2001:db8::1]/', 'private'],
    ['https://[3fff::1]/', 'private'],
    ['https://[fc00::1]/', 'private'],
    ['https://[fe80::1]/', 'private'],
    ['https://[fec0::1]/', 'private'],
    ['https://[ff02::1]/', 'private'],
    ['https://[4000::1]/', 'private'],
  ])('%s: %s', (url, why) => {
    expect(() => checkFeedAddress(url, false)).toThrow(
      expect.objectContaining({ failure: 'address_refused', facts: { why } }),
    )
  })

  test.each([
    'https://erp.example.com/items?page=1',
    'https://erp.example.com:8443/',
    'https://1.1.1.1/',
    'https://[2606:4700:4700::1111]/',
    'https://[::ffff:1.1.1.1]/',
    'https://[64:ff9b::101:101]/',
    'https://例子.example.cn/',
  ])('but not %s', url => {
    expect(checkFeedAddress(url, false)).toBeInstanceOf(URL)
  })

  test('with the loopback let in, this machine may be asked, and nothing else private', () => {
    expect(checkFeedAddress('http://127.0.0.1:5000/', true)).toBeInstanceOf(URL)
    for (const url of [
      'http://10.0.0.1/',
      'http://localhost:5000/',
      'file:///etc/passwd',
      'http://erp.example.com/',
    ])
      expect(() => checkFeedAddress(url, true)).toThrow()
  })
})

describe('what a name leads to is judged when it is connected to', () => {
  test.each(['127.0.0.1', '169.254.169.254', '10.1.2.3', '::1', '::ffff:127.0.0.1'])(
    'a name that leads to %s',
    async address => {
      const before = connections
      const resolve = async () => [{ address, family: address.includes(':') ? 6 : 4 }]
      await expect(read({ resolve }, 'https://rebind.example.com:8443/')).rejects.toMatchObject({
        failure: 'address_refused',
      })
      expect(connections).toBe(before)
    },
  )

  test('a name with one private address among public ones is refused as a whole', async () => {
    const resolve = async () => [
      { address: '1.1.1.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    await expect(read({ resolve }, 'https://both.example.com/')).rejects.toMatchObject({
      failure: 'address_refused',
    })
  })

  test('a name that turns private after it was judged is asked once, and not connected to', async () => {
    let asked = 0
    const resolve = async () => {
      asked++
      return [{ address: asked === 1 ? '127.0.0.1' : '1.1.1.1', family: 4 }]
    }
    await expect(read({ resolve }, 'https://turning.example.com/')).rejects.toMatchObject({
      failure: 'address_refused',
    })
    expect(asked).toBe(1)
  })

  test('a name that nobody knows is unreachable', async () => {
    const resolve = async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })
    }
    await expect(read({ resolve }, 'https://nobody.example.com/')).rejects.toMatchObject({
      failure: 'unreachable',
      facts: { code: 'ENOTFOUND' },
    })
  })
})

describe('a redirect', () => {
  test.each([
    ['http://169.254.169.254/latest/meta-data/', 'private'],
    ['http://localhost/', 'private'],
    ['https://1.1.1.1/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['http://', 'unreadable'],
  ])('to %s is refused', async (target, _why) => {
    answer = (_, response) => response.writeHead(302, { location: target }).end()
    await expect(read()).rejects.toMatchObject({ failure: 'redirect_refused' })
  })

  test('is followed three times, not a fourth', async () => {
    let hops = 0
    answer = (request, response) => {
      const left = Number(new URL(request.url ?? '', here()).searchParams.get('left'))
      hops++
      if (left === 0) response.end('arrived')
      else response.writeHead(307, { location: `/?left=${left - 1}` }).end()
    }
    expect(await read({}, `${here()}?left=3`)).toBe('arrived')
    hops = 0
    await expect(read({}, `${here()}?left=4`)).rejects.toMatchObject({
      failure: 'redirect_refused',
      facts: { why: 'too_many' },
    })
    expect(hops).toBe(4)
  })

  test('to another host goes without the keys', async () => {
    const other = createServer((request, response) => response.end(JSON.stringify(request.headers)))
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const target = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`
    answer = (_, response) => response.writeHead(302, { location: target }).end()
    const headers = { authorization: 'Bearer secret', ticket: 'secret', accept: 'application/json' }
    const { body } = await http.ask({ url: here(), headers, signal: signal() })
    const seen = JSON.parse(String(await buffer(body)))
    other.close()
    expect(seen).toMatchObject({ accept: 'application/json' })
    expect(JSON.stringify(seen)).not.toContain('secret')
  })
})

describe('an answer', () => {
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('in %s is unpacked', async (encoding, pack) => {
    answer = (_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(pack('商品'))
    expect(await read()).toBe('商品')
  })

  test('that unpacks beyond the bound is cut there', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    await expect(read()).rejects.toMatchObject({ failure: 'too_large' })
  })

  test('without end is cut at the bound', async () => {
    answer = (_, response) => {
      response.writeHead(200)
      const more = setInterval(() => response.write(Buffer.alloc(65_536)), 1)
      response.on('close', () => clearInterval(more))
    }
    await expect(read({ limits: { answerBytes: 1_000_000 } })).rejects.toMatchObject({ failure: 'too_large' })
  })

  test('that stalls, or drips, is given up', async () => {
    answer = (_, response) => void response.writeHead(200).write('x')
    await expect(read({ limits: { idleMs: 300 } })).rejects.toMatchObject({ failure: 'timed_out' })
    answer = (_, response) => {
      const drip = setInterval(() => response.write('x'), 50)
      response.on('close', () => clearInterval(drip))
    }
    await expect(read({ limits: { bodyMs: 400 } })).rejects.toMatchObject({ failure: 'timed_out' })
  })

  test('that never begins is given up', async () => {
    answer = () => {}
    await expect(read({ limits: { idleMs: 300 } })).rejects.toMatchObject({ failure: 'timed_out' })
  })

  test('that ends before it is whole is told apart from a whole one', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 50)
    }
    await expect(read()).rejects.toMatchObject({ failure: 'cut_off' })
    const packed = gzipSync('商品'.repeat(1000))
    answer = (_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, packed.length - 12))
    await expect(read()).rejects.toMatchObject({ failure: 'cut_off' })
  })

  test('of a port where nobody listens is unreachable', async () => {
    await expect(read({}, 'http://127.0.0.1:1/')).rejects.toMatchObject({ failure: 'unreachable' })
  })

  test('whose body nobody wants holds no connection', async () => {
    const open = new Set<unknown>()
    answer = (request, response) => {
      open.add(request.socket)
      request.socket.once('close', () => open.delete(request.socket))
      response.writeHead(401).write('no')
    }
    const client = createFeedHttp({ allowLoopback: true })
    for (let asked = 0; asked < 10; asked++)
      (await client.ask({ url: here(), signal: signal() })).body.destroy()
    await expect.poll(() => open.size).toBe(0)
    await client.close()
  })
})
