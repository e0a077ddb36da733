import { createHash } from 'node:crypto'

/** The bank's own number of a movement: sixteen digits, the same whenever the statement is fetched. */
export function bankNoOf(fact: string): string {
  return (createHash('sha256').update(fact).digest().readBigUInt64BE() % 10n ** 16n)
    .toString()
    .padStart(16, '0')
}
