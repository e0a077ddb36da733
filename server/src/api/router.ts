import { meRouter } from './me.ts'
import { router } from './trpc.ts'

/** Everything the screens can ask. Each module's router stands here once; the matrix test walks them all. */
export const appRouter = router({
  me: meRouter,
})

export type AppRouter = typeof appRouter
