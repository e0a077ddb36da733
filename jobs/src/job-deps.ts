import type { Db } from '@haowu/server/db/database.ts'
import type { PaymentRail } from '@haowu/server/gateways/payment-rail.ts'
import type pg from 'pg'
import type { Logger } from 'pino'

/** What the handlers hand on to the domain. */
export interface JobDeps {
  db: Db
  pool: pg.Pool
  rail: PaymentRail
  log: Logger
}
