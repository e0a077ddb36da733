import type { Db } from '#db/database.ts'
import { DomainError } from '#domain/domain-error.ts'
import { checkStock, type StockCheckDeps } from '#domain/feeds/check-stock.ts'
import { sellElsewhere } from '#domain/picks/sell-elsewhere.ts'
import { readRule } from '#domain/rules/read-rules.ts'

/**
 * Before a piece is reserved, whoever keeps its stock is asked. One that is gone there is gone here, as if its supplier had
 * said so himself: `item_unavailable`. One that nobody vouches for now is `stock_unconfirmed`; asking again may help.
 */
export async function refuseUnconfirmed(deps: StockCheckDeps, itemId: string): Promise<void> {
  const checked = await checkStock(deps, itemId)
  switch (checked.verdict) {
    case 'sell':
      return
    case 'unconfirmed':
      throw new DomainError('stock_unconfirmed', { itemId, ...(await byRule(deps.db)) })
    case 'gone': {
      const { supplierId, memberId, sku } = checked
      await sellElsewhere(deps, { supplierId, memberId, sku })
      throw new DomainError('item_unavailable', { itemId })
    }
  }
}

async function byRule(db: Db): Promise<{ rule: string; ruleVersion: number }> {
  const { code: rule, version: ruleVersion } = await readRule(db, 'stock_check')
  return { rule, ruleVersion }
}
