import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createFeed } from '#domain/feeds/create-feed.ts'
import type { FeedSettings } from '#domain/feeds/feed-settings.ts'
import { type FeedSummary, listFeeds, type ShownRun } from '#domain/feeds/list-feeds.ts'
import { runFeed, type RunFeedDeps } from '#domain/feeds/run-feed.ts'
import { settleFeedRuns } from '#domain/feeds/settle-feed-runs.ts'
import { applyImport } from '#domain/imports/apply-import.ts'
import { previewImport } from '#domain/imports/preview-import.ts'
import { createFeedHttp } from '#gateways/open-feed-http.ts'
import { deriveSecrets } from '#secrets.ts'
import { type ImportDesk, openImportDesk } from './import-desk.ts'
import type { TestDatabase } from './test-database.ts'

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Plays a source on this machine, the jobs that read it, and the supplier who owns it. */
export interface FeedDesk extends AsyncDisposable {
  desk: ImportDesk
  deps: RunFeedDeps
  /** Address of the source; every request gets what `answer` says now. */
  url: string
  answer(answer: Answer): void
  json(body: unknown, headers?: Record<string, string>): void
  /** What the source was asked, the newest last. */
  asked: IncomingMessage[]
  create(supplierId: string, wishes?: Partial<FeedSettings>): Promise<string>
  /** Reads the source as the jobs do, and imports what it gave. */
  sync(supplierId: string, feedId: string): Promise<ShownRun>
  see(supplierId: string, feedId: string): Promise<FeedSummary>
}

export async function openFeedDesk(t: TestDatabase): Promise<FeedDesk> {
  const desk = openImportDesk(t)
  let answer: Answer = (_, response) => response.writeHead(500).end()
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    answer(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/items`
  const feedHttp = createFeedHttp({ allowLoopback: true })
  const secrets = deriveSecrets('x'.repeat(32))
  const deps = { db: t.db, files: desk.deps.files, feedHttp, secrets }

  const see: FeedDesk['see'] = async (supplierId, feedId) => {
    const found = (await listFeeds(t.db, supplierId)).find(feed => feed.feedId === feedId)
    if (!found) throw new Error('no such feed')
    return found
  }
  return {
    desk,
    deps,
    url,
    asked,
    answer: next => {
      answer = next
    },
    json: (body, headers = {}) => {
      answer = (_, response) =>
        response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    },
    create: async (supplierId, wishes = {}) => {
      const settings: FeedSettings = {
        name: 'ERP',
        mode: 'delta',
        everyMinutes: 5,
        fullHour: null,
        definition: jsonSource(url),
        ...wishes,
      }
      return (await createFeed(deps, { supplierId, memberId: supplierId, settings })).feedId
    },
    sync: async (supplierId, feedId) => {
      await t.owner.query('UPDATE feed_source SET next_due_at = app_now() WHERE id = $1', [feedId])
      await runFeed(deps, feedId)
      const { lastRun } = await see(supplierId, feedId)
      if (lastRun?.importId) {
        await previewImport(desk.deps, lastRun.importId)
        await applyImport(desk.deps, lastRun.importId)
      }
      await settleFeedRuns(t.db)
      const { lastRun: ended } = await see(supplierId, feedId)
      if (!ended) throw new Error('it was not read')
      return ended
    },
    see,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await feedHttp.close()
      await desk[Symbol.asyncDispose]()
    },
  }
}

export function jsonSource(url: string): Extract<FeedSettings['definition'], { kind: 'json' }> {
  return {
    kind: 'json',
    config: {
      url,
      itemsPath: 'items',
      totalPath: 'total',
      fields: {
        sku: { path: 'id' },
        title: { path: 'name' },
        category: { constant: '家具' },
        price: { path: 'price' },
      },
      paging: { kind: 'none' },
      auth: { kind: 'none' },
    },
  }
}
