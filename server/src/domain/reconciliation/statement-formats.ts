import type { StatementChannel, StatementKind } from '@haowu/shared/statement-files.ts'
import { readAlipayAccount } from './read-alipay-account.ts'
import { readAlipayTrade } from './read-alipay-trade.ts'
import { readBai2 } from './read-bai2.ts'
import { readCamt053 } from './read-camt053.ts'
import { readDouyin } from './read-douyin.ts'
import { readKuaishou } from './read-kuaishou.ts'
import { readMt940 } from './read-mt940.ts'
import { readWechatFund } from './read-wechat-fund.ts'
import { readWechatTrade } from './read-wechat-trade.ts'
import type { StatementParser } from './statement-parser.ts'

export interface StatementFormat {
  channel: StatementChannel
  kind: StatementKind
  parser: StatementParser
}

/** Every format that is known by its first lines. A bank's own table is known by nothing: its account says how to read it. */
export const STATEMENT_FORMATS: readonly StatementFormat[] = [
  { channel: 'wechat', kind: 'trade', parser: readWechatTrade },
  { channel: 'wechat', kind: 'fund', parser: readWechatFund },
  { channel: 'alipay', kind: 'trade', parser: readAlipayTrade },
  { channel: 'alipay', kind: 'fund', parser: readAlipayAccount },
  { channel: 'kuaishou', kind: 'settlement', parser: readKuaishou },
  { channel: 'douyin', kind: 'settlement', parser: readDouyin },
  { channel: 'bank', kind: 'bank', parser: readMt940 },
  { channel: 'bank', kind: 'bank', parser: readCamt053 },
  { channel: 'bank', kind: 'bank', parser: readBai2 },
]

/** By the first kilobytes of a file, in whichever encoding they are; undefined for a table that only a mapping can read. */
export function recogniseStatement(head: Uint8Array): StatementFormat | undefined {
  const texts = ['utf-8', 'gb18030', 'utf-16le'].map(encoding => new TextDecoder(encoding).decode(head))
  return STATEMENT_FORMATS.find(({ parser }) => texts.some(text => parser.recognises(text)))
}
