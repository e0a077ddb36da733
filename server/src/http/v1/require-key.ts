import type { Request, Response } from 'express'
import type { AppDeps } from '#app.ts'
import { DomainError } from '#domain/domain-error.ts'
import { type KeyHolder, recogniseApiKey } from '#domain/parties/recognise-api-key.ts'
import type { RateLimiter } from '../rate-limiter.ts'
import { tellLimit } from '../tell-limit.ts'

/**
 * Who calls, by `Authorization: Bearer` and nothing else: a cookie opens no door here. An address is limited before its
 * key is looked up, and all of a supplier's programs together afterwards.
 */
export async function requireKey(
  { deps, limiter }: { deps: AppDeps; limiter: RateLimiter },
  req: Request,
  res: Response,
): Promise<KeyHolder> {
  await limiter.spend('api', req.ip ?? '')
  const key = /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '')?.[1]
  const holder = key === undefined ? null : await recogniseApiKey(deps.db, key)
  if (!holder) throw new DomainError('unauthenticated')
  const left = await limiter.spend('push', holder.supplierId)
  if (left) tellLimit(res, left)
  return holder
}
