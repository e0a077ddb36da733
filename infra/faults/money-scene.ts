import { createTestDatabase, type TestDatabase } from '@haowu/server/test/test-database.ts'
import { buildPaidOrders, letOrdersMature } from '@haowu/server/test/build-orders.ts'
import { requestRefund } from '@haowu/server/domain/orders/request-refund.ts'
import { decidePayout } from '@haowu/server/domain/settlement/decide-payout.ts'
import { listPayouts } from '@haowu/server/domain/settlement/list-payouts.ts'
import { namePayeeAccount } from '@haowu/server/domain/settlement/name-payee-account.ts'
import { requestPayout } from '@haowu/server/domain/settlement/request-payout.ts'
import { deriveSecrets } from '@haowu/server/secrets.ts'

/** The secret of the processes under test, so that what is sealed here can be opened there. */
export const APP_SECRET = 'a secret that only this scene knows, long enough for anybody'
const ORDERS = 40
const REFUNDED_EARLY = 4
const REFUNDED_LATE = 8
const MAKER = '00000000-0000-4000-8000-000000000001'
const CHECKER = '00000000-0000-4000-8000-000000000002'

export interface MoneyScene extends TestDatabase {
  /** Buyers want their money back for these orders by number: before settlement, or the later ones after it. */
  askRefunds(when: 'before' | 'after'): Promise<void>
  mature(): Promise<void>
  /** Each supplier and streamer asks for a part of what it has, and somebody else agrees. */
  approvePayouts(): Promise<void>
}

/** Orders that are paid and nothing more. The rail refuses the transfers of one party. */
export async function openMoneyScene(): Promise<MoneyScene> {
  const t = await createTestDatabase()
  // Low tiers keep a part back, so that a refund after settlement draws reserve first.
  const { orderIds, supplierIds, streamerIds } = await buildPaidOrders(t.db, {
    count: ORDERS,
    suppliers: 3,
    streamers: 2,
    announced: false,
    terms: { settlementTier: 'D' },
  })
  const partyIds = [...supplierIds, ...streamerIds]
  const secrets = deriveSecrets(APP_SECRET)
  for (const [n, partyId] of partyIds.entries()) {
    const accountNo = n === 0 ? '0000000000000001' : `62220200000012${n + 10}`
    await namePayeeAccount(
      { db: t.db, secrets },
      { partyId, holderName: '张三', bankName: '招商银行', accountNo, actor: 'test' },
    )
  }
  return Object.assign(t, {
    async askRefunds(when: 'before' | 'after') {
      const which =
        when === 'before' ? orderIds.slice(0, REFUNDED_EARLY) : orderIds.slice(REFUNDED_EARLY, REFUNDED_LATE)
      for (const orderId of which) {
        await requestRefund(t, { orderId, supplierId: null, reason: 'after_sale', requestedBy: 'test' })
      }
    },
    mature: () => letOrdersMature(t.db),
    async approvePayouts() {
      for (const partyId of partyIds) {
        await requestPayout(t, { partyId, amountFen: 30_000n, makerId: MAKER, idempotencyKey: 'kill-money' })
      }
      const { rows } = await listPayouts(t.db, { limit: 100 })
      for (const { payoutId, version } of rows) {
        await decidePayout(t, { payoutId, version, decision: 'approve', checkerId: CHECKER })
      }
    },
  })
}

/** The ledger and what stands behind it, as text that is equal for equal runs: without ids, times and numbers of one run. */
export async function readMoney({ owner }: TestDatabase): Promise<Record<string, string[]>> {
  const outcome: Record<string, string[]> = {}
  for (const [name, query] of Object.entries(OUTCOMES)) {
    const { rows } = await owner.query<{ line: string }>(query)
    outcome[name] = rows.map(({ line }) => line).sort()
  }
  return outcome
}

/** In how many batches earnings became payable is the clock's; what came of them is not. */
const OUTCOMES = {
  balances: `SELECT concat_ws(' ', account.kind, party.name, debit_total, credit_total) AS line
    FROM ledger.balance JOIN ledger.account ON account.id = account_id LEFT JOIN party ON party.id = party_id
    WHERE account.kind NOT IN ('L:DEPOSIT_HELD')`,
  entries: `SELECT concat_ws(' ', kind, count(DISTINCT transaction.id) FILTER (WHERE kind <> 'sale_settled'), sum(amount_fen)) AS line
    FROM ledger.transaction JOIN ledger.leg ON transaction_id = transaction.id GROUP BY kind`,
  accruals: `SELECT concat_ws(' ', party.name, role, accrual.state, earned_fen, clawed_fen, settled_fen, count(*)) AS line
    FROM accrual JOIN party ON party.id = party_id GROUP BY party.name, role, accrual.state, earned_fen, clawed_fen, settled_fen`,
  orders: `SELECT concat_ws(' ', state, count(*)) AS line FROM orders GROUP BY state`,
  refunds: `SELECT concat_ws(' ', state, amount_fen) AS line FROM refund`,
  payouts: `SELECT concat_ws(' ', party.name, payout.state, amount_fen, tax_fen, failure_code) AS line FROM payout JOIN party ON party.id = party_id`,
  transfers: `SELECT concat_ws(' ', count(*), sum(amount_fen)) AS line FROM rail_simulator.transfer`,
  sent_back: `SELECT concat_ws(' ', count(*), sum(amount_fen)) AS line FROM rail_simulator.refund`,
}
