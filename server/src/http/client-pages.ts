import { readFile } from 'node:fs/promises'
import path from 'node:path'
import express, { type RequestHandler, Router } from 'express'
import { DomainError } from '#domain/domain-error.ts'
import { createEarlyPages } from './early-pages.ts'
import { NONCE_PLACEHOLDER } from './nonce.ts'
import { answerOf, hasAlready, type PrebuiltAnswer } from './prebuilt-answers.ts'

export interface ClientPages {
  fromMemory: RequestHandler
  routes: Router
}

/** The built client: hashed files for a year, and index.html, never cached, for every page of the single-page app. */
export function clientPages(folder: string): ClientPages {
  const routes = Router()
  const early = createEarlyPages()
  const page = rememberPage(path.join(folder, 'index.html'))
  const shell = rememberShell(page)
  // A crowd opens a room or a report: the page is the same for everybody, so that whoever stands between us may keep it.
  const sendShared: RequestHandler = async (req, res) => {
    if (isFile(req.path)) throw new DomainError('not_found')
    const answer = await shell()
    const policy = String(res.getHeader('content-security-policy') ?? '')
    res.set({
      'content-security-policy': withoutNonce(policy, String(res.locals.nonce)),
      'cache-control': 'public, max-age=30',
      'content-type': 'text/html; charset=utf-8',
      etag: answer.etag,
    })
    early.keepShared(res, answer)
    if (hasAlready(req.headers['if-none-match'], answer.etag)) res.status(304).end()
    else res.end(req.method === 'HEAD' ? undefined : answer.body)
  }
  const sendOwn: RequestHandler = async (req, res) => {
    if (isFile(req.path)) throw new DomainError('not_found')
    res.set({ 'cache-control': 'private, no-store', 'content-type': 'text/html; charset=utf-8' })
    const text = await page()
    early.keepPrivate(res, text)
    res.send(text.replaceAll(NONCE_PLACEHOLDER, String(res.locals.nonce)))
  }
  // Above the files: an address of these is never one, and a look at the disk would cost more than the answer.
  routes.get('/room/:roomCode', sendShared)
  routes.get('/r/:code', sendShared)
  routes.get('/order/:linkToken', sendOwn)
  routes.use(
    '/assets',
    express.static(path.join(folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      fallthrough: true,
      index: false,
    }),
  )
  routes.use(express.static(folder, { index: false, maxAge: '1h' }))
  routes.get('/{*page}', async (req, res) => {
    // A missing file must not be answered with a page: the browser would run HTML as script.
    if (isFile(req.path)) throw new DomainError('not_found')
    res
      .set('cache-control', 'no-store')
      .type('html')
      .send((await page()).replaceAll(NONCE_PLACEHOLDER, String(res.locals.nonce)))
  })
  return { fromMemory: early.fromMemory, routes }
}

/** All scripts are own files; only the kit's styles, which it writes while it runs, would have needed the nonce. */
function withoutNonce(policy: string, nonce: string): string {
  return policy
    .replace(`style-src 'self' 'nonce-${nonce}'`, "style-src 'self' 'unsafe-inline'")
    .replaceAll(` 'nonce-${nonce}'`, '')
}

function rememberShell(page: () => string | Promise<string>): () => Promise<PrebuiltAnswer> {
  let known: { text: string; answer: PrebuiltAnswer } | undefined
  return async () => {
    const text = await page()
    if (known?.text !== text) known = { text, answer: answerOf(withoutTags(text)) }
    return known.answer
  }
}

function withoutTags(page: string): Buffer {
  const plain = page.replace(/<meta property="csp-nonce"[^>]*>/, '').replace(/ nonce="__CSP_NONCE__"/g, '')
  return Buffer.from(plain)
}

/** Pages have plain names: what has an extension, begins with a dot or stands among the assets would be a file. */
function isFile(pathname: string): boolean {
  return path.extname(pathname) !== '' || pathname.includes('/.') || pathname.startsWith('/assets/')
}

/** A new build shows within this time; until then nobody waits for the disk. */
const PAGE_FRESH_MS = 1_000

function rememberPage(file: string): () => string | Promise<string> {
  let known = { text: '', until: 0 }
  return () => {
    const now = performance.now()
    if (now < known.until) return known.text
    return readPage(file).then(text => {
      known = { text, until: now + PAGE_FRESH_MS }
      return text
    })
  }
}

async function readPage(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch {
    return '<!doctype html><meta charset="utf-8"><title>Haowu Alliance</title><p>The client is not built yet: run <code>npm start</code>.'
  }
}
