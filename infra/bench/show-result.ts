import type { BenchResult } from './bench-contract.ts'

/** A table for people: speeds and processor time of each variant, then the ratios that we publish. */
export function showResult(title: string, result: BenchResult, unit: string): string {
  const rows = Object.entries(result.speed).map(([variant, speed]) => {
    const cpu = result.cpu[variant]
    return [variant, `${Math.round(speed)}`, `${cpu?.node ?? 0}`, `${cpu?.postgres ?? 0}`]
  })
  return [
    `\n${title}`,
    ...align([['variant', `${unit}/s`, `node µs/${unit}`, `postgres µs/${unit}`], ...rows]),
    '',
    ...align(
      Object.entries({ ...result.ratios, ...result.figures }).map(([key, figure]) => [key, `${figure}`]),
    ),
    `medians of ${result.rounds} interleaved rounds; peak memory of this process ${result.rssMiB} MiB`,
  ].join('\n')
}

function align(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  )
}
