import type { Bench, BenchContext, BenchResult, PreparedBench, RatioOf, Sample } from './bench-contract.ts'
import { median, rounded } from './median.ts'

interface Clock {
  /** Seconds of PostgreSQL's and of our own processor time so far. */
  postgresCpu(): number
  nodeCpu(): number
}

/**
 * Prepares one bench and measures it over so many rounds. Each round runs every variant once, in turn, so that ratios
 * compare neighbours in time. A first round warms caches and plans and is not counted.
 */
export async function runBench(
  bench: Bench,
  { context, clock, rounds }: { context: BenchContext; clock: Clock; rounds: number },
): Promise<BenchResult & { unit: string }> {
  await using prepared = await bench.prepare(context)
  const samples: Record<string, Sample[]> = {}
  for (let round = 0; round <= rounds; round++) {
    for (const [name, variant] of Object.entries(prepared.variants)) {
      await variant.before?.(round)
      const sample = await measure(clock, () => variant.run(round))
      if (round > 0) (samples[name] ??= []).push(sample)
    }
  }
  const summary = summarize({ bench, prepared, samples })
  const figures: Record<string, number> = {}
  for (const [name, measureOne] of Object.entries(prepared.figures ?? {})) figures[name] = await measureOne()
  return { ...summary, figures, rounds, unit: prepared.unit }
}

async function measure(clock: Clock, run: () => Promise<number>): Promise<Sample> {
  const before = { postgres: clock.postgresCpu(), node: clock.nodeCpu(), at: performance.now() }
  const units = await run()
  return {
    units,
    wall: (performance.now() - before.at) / 1_000,
    nodeCpu: clock.nodeCpu() - before.node,
    postgresCpu: clock.postgresCpu() - before.postgres,
  }
}

interface Measured {
  bench: Bench
  prepared: PreparedBench
  samples: Record<string, Sample[]>
}

function summarize({ bench, prepared, samples }: Measured): Omit<BenchResult, 'rounds' | 'figures'> {
  const perVariant = <T>(summary: (samples: Sample[]) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(samples).map(([name, of]) => [name, summary(of)]))
  const perUnit = (of: Sample[], seconds: (sample: Sample) => number) =>
    rounded(median(of.map(sample => (seconds(sample) / sample.units) * 1e6)))
  return {
    name: bench.name,
    ratios: Object.fromEntries(
      Object.entries(prepared.ratios).map(([key, ratio]) => [key, pairedRatio(samples, ratio)]),
    ),
    cpu: perVariant(of => ({
      node: perUnit(of, sample => sample.nodeCpu),
      postgres: perUnit(of, sample => sample.postgresCpu),
    })),
    speed: perVariant(of => rounded(median(of.map(sample => sample.units / sample.wall)))),
    rssMiB: Math.round(process.resourceUsage().maxRSS / 1_024),
  }
}

function pairedRatio(samples: Record<string, Sample[]>, { of, over, by }: RatioOf): number {
  const value = (sample: Sample | undefined) => {
    if (sample === undefined) throw new Error(`no sample of ${of} or ${over}`)
    return by === 'speed' ? sample.units / sample.wall : (sample.nodeCpu + sample.postgresCpu) / sample.units
  }
  return rounded(
    median((samples[of] ?? []).map((sample, round) => value(sample) / value(samples[over]?.[round]))),
  )
}
