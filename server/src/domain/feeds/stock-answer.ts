import type { StockAnswer } from '@haowu/shared/feeds.ts'

/** What so many pieces come to for a buyer of one; null where the source did not speak of it. */
export function stockAnswer(pieces: number | null): StockAnswer {
  if (pieces === null) return 'unknown'
  return pieces > 0 ? 'there' : 'gone'
}
