import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { nameOfField } from '#domain/imports/import-field.ts'
import { type ColumnMapping, refuseGaps } from '#domain/imports/map-columns.ts'
import { NO_MEMORY } from '#domain/imports/mapping-memory.ts'
import { lookAtFile } from '#domain/imports/sniff-file.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import { fieldsOfFeed, walkFeed, type WalkedDefinition } from './adapters.ts'
import type { FeedRow } from './feed-adapter.ts'
import type { FeedDefinition } from './feed-config.ts'
import { fetchFeedFile } from './fetch-feed-file.ts'
import { itemsOfSample } from './items-of-sample.ts'

export interface FeedSampling {
  http: FeedHttp
  source: FeedDefinition
  mode: 'delta' | 'price_stock'
  /** An answer that was pasted, instead of asking the source. */
  sample: string | undefined
  now: Date
  signal: AbortSignal
}

export interface FeedSample {
  mapping: ColumnMapping
  rows: string[][]
}

/** The first items of a source, as the rows of a table that an import would read. Throws FeedError, or what refuses a table. */
export async function readFeedSample(sampling: FeedSampling): Promise<FeedSample> {
  const { source } = sampling
  return source.kind === 'csv' ? sampleTable({ ...sampling, source }) : sampleItems({ ...sampling, source })
}

async function sampleItems({
  http,
  source,
  mode,
  sample,
  now,
  signal,
}: FeedSampling & { source: WalkedDefinition }): Promise<FeedSample> {
  const fields = fieldsOfFeed(source)
  const rows =
    sample !== undefined && source.kind === 'json'
      ? itemsOfSample(source.config, sample)
      : await firstPage(walkFeed({ http, source, pass: 'sync', cursor: null, now, signal }))
  const columns = fields.map(field => ({ header: nameOfField(field), field }))
  return {
    mapping: { columns, headerRecord: 1, mode, blankClears: [] },
    rows: rows.map(row => fields.map(field => row.get(field) ?? '')),
  }
}

/** An ERP is read back in time, so that its first pages may hold nothing. */
async function firstPage(pages: ReturnType<typeof walkFeed>): Promise<FeedRow[]> {
  try {
    for (;;) {
      const step = await pages.next()
      if (step.done) return []
      if (step.value.rows.length > 0) return step.value.rows
    }
  } finally {
    await pages.return({ cursor: null, whole: false })
  }
}

type TableSampling = FeedSampling & { source: Extract<FeedDefinition, { kind: 'csv' }> }

/** A table is read to its end only by an import; here its beginning will do. */
const LOOKED_AT_BYTES = 256 * 1024

async function sampleTable({ http, source, mode, sample, signal }: TableSampling): Promise<FeedSample> {
  const head = sample === undefined ? await fetchHead({ http, source, signal }) : Buffer.from(sample)
  const { encoding, delimiter } = source.config
  const reading = { mode, choices: { encoding, delimiter }, memory: NO_MEMORY, asks: false }
  const look = await lookAtFile(() => once(head), { reading })
  refuseGaps(look.mapping, look.gaps, false)
  const rows = look.records.slice(look.mapping.headerRecord, look.mapping.headerRecord + FEED_LIMITS.testRows)
  return { mapping: look.mapping, rows }
}

async function fetchHead(asked: Pick<TableSampling, 'http' | 'source' | 'signal'>): Promise<Buffer> {
  const answer = await fetchFeedFile({ ...asked, etag: null, lastModified: null })
  const chunks: Buffer[] = []
  let bytes = 0
  if (answer.kind === 'file')
    for await (const chunk of answer.body) {
      chunks.push(Buffer.from(chunk))
      bytes += chunk.length
      if (bytes >= LOOKED_AT_BYTES) break
    }
  return Buffer.concat(chunks)
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
