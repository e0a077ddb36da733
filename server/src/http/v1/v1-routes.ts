import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import type { AppDeps } from '#app.ts'
import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { answerOnce, type KeptAnswer } from '#domain/parties/api-key-request.ts'
import type { KeyHolder } from '#domain/parties/recognise-api-key.ts'
import { attachment } from '#gateways/files.ts'
import { SIZE_LIMITS } from '../limits.ts'
import type { RateLimiter } from '../rate-limiter.ts'
import { readJson } from '../read-json.ts'
import { InvalidCall } from './answer-problem.ts'
import { openapiDocument } from './openapi-document.ts'
import { CsvFile, type Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { requireKey } from './require-key.ts'

/** Everything a supplier's own programs can ask, below /api/v1; each call shows its key. */
export function v1Routes(deps: AppDeps, limiter: RateLimiter): Router {
  const routes = Router()
  const document = openapiDocument(OPERATIONS)
  routes.get('/api/v1/openapi.json', (_req, res) => {
    res.set('cache-control', 'public, max-age=300').json(document)
  })
  const whoCalls: RequestHandler = async (req, res, next) => {
    res.locals.holder = await requireKey({ deps, limiter }, req, res)
    next()
  }
  const readBody = readJson({ limitBytes: SIZE_LIMITS.pushBodyBytes })
  for (const one of OPERATIONS) {
    const path = `/api/v1${one.path.replace(/\{(\w+)\}/g, ':$1')}`
    const isJson = one.body !== null && one.body !== 'file'
    routes[one.method](path, whoCalls, ...(isJson ? readBody : []), answer(one, deps, limiter))
  }
  routes.use('/api/v1', () => {
    throw new DomainError('not_found')
  })
  return routes
}

function answer(one: Operation, deps: AppDeps, limiter: RateLimiter): RequestHandler {
  return async (req, res) => {
    const holder = res.locals.holder as KeyHolder
    const params = parsed('path', one.params, req.params)
    const query = parsed('query', one.query, req.query)
    const body = one.body === null || one.body === 'file' ? undefined : parsed('body', one.body, req.body)
    const language = req.acceptsLanguages(['zh', 'zh-CN', 'en']) === 'en' ? 'en' : 'zh'
    try {
      const {
        status,
        body: said,
        repeated,
      } = await once({ db: deps.db, holder, req }, () =>
        one.run({ deps, limiter, holder, language, params, query, body, req }),
      )
      if (repeated && one.body === 'file') await refuseOtherFile(deps.db, said, req)
      res.status(status).set('cache-control', 'no-store')
      if (said instanceof CsvFile) await sendFile(res, said)
      else res.json(said)
    } finally {
      // What a refused sender is still sending is read and dropped, so that he gets to read the answer.
      req.resume()
    }
  }
}

async function sendFile(res: Response, { fileName, text }: CsvFile): Promise<void> {
  res.set({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': attachment(fileName) })
  await pipeline(Readable.from(text), res)
}

function parsed<Schema extends z.ZodType>(
  where: 'path' | 'query' | 'body',
  schema: Schema,
  value: unknown,
): z.output<Schema> {
  const { success, data, error } = schema.safeParse(value)
  if (!success) throw new InvalidCall(where, error.issues)
  return data
}

const idempotencyKey = z.string().regex(/^[\x21-\x7e]{1,200}$/)

interface Asked {
  db: Db
  holder: KeyHolder
  req: Request
}

/** With an Idempotency-Key a POST is done once, however often it arrives. */
async function once(
  { db, holder, req }: Asked,
  act: () => Promise<KeptAnswer>,
): Promise<KeptAnswer & { repeated: boolean }> {
  const given = req.get('idempotency-key')
  if (req.method !== 'POST' || given === undefined) return { ...(await act()), repeated: false }
  const key = idempotencyKey.safeParse(given)
  if (!key.success) throw new DomainError('bad_request', { field: 'idempotency-key' })
  return answerOnce(
    db,
    { supplierId: holder.supplierId, idempotencyKey: key.data, requestHash: hashOf(req) },
    act,
  )
}

/**
 * The answer kept for a key is that of one file. Which file was sent this time is known only once it has been read, and
 * another one of the same length must not pass for it: `idempotency_conflict`.
 */
async function refuseOtherFile(db: Db, said: unknown, req: Request): Promise<void> {
  const { importId } = z.object({ importId: z.uuid() }).parse(said)
  const { sha256 } = await db
    .selectFrom('itemImport')
    .select('sha256')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow()
  const hash = createHash('sha256')
  for await (const chunk of req.iterator({ destroyOnReturn: false })) hash.update(chunk as Uint8Array)
  if (!hash.digest().equals(sha256)) throw new DomainError('idempotency_conflict')
}

/** A file is told by what its headers say of it, and when an answer is kept for its key, by its bytes. */
function hashOf(req: Request): Buffer {
  const headers = ['content-type', 'content-length', 'x-file-name'].map(name => req.get(name) ?? '')
  const said = JSON.stringify([req.method, req.originalUrl, req.body ?? headers])
  return createHash('sha256').update(said).digest()
}
