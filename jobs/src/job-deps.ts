import type { Db } from '@haowu/server/db/database.ts'
import type { FeedHttp } from '@haowu/server/gateways/feed-http.ts'
import type { FileStore } from '@haowu/server/gateways/files.ts'
import type { CarrierGateway } from '@haowu/server/gateways/carrier.ts'
import type { ChannelGateway } from '@haowu/server/gateways/channel.ts'
import type { BankStatements } from '@haowu/server/gateways/bank.ts'
import type { RailBills } from '@haowu/server/gateways/rail-bills.ts'
import type { PaymentRail } from '@haowu/server/gateways/payment-rail.ts'
import type { Secrets } from '@haowu/server/secrets.ts'
import type pg from 'pg'
import type { Logger } from 'pino'

/** What the handlers hand on to the domain. */
export interface JobDeps {
  db: Db
  pool: pg.Pool
  rail: PaymentRail
  carriers: CarrierGateway
  channel: ChannelGateway
  railBills: RailBills
  bank: BankStatements
  files: FileStore
  feedHttp: FeedHttp
  secrets: Secrets
  log: Logger
}

/** What the queues give their handlers on top. */
export interface HandlerDeps extends JobDeps {
  /** Hands one batch of due events to their queues; how many. */
  dispatchOutbox(): Promise<number>
}
