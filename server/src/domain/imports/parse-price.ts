/** `PRICE_NOT_NUMBER` for what is no plain amount, `PRICE_RANGE` for zero, negatives and the absurd. */
export type ParsedPrice = { fen: bigint } | { problem: 'PRICE_NOT_NUMBER' | 'PRICE_RANGE' }

const HIGHEST_FEN = 10_000_000_000n
const PLAIN = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/
const GROUPED = /^(\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2})0*)?$/
const WAN = /^(\d{1,6})(?:\.(\d{1,4}))?[万w]$/

/**
 * Reads an amount in yuan as people write it: `1299`, `￥1,299.00`, `1299元`, `１２９９`, `1.2万`. What could mean two things
 * (`1.299,00`, `1e3`) is refused rather than guessed.
 */
export function parsePrice(text: string): ParsedPrice {
  const plain = PLAIN.exec(text)
  if (plain) return inRange(toFen(plain[1] ?? '', plain[2]))
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(cny|rmb|¥|￥|人民币)\s*/, '')
    .replace(/\s*(元|cny|rmb|yuan)$/, '')
    .trim()
  if (/^-\s*[¥￥]?\s*\d/.test(bare)) return { problem: 'PRICE_RANGE' }
  const amount = PLAIN.exec(bare) ?? GROUPED.exec(bare)
  if (amount) return inRange(toFen((amount[1] ?? '').replaceAll(',', ''), amount[2]))
  const wan = WAN.exec(bare)
  if (wan) return inRange(BigInt(wan[1] ?? '') * 1_000_000n + BigInt((wan[2] ?? '').padEnd(4, '0')) * 100n)
  return { problem: 'PRICE_NOT_NUMBER' }
}

function toFen(yuan: string, decimals = ''): bigint {
  return BigInt(yuan + decimals.padEnd(2, '0'))
}

function inRange(fen: bigint): ParsedPrice {
  return fen > 0n && fen <= HIGHEST_FEN ? { fen } : { problem: 'PRICE_RANGE' }
}
