import type { Fen } from '@haowu/shared/money.ts'
import type { SessionState, SlotStanding } from '@haowu/shared/picks.ts'
import { sql } from 'kysely'
import { DomainError } from '#domain/domain-error.ts'
import type { HoldDeps } from './hold-for-show.ts'
import { readSession } from './read-session.ts'
import type { ReportHighlights } from './report-highlights.ts'
import { digest } from './share-sheet.ts'

/** What a guest of the sheet sees: nothing of suppliers, rates, limits or deposits, and earnings only where the link says so. */
export interface SharedSheet {
  title: string
  streamerName: string
  startsAt: Date
  endsAt: Date
  state: SessionState
  expiresAt: Date
  slots: SharedSlot[]
}
export interface SharedSlot {
  position: number
  title: string
  categoryCode: string
  grade: string | null
  photos: unknown
  priceFen: Fen
  minutes: number
  script: string
  reportCode: string
  reportGenuine: boolean
  standing: SlotStanding
  highlights: ReportHighlights
  earnFen: Fen | null
}

/** Throws `not_found` for a link that is unknown, was taken back or has run out: from outside they are the same. */
export async function readSharedSheet(deps: HoldDeps, { token }: { token: string }): Promise<SharedSheet> {
  const share = await deps.db
    .selectFrom('sheetShare')
    .innerJoin('liveSession', 'liveSession.id', 'sheetShare.sessionId')
    .select(['sessionId', 'streamerId', 'withEarnings', 'expiresAt'])
    .where('tokenHash', '=', digest(token))
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', sql<Date>`app_now()`)
    .executeTakeFirst()
  if (!share) throw new DomainError('not_found', { what: 'share' })
  const { title, streamerName, startsAt, endsAt, state, slots } = await readSession(deps, share)
  return {
    title,
    streamerName,
    startsAt,
    endsAt,
    state,
    expiresAt: share.expiresAt,
    slots: slots.map(slot => ({
      position: slot.position,
      title: slot.title,
      categoryCode: slot.categoryCode,
      grade: slot.grade,
      photos: slot.photos,
      priceFen: slot.priceFen,
      minutes: slot.minutes,
      script: slot.script,
      reportCode: slot.reportCode,
      reportGenuine: slot.reportGenuine,
      standing: slot.standing,
      highlights: slot.highlights,
      earnFen: share.withEarnings ? slot.earnFen : null,
    })),
  }
}
