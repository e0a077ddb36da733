/** Hundredths of a point as people read them: `8740` → `"87.40"`. */
export function formatPoints(hundredths: number): string {
  return (hundredths / 100).toFixed(2)
}

/** With its sign, and none at nothing: `-56` → `"−0.56"`, `120` → `"+1.20"`. */
export function formatChange(hundredths: number): string {
  if (hundredths === 0) return '0.00'
  return `${hundredths > 0 ? '+' : '−'}${formatPoints(Math.abs(hundredths))}`
}

/** A rate in millionths: `983333` → `"98.3%"`. */
export function formatShare(millionths: number): string {
  return `${(millionths / 10_000).toFixed(1)}%`
}
