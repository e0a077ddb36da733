import type { RequestHandler } from 'express'
import { DomainError } from '#domain/domain-error.ts'

/**
 * Refuses what a page of another site sends with our cookie. Browsers state the origin of every POST; a caller that
 * states nothing is no browser and carries no ambient cookie.
 */
export function requireSameOrigin(publicUrl: string): RequestHandler {
  return (req, _res, next) => {
    const { origin } = req.headers
    const fetchSite = req.get('sec-fetch-site')
    if (req.method === 'GET' || req.method === 'HEAD') return next()
    if (origin !== undefined && !isOwnOrigin(origin, publicUrl)) throw new DomainError('csrf')
    if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none')
      throw new DomainError('csrf')
    next()
  }
}

/** The configured origin; on a developer's machine also the other spellings of the loopback address. */
function isOwnOrigin(origin: string, publicUrl: string): boolean {
  if (origin === publicUrl) return true
  const given = URL.parse(origin)
  const own = new URL(publicUrl)
  return (
    given !== null &&
    given.protocol === own.protocol &&
    given.port === own.port &&
    isLoopback(given.hostname) &&
    isLoopback(own.hostname)
  )
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}
