import { toFenText } from '@haowu/shared/money.ts'
import { roomCode } from '@haowu/shared/picks.ts'
import { z } from 'zod'
import { readRoom } from '#domain/picks/read-room.ts'
import { procedure, router } from './trpc.ts'

export const roomRouter = router({
  /** The public page of a session: what is on sale, and nothing of supplier or rates. */
  get: procedure({ roles: 'public', tenant: 'none' })
    .input(z.strictObject({ roomCode }))
    .query(async ({ ctx, input }) => {
      const room = await readRoom(ctx.db, input)
      return { ...room, items: room.items.map(item => ({ ...item, priceFen: toFenText(item.priceFen) })) }
    }),
})
