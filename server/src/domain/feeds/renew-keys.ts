import { z } from 'zod'
import type { Db } from '#db/database.ts'
import { FeedError } from '#domain/feed-error.ts'
import { sealText } from '#domain/seal-text.ts'
import type { FeedHttp } from '#gateways/feed-http.ts'
import { askErp, throttled } from './ask-erp.ts'
import type { FeedSecret } from './feed-config.ts'
import type { FeedRun } from './feed-run.ts'
import { jushuitanRenewal } from './jushuitan-request.ts'
import { openFeedDefinition } from './open-feed-definition.ts'
import { saidBySource } from './said-by-source.ts'

/** 聚水潭 hands out a token for thirty days; with so many left it is changed for the next one. */
const RENEW_BEFORE_MS = 7 * 24 * 3_600_000

const answer = z.object({
  code: z.coerce.number(),
  msg: z.unknown().optional(),
  data: z
    .object({
      access_token: z.string().min(1),
      refresh_token: z.string().min(1),
      expires_in: z.coerce.number().positive(),
    })
    .nullish(),
})

interface RenewDeps {
  db: Db
  feedHttp: FeedHttp
  secrets: { feedKeys: Buffer }
}

/**
 * Changes a token that will soon run out, and one whose end is not known yet, for the next one, and keeps that before
 * anything is asked with it. Returns the run with the keys that hold now. A source that gives no new ones is asked with
 * those that there are: whether they still open it is its own answer.
 */
export async function renewKeys(deps: RenewDeps, run: FeedRun, signal: AbortSignal): Promise<FeedRun> {
  const source = openFeedDefinition(deps.secrets, run)
  if (source.kind !== 'jushuitan' || !source.secret?.refreshToken || !isOld(source.secret)) return run
  const request = () => ({ ...jushuitanRenewal(source), signal })
  const asked = askErp({ http: deps.feedHttp, request, shape: answer, failureOf })
  const renewed = await asked.catch((error: unknown) => {
    if (error instanceof FeedError) return null
    throw error
  })
  if (!renewed?.data) return run
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = renewed.data
  const accessUntil = new Date(Date.now() + seconds * 1_000).toISOString()
  const secret = { ...source.secret, accessToken, refreshToken, accessUntil }
  const secretSealed = sealText(deps.secrets.feedKeys, run.feedId, JSON.stringify(secret))
  await keep(deps.db, run, secretSealed)
  return { ...run, secretSealed }
}

function isOld({ accessUntil }: FeedSecret<'jushuitan'>): boolean {
  return accessUntil === undefined || Date.parse(accessUntil) - Date.now() < RENEW_BEFORE_MS
}

function failureOf({ code, msg, data }: z.output<typeof answer>): FeedError | null {
  if (code === 0 && data) return null
  return code === 199 ? throttled() : new FeedError('keys_refused', { code, said: saidBySource(msg) })
}

/** Keys that the supplier typed meanwhile stand over those that were renewed from the old ones. */
async function keep(db: Db, { feedId, version }: FeedRun, secretSealed: Buffer): Promise<void> {
  await db
    .updateTable('feedSource')
    .set({ secretSealed })
    .where('id', '=', feedId)
    .where('version', '=', version)
    .execute()
}
