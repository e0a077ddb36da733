import type {
  StatementLineDraft,
  StatementParser,
  StatementTotals,
} from '#domain/reconciliation/statement-parser.ts'
import { StatementRefusal } from '#domain/reconciliation/statement-refusal.ts'
import { encodeGb18030 } from '#gateways/encode-gb18030.ts'

interface Pieces {
  size?: number
  encoding?: 'gb18030'
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Parses a file that a test wrote, to its end, cut into pieces as a stream would be. */
export async function parseWhole(
  parser: StatementParser,
  file: string | Uint8Array,
  { size = 65_536, encoding }: Pieces = {},
): Promise<{ lines: StatementLineDraft[]; totals: StatementTotals }> {
  const bytes = typeof file !== 'string' ? file : encoding ? encodeGb18030(file) : Buffer.from(file)
  const lines: StatementLineDraft[] = []
  const reading = parser.parse(cut(bytes, size))
  for (let next = await reading.next(); ; next = await reading.next()) {
    if (next.done) return { lines, totals: next.value }
    lines.push(next.value)
  }
}

/** The rule by which a file is refused; null for one that is taken. */
export async function ruleOf(parser: StatementParser, file: string | Uint8Array): Promise<string | null> {
  try {
    await parseWhole(parser, file)
    return null
  } catch (error) {
    if (error instanceof StatementRefusal) return error.rule
    throw error
  }
}
