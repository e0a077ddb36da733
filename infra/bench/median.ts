/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2
}

/** Four significant digits: more would pretend a precision that a shared machine does not give. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
