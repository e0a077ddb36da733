import { TIERS } from '@haowu/shared/scores.ts'
import { z } from 'zod'
import { listInspectorScores, listScores, type ScorePlace } from '#domain/scores/list-scores.ts'
import { readScore } from '#domain/scores/read-score.ts'
import { procedure, router } from './trpc.ts'

const byTrader = procedure({ roles: ['supplier', 'streamer'], tenant: 'party' })
const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })

/** Ordered by score: where a page ended is the score and whose it is. */
const cursor = z.string().regex(/^\d{1,5}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
const pageFields = { cursor: cursor.optional(), limit: z.int().min(1).max(100).default(50) }

function placeOf(text: string | undefined): ScorePlace | undefined {
  if (text === undefined) return undefined
  const [score = '', partyId = ''] = text.split('.')
  return { score: Number(score), partyId }
}

function toPage<Row extends { score: number }>(rows: Row[], limit: number, idOf: (row: Row) => string) {
  const page = rows.slice(0, limit)
  const last = rows.length > limit ? page.at(-1) : undefined
  return { rows: page, nextCursor: last ? `${last.score}.${idOf(last)}` : null }
}

export const scoresRouter = router({
  own: byTrader.query(({ ctx }) => readScore(ctx.db, ctx.actor)),

  ofParty: byOperator
    .input(z.strictObject({ partyId: z.uuid().toLowerCase() }))
    .query(({ ctx, input }) => readScore(ctx.db, input)),

  list: byOperator
    .input(
      z.strictObject({
        kind: z.enum(['supplier', 'streamer']).optional(),
        tier: z.enum(TIERS).optional(),
        moved: z.boolean().default(false),
        ...pageFields,
      }),
    )
    .query(async ({ ctx, input: { cursor: from, ...query } }) =>
      toPage(await listScores(ctx.db, { ...query, after: placeOf(from) }), query.limit, row => row.partyId),
    ),

  inspectors: byOperator
    .input(z.strictObject(pageFields))
    .query(async ({ ctx, input }) =>
      toPage(
        await listInspectorScores(ctx.db, { after: placeOf(input.cursor), limit: input.limit }),
        input.limit,
        row => row.subjectId,
      ),
    ),
})
