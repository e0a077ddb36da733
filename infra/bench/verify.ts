import { fork } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDatabase as createKysely, createPool, type Db } from '@haowu/server/db/database.ts'
import { migrateToLatest } from '@haowu/server/db/migrate.ts'
import { publishReport } from '@haowu/server/domain/inspection/publish-report.ts'
import { createReportSigner } from '@haowu/server/domain/inspection/sign-report.ts'
import { readReportRules } from '@haowu/server/domain/inspection/report-rules.ts'
import { buildParty } from '@haowu/server/test/build-item.ts'
import { createTestApp } from '@haowu/server/test/test-app.ts'
import express from 'express'
import { askPage } from './ask-page.ts'
import type { Bench, BenchContext, PreparedBench } from './bench-contract.ts'
import { createDatabase } from './create-database.ts'
import { listenAnywhere } from './listen-anywhere.ts'

const REQUESTS = { quick: 4_000, full: 20_000 }
const IDENTITY = 'IMEI:356938035643809'
/** What a process may look up while it tells the report from memory: once in so many ms. */
const FRESH_MS = 5_000

/**
 * The page behind a parcel's code when a room full of people opens it: its data, and its HTML. Beside it, in the same process
 * and round, for each a bare static answer of as many bytes: one route of the same framework, no log, no headers of ours. And, as the
 * ceiling, Node alone without any framework. A look into the database for each request would end the bench.
 */
export const verifyBench: Bench = {
  name: 'verify',
  title: 'Verification page: requests per second, beside a bare static answer of the same server',
  prepare,
}

async function prepare({ adminUrl, quick }: BenchContext): Promise<PreparedBench> {
  const url = await createDatabase(adminUrl, 'verify')
  await migrateToLatest(url)
  let ending = false
  const onError = (error: Error) => ending || console.error(error.message)
  const pool = createPool({ url, kind: 'worker', onError })
  const db = createKysely(pool)
  const clientFolder = await buildClient()
  const site = createTestApp({ url, db, pool }, { clientFolder })
  const code = await publish(db, site.deps.secrets.reportSigning)
  let lookups = 0
  pool.on('acquire', () => {
    lookups += 1
  })

  const [page, data] = [{ bytes: Buffer.alloc(0) }, { bytes: Buffer.alloc(0) }]
  const { bare, answerNode } = bareAnswers(page, data)
  const server = createServer((req, res) => {
    if (req.url?.startsWith('/bare')) bare(req, res)
    else if (req.url === '/node') answerNode(req, res)
    else site.app(req, res)
  })
  const port = await listenAnywhere(server)
  const dataPath = `/api/reports/${code}`
  data.bytes = await read(port, dataPath)
  page.bytes = await read(port, `/r/${code}`)

  const caller = fork(path.join(import.meta.dirname, 'page-caller.ts'))
  const requests = quick ? REQUESTS.quick : REQUESTS.full
  const variant = (address: string) => ({
    async run() {
      const [before, began] = [lookups, performance.now()]
      await askPage(caller, { port, path: address, requests })
      const allowed = 1 + Math.ceil((performance.now() - began) / FRESH_MS)
      if (lookups - before > allowed)
        throw new Error(`${lookups - before} look-ups in the database for ${requests} requests`)
      return requests
    },
  })
  return {
    unit: 'request',
    variants: {
      data: variant(dataPath),
      bare: variant('/bare'),
      html: variant(`/r/${code}`),
      bare_html: variant('/bare-page'),
      node_alone: variant('/node'),
    },
    ratios: {
      data_vs_bare: { of: 'data', over: 'bare', by: 'speed' },
      html_vs_bare: { of: 'html', over: 'bare_html', by: 'speed' },
      data_vs_node_alone: { of: 'data', over: 'node_alone', by: 'speed' },
    },
    figures: { database_lookups: async () => lookups },
    async [Symbol.asyncDispose]() {
      ending = true
      caller.kill()
      server.closeAllConnections()
      server.close()
      await site[Symbol.asyncDispose]()
      await pool.end()
      await rm(clientFolder, { recursive: true, force: true })
    },
  }
}

/** What ours is held beside: a page and data of as many bytes, by the framework, and data by Node alone. */
function bareAnswers(page: { bytes: Buffer }, data: { bytes: Buffer }) {
  const bare = express().disable('x-powered-by').disable('etag')
  const answer = (of: { bytes: Buffer }, type: string) => (_req: IncomingMessage, res: ServerResponse) =>
    res.writeHead(200, { 'content-type': type, 'content-length': of.bytes.length }).end(of.bytes)
  const answerNode = answer(data, 'application/json')
  bare.get('/bare', answerNode)
  bare.get('/bare-page', answer(page, 'text/html'))
  return { bare, answerNode }
}

async function read(port: number, address: string): Promise<Buffer<ArrayBuffer>> {
  const first = await fetch(`http://127.0.0.1:${port}${address}`)
  if (!first.ok) throw new Error(`${address} answered ${first.status}`)
  return Buffer.from(await first.arrayBuffer())
}

/** A page of the size of ours; the bench must not depend on whether somebody has built the client. */
async function buildClient(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'haowu-bench-client-'))
  await mkdir(path.join(folder, 'assets'))
  const tags = Array.from(
    { length: 12 },
    (_, n) => `<link rel="modulepreload" nonce="__CSP_NONCE__" href="/assets/part-${n}.js">`,
  )
  await writeFile(path.join(folder, 'index.html'), `<!doctype html><title>Haowu</title>${tags.join('\n')}`)
  return folder
}

async function publish(db: Db, seed: Buffer): Promise<string> {
  const supplierId = await buildParty(db, 'supplier')
  const { id: itemId } = await db
    .insertInto('item')
    .values({
      supplierId,
      supplierSku: 'VERIFY-1',
      categoryCode: 'phone',
      title: '小米 14 12GB+256GB 黑色 国行全网通',
      identity: IDENTITY,
      priceFen: 150_000n,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const signer = createReportSigner(seed)
  const { code } = await db.transaction().execute(async trx =>
    publishReport(trx, {
      signer,
      draft: {
        itemId,
        kind: 'streamer',
        agencyName: null,
        inspectorName: '王工',
        externalNo: null,
        inspectedOn: (await readReportRules(trx)).today,
        identity: IDENTITY,
        measured: {
          cosmetic: 'light',
          function: 'all_pass',
          battery_pct: 91,
          parts: 'original',
          repair: 'none',
          water: 'none',
          locks: 'none',
        },
        defects: '右下角细划痕',
      },
    }),
  )
  return code
}
