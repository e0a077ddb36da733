/** Decimals that WeChat Pay writes of a fee. */
const DECIMALS = 5
const PER_FEN = 10n ** BigInt(DECIMALS - 2)
const AMOUNT = /^([+-]?)(\d{1,13})(?:\.(\d{1,5}))?$/

/** An amount in yuan with up to five decimals, in hundred-thousandths of a yuan; null for what is none. Never a floating number. */
export function readScaled(text: string): bigint | null {
  const found = AMOUNT.exec(text)
  if (!found) return null
  const [, sign = '', whole = '', decimals = ''] = found
  const scaled = BigInt(whole + decimals.padEnd(DECIMALS, '0'))
  return sign === '-' ? -scaled : scaled
}

/**
 * Turns fees with fractions of a fen into whole fen so that they sum to the rounded sum: each row gets what the running sum, rounded
 * half away from zero, grew by. No row is off by more than a fen, and the column by none.
 */
export function createFeeRounding(): (scaled: bigint) => bigint {
  let sum = 0n
  let given = 0n
  return scaled => {
    sum += scaled
    const fen = roundToFen(sum) - given
    given += fen
    return fen
  }
}

export function roundToFen(scaled: bigint): bigint {
  const half = PER_FEN / 2n
  return scaled < 0n ? -((-scaled + half) / PER_FEN) : (scaled + half) / PER_FEN
}
