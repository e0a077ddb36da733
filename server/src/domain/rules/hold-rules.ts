import { z } from 'zod'

const points = z.int().min(0).max(100)

/** How many may wait for one piece, for how many pieces one streamer, and the part of a show that must be left for his turn. */
export const waitingLine = z.strictObject({
  mostPerItem: z.int().min(1).max(200),
  mostPerStreamer: z.int().min(1).max(500),
  leastMinutes: z.int().min(0).max(600),
})

/**
 * What a streamer's record of the last days lets him hold at once: each mark has its points, and from so many points on only
 * a part of what his tier may hold in a show. A piece given back within the first minutes is no mark, nor is one that was
 * taken back from him.
 */
export const holdDiscipline = z
  .strictObject({
    days: z.int().min(1).max(365),
    /** Given back less than so long before the show, it is late: nobody else can plan with it. */
    lateHours: z.int().min(0).max(168),
    graceMinutes: z.int().min(0).max(120),
    mostLatePerShow: z.int().min(0).max(100),
    points: z.strictObject({ noShow: points, lateRelease: points, violation: points }),
    steps: z
      .array(z.strictObject({ fromPoints: z.int().min(1).max(10_000), limitBps: z.int().min(0).max(10_000) }))
      .max(10),
  })
  .refine(
    ({ steps }) => steps.every((step, n) => n === 0 || step.fromPoints > (steps[n - 1]?.fromPoints ?? 0)),
    { error: 'steps do not rise' },
  )
