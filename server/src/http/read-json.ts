import express, { type RequestHandler } from 'express'
import { DomainError } from '#domain/domain-error.ts'
import { SIZE_LIMITS, TIME_LIMITS } from './limits.ts'

/**
 * Reads the body of a POST as JSON and nothing else. Multipart and the like are refused, not ignored: a form on another
 * site may send them without the browser asking us first. Leaves the parsed value in `req.body`.
 */
export function readJson({ limitBytes = SIZE_LIMITS.bodyBytes as number } = {}): RequestHandler[] {
  const readText = express.text({ type: () => true, limit: limitBytes, defaultCharset: 'utf-8' })
  return [requireJsonType, limitBodyTime, readText, parseBody]
}

const requireJsonType: RequestHandler = (req, _res, next) => {
  if (req.method !== 'POST') return next()
  const type = (req.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new DomainError('unsupported_media_type')
  next()
}

/** A body that drips in one byte at a time loses its connection. */
const limitBodyTime: RequestHandler = (req, _res, next) => {
  const timer = setTimeout(() => req.destroy(), TIME_LIMITS.bodyMs)
  timer.unref()
  req.once('close', () => clearTimeout(timer))
  req.once('end', () => clearTimeout(timer))
  next()
}

const parseBody: RequestHandler = (req, _res, next) => {
  if (req.method !== 'POST') {
    checkQueryInput(req.query.input)
    return next()
  }
  if (typeof req.body === 'string' && req.body !== '') req.body = parseBoundedJson(req.body)
  else req.body = undefined
  next()
}

/** The input of a query travels in the address. tRPC parses it again, from the text. */
function checkQueryInput(input: unknown): void {
  if (typeof input === 'string') parseBoundedJson(input)
}

/** Throws `bad_json` for what is no JSON, and `bad_request` for what is nested too deep or holds U+0000. */
function parseBoundedJson(text: string): unknown {
  checkJson(text)
  try {
    return JSON.parse(text)
  } catch {
    throw new DomainError('bad_json')
  }
}

function checkJson(text: string): void {
  if (nestsDeeperThan(text, SIZE_LIMITS.jsonDepth))
    throw new DomainError('bad_request', { problem: 'too_deep' })
  // PostgreSQL cannot store U+0000, and nobody means it; a lone surrogate is no character either.
  if (text.includes('\0') || /\\u0000/i.test(text))
    throw new DomainError('bad_request', { problem: 'nul_char' })
  if (!text.isWellFormed() || holdsLoneSurrogateEscape(text)) {
    throw new DomainError('bad_request', { problem: 'bad_character' })
  }
}

/** Counts brackets outside of strings in one pass, before anything is built. */
function nestsDeeperThan(text: string, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (inString) {
      if (char === 0x5c) at++
      else if (char === 0x22) inString = false
    } else if (char === 0x22) inString = true
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > limit) return true
    } else if (char === 0x7d || char === 0x5d) depth--
  }
  return false
}

function holdsLoneSurrogateEscape(text: string): boolean {
  if (!/\\ud[89a-f]/i.test(text)) return false
  const withoutPairs = text.replace(/\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}/gi, '')
  return /(?<!\\)(\\\\)*\\ud[89a-f][0-9a-f]{2}/i.test(withoutPairs)
}
