import { sql } from 'kysely'
import type { Db } from '#db/database.ts'
import type { ChannelFault } from './create-channel-simulator.ts'

interface Goods {
  requestNo: string
  goodsNo: string
  skuNo: string
}

/** The same number again finds the goods off already and says so. */
export async function unlistInShop(
  db: Db,
  { requestNo, goodsNo, skuNo }: Goods,
  fault: ChannelFault | undefined,
): Promise<{ outcome: 'off' } | { outcome: 'refused'; reason: string }> {
  if (fault === 'call_lost') throw new Error('the channel gave no answer')
  if (fault === 'refused') return { outcome: 'refused', reason: '商品审核中，暂不能下架' }
  const { numAffectedRows } = await sql`
    UPDATE channel_simulator.shop_goods SET on_sale = false, request_no = ${requestNo}
    WHERE goods_no = ${goodsNo} AND sku_no = ${skuNo}
  `.execute(db)
  if (fault === 'answer_lost') throw new Error('the channel gave no answer')
  return numAffectedRows === 1n ? { outcome: 'off' } : { outcome: 'refused', reason: '商品不存在' }
}
