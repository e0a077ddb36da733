import { toFenText } from '@haowu/shared/money.ts'
import { createSessionInput, oneSession } from '@haowu/shared/picks.ts'
import { z } from 'zod'
import { createSession } from '#domain/picks/create-session.ts'
import { endSession } from '#domain/picks/end-session.ts'
import { listSessions } from '#domain/picks/list-sessions.ts'
import { readSession } from '#domain/picks/read-session.ts'
import { startSession } from '#domain/picks/start-session.ts'
import { pageInput, toPage } from './page.ts'
import { procedure, router } from './trpc.ts'

const byStreamer = procedure({ roles: ['streamer'], tenant: 'streamer' })

export const sessionsRouter = router({
  list: byStreamer
    .input(z.strictObject(pageInput))
    .query(async ({ ctx, input }) =>
      toPage(await listSessions(ctx.db, { ...input, streamerId: ctx.actor.partyId }), input.limit),
    ),

  create: byStreamer
    .input(createSessionInput)
    .mutation(({ ctx, input }) => createSession(ctx, { ...input, streamerId: ctx.actor.partyId })),

  get: byStreamer.input(oneSession).query(async ({ ctx, input }) => {
    const sheet = await readSession(ctx.db, { ...input, streamerId: ctx.actor.partyId })
    const slots = sheet.slots.map(slot => ({
      ...slot,
      priceFen: toFenText(slot.priceFen),
      earnFen: toFenText(slot.earnFen),
      exposureFen: toFenText(slot.exposureFen),
    }))
    return { ...sheet, slots }
  }),

  start: byStreamer.input(oneSession).mutation(async ({ ctx, input }) => {
    await startSession(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { ...input, state: 'live' as const }
  }),

  end: byStreamer.input(oneSession).mutation(async ({ ctx, input }) => {
    const { released } = await endSession(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { ...input, state: 'ended' as const, released }
  }),
})
