/** `PRICE_NOT_NUMBER` for what is no plain amount, `PRICE_RANGE` for zero, negatives and the absurd. */
export type ParsedPrice = { fen: bigint } | { problem: 'PRICE_NOT_NUMBER' | 'PRICE_RANGE' }

const HIGHEST_FEN = 10_000_000_000n
const PLAIN = /^(\d{1,12})(?:\.(\d{1,2})0*)?$/
const GROUPED = /^(\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2})0*)?$/
const WITH_COMMA = /^(\d{1,3}(?:\.\d{3})+|\d{1,12})(?:,(\d{1,2})0*)?$/
const MYRIADS = /^(\d{1,6})(?:\.(\d{1,4}))?[万w]$/
const THOUSANDS = /^(\d{1,6})(?:\.(\d{1,3}))?[千k]$/

/**
 * Reads an amount in yuan as people write it: `1299`, `￥1,299.00`, `1299元`, `１２９９`, `1.2万`. What could mean two things
 * (`1.299,00`, `1e3`) is refused rather than guessed, unless the whole column writes its cents after a comma.
 */
export function parsePrice(text: string, decimalComma = false): ParsedPrice {
  const plain = decimalComma ? null : PLAIN.exec(text)
  if (plain) return inRange(toFen(plain[1] ?? '', plain[2]))
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^(cny|rmb|¥|￥|人民币)\s*/, '')
    .replace(/\s*(元|cny|rmb|yuan)$/, '')
    .trim()
  if (/^-\s*[¥￥]?\s*\d/.test(bare)) return { problem: 'PRICE_RANGE' }
  const amount = decimalComma ? WITH_COMMA.exec(bare) : (PLAIN.exec(bare) ?? GROUPED.exec(bare))
  if (amount) return inRange(toFen((amount[1] ?? '').replaceAll(/[.,]/g, ''), amount[2]))
  const short = decimalComma ? bare.replace(',', '.') : bare
  const [, myriads, rest = ''] = MYRIADS.exec(short) ?? []
  if (myriads !== undefined) return inRange(toFen(myriads + rest.padEnd(4, '0')))
  const [, thousands, more = ''] = THOUSANDS.exec(short) ?? []
  if (thousands !== undefined) return inRange(toFen(thousands + more.padEnd(3, '0')))
  return { problem: 'PRICE_NOT_NUMBER' }
}

function toFen(yuan: string, decimals = ''): bigint {
  return BigInt(yuan + decimals.padEnd(2, '0'))
}

function inRange(fen: bigint): ParsedPrice {
  return fen > 0n && fen <= HIGHEST_FEN ? { fen } : { problem: 'PRICE_RANGE' }
}
