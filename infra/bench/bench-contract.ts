/** What one variant of a bench does in one round. */
export interface Variant {
  /** Brings everything into place that is not measured, for example fresh input. */
  before?(round: number): Promise<void> | void
  /** The measured work; answers how many units it did. */
  run(round: number): Promise<number>
}

/** A figure that we publish: one variant against another of the same round. */
export interface RatioOf {
  of: string
  over: string
  /** `speed`: units per second. `cpu`: processor time per unit, of this process and of PostgreSQL together. */
  by: 'speed' | 'cpu'
}

export interface PreparedBench extends AsyncDisposable {
  /** What one unit is, for the table. */
  unit: string
  /** They run in this order, again and again, so that a slow minute of the machine hits all of them. */
  variants: Record<string, Variant>
  ratios: Record<string, RatioOf>
  /** What is no ratio, measured once after the rounds: milliseconds and MiB, named so. */
  figures?: Record<string, () => Promise<number>>
}

export interface BenchContext {
  /** A PostgreSQL of its own that waits for the disk, as superuser. */
  adminUrl: string
  /** Under a minute; the figures are rougher. */
  quick: boolean
}

export interface Bench {
  name: string
  /** One line for the table's head. */
  title: string
  prepare(context: BenchContext): Promise<PreparedBench>
}

/** One run of one variant. Times in seconds. */
export interface Sample {
  units: number
  wall: number
  nodeCpu: number
  postgresCpu: number
}

export interface BenchResult {
  name: string
  /** Medians over the rounds of the ratio within each round. */
  ratios: Record<string, number>
  figures: Record<string, number>
  /** Microseconds of processor time per unit, median. */
  cpu: Record<string, { node: number; postgres: number }>
  /** Units per second, median. */
  speed: Record<string, number>
  /** Peak memory of the measuring process, which contains the code under test. */
  rssMiB: number
  rounds: number
}
