import { auditRouter } from './audit.ts'
import { checkoutRouter } from './checkout.ts'
import { demoRouter } from './demo.ts'
import { meRouter } from './me.ts'
import { ordersRouter } from './orders.ts'
import { partiesRouter } from './parties.ts'
import { router } from './trpc.ts'

/** Everything the screens can ask. Each module's router stands here once; the matrix test walks them all. */
export const appRouter = router({
  audit: auditRouter,
  checkout: checkoutRouter,
  demo: demoRouter,
  me: meRouter,
  orders: ordersRouter,
  parties: partiesRouter,
})

export type AppRouter = typeof appRouter
