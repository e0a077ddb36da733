import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { type FeedServer, openFeedServer } from '@haowu/server/test/feed-server.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FileAsked, fetchFeedFile } from './fetch-feed-file.ts'

let server: FeedServer
beforeAll(async () => {
  server = await openFeedServer()
})
afterAll(() => server[Symbol.asyncDispose]())

function fetch(known: Partial<Pick<FileAsked, 'etag' | 'lastModified'>> = {}) {
  return fetchFeedFile({
    http: server.http,
    source: {
      kind: 'csv',
      config: { url: `${server.origin}/stock.csv`, auth: { kind: 'bearer' } },
      secret: { token: 'the-key' },
    },
    etag: null,
    lastModified: null,
    signal: AbortSignal.timeout(20_000),
    ...known,
  })
}

async function bytes(): Promise<string> {
  const answer = await fetch()
  return answer.kind === 'file' ? String(await buffer(Readable.from(answer.body))) : answer.kind
}

const TABLE = '商家编码,价格\nT-1,100\n'
const DATE = 'Thu, 26 Nov 2026 01:00:00 GMT'

describe('a table behind an address', () => {
  test('comes with the names of its version, which are shown the next time', async () => {
    server.play(
      (_, response) => void response.writeHead(200, { etag: '"7"', 'last-modified': DATE }).end(TABLE),
    )
    expect(await fetch()).toMatchObject({ kind: 'file', etag: '"7"', lastModified: DATE })
    expect(await bytes()).toBe(TABLE)
    expect(server.asked.at(-1)?.headers['authorization']).toBe('Bearer the-key')
    await fetch({ etag: '"7"', lastModified: DATE })
    expect(server.asked.at(-1)?.headers).toMatchObject({ 'if-none-match': '"7"' })
    expect(server.asked.at(-1)?.headers).not.toHaveProperty('if-modified-since')
    await fetch({ lastModified: DATE })
    expect(server.asked.at(-1)?.headers).toMatchObject({ 'if-modified-since': DATE })
  })

  test('that did not change is not read', async () => {
    server.play((_, response) => void response.writeHead(304).end())
    expect(await fetch({ etag: '"7"' })).toEqual({ kind: 'unchanged' })
  })

  test.each(['<!doctype html><p>请登录', '\ufeff \n<HTML>', '<?xml version="1.0"?><Error/>'])(
    'is no page: %s',
    async page => {
      server.play((_, response) => void response.writeHead(200).end(page))
      await expect(bytes()).rejects.toMatchObject({ failure: 'answer_is_page' })
    },
  )

  test('that ends early is not taken for a whole one', async () => {
    server.play((_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write(TABLE)
      setTimeout(() => response.destroy(), 50)
    })
    await expect(bytes()).rejects.toMatchObject({ failure: 'cut_off' })
  })

  test.each([
    [401, 'keys_refused'],
    [404, 'status_refused'],
  ])('that answers %i: %s', async (status, failure) => {
    server.play((_, response) => void response.writeHead(status).end('no'))
    await expect(fetch()).rejects.toMatchObject({ failure })
  })
})
