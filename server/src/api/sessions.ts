import { toFenText } from '@haowu/shared/money.ts'
import {
  copySessionInput,
  createSessionInput,
  oneSession,
  putOnAirInput,
  showTimesInput,
  updateSessionInput,
} from '@haowu/shared/picks.ts'
import { z } from 'zod'
import { cancelSession } from '#domain/picks/cancel-session.ts'
import { copySession } from '#domain/picks/copy-session.ts'
import { createSession } from '#domain/picks/create-session.ts'
import { endSession } from '#domain/picks/end-session.ts'
import { findClashes } from '#domain/picks/find-clashes.ts'
import { readForbiddenWords } from '#domain/picks/forbidden-words.ts'
import { listSessions } from '#domain/picks/list-sessions.ts'
import { putOnAir } from '#domain/picks/put-on-air.ts'
import { readSession } from '#domain/picks/read-session.ts'
import { startSession } from '#domain/picks/start-session.ts'
import { updateSession } from '#domain/picks/update-session.ts'
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

  update: byStreamer.input(updateSessionInput).mutation(async ({ ctx, input }) => {
    await updateSession(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { sessionId: input.sessionId }
  }),

  cancel: byStreamer.input(oneSession).mutation(async ({ ctx, input }) => {
    const { released } = await cancelSession(ctx, { ...input, streamerId: ctx.actor.partyId })
    return { ...input, state: 'cancelled' as const, released }
  }),

  /** The same show at another time; what was not sold goes to the shortlist. */
  copy: byStreamer
    .input(copySessionInput)
    .mutation(({ ctx, input }) => copySession(ctx, { ...input, streamerId: ctx.actor.partyId })),

  /** Other shows at the same time, to be seen before one is planned; `except` is the show that is moved. */
  clashes: byStreamer
    .input(showTimesInput)
    .query(({ ctx, input }) => findClashes(ctx.db, { ...input, streamerId: ctx.actor.partyId })),

  /** Shows a slot to the room, or nothing. */
  putOnAir: byStreamer.input(putOnAirInput).mutation(async ({ ctx, input }) => {
    await putOnAir(ctx, { ...input, streamerId: ctx.actor.partyId })
    return input
  }),

  /** Words that must not be said in a show at this place, for the editor as one types. */
  words: byStreamer
    .input(updateSessionInput.pick({ place: true }))
    .query(async ({ ctx, input }) => ({ words: await readForbiddenWords(ctx.db, input.place) })),

  get: byStreamer.input(oneSession).query(async ({ ctx, input }) => {
    const sheet = await readSession(ctx, { ...input, streamerId: ctx.actor.partyId })
    const slots = sheet.slots.map(slot => ({
      ...slot,
      priceFen: toFenText(slot.priceFen),
      listFen: toFenText(slot.listFen),
      floorFen: toFenText(slot.floorFen),
      ceilingFen: toFenText(slot.ceilingFen),
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
