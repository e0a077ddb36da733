import type { VerifiableReport } from '@haowu/shared/verification.ts'
import { type SignedFacts, splitIdentity } from '#features/report/signed-facts.ts'

/** One thing of the report to hold against the piece in hand. */
export interface CheckedField {
  key: string
  /** Undefined for what is no measured parameter; the page has its own word then. */
  name: string | undefined
  expected: string
}

export interface Tick {
  verdict: 'same' | 'differs'
  /** What the buyer sees instead. */
  found: string
}

/** What the buyer has done so far; it lives on his device until it is sent. */
export interface ParcelCheck {
  ticks: Record<string, Tick>
  statement: string
  /** Stored with us already; the small picture is for this page alone. */
  photos: { key: string; thumbnail: string }[]
}

export const NOTHING_CHECKED: ParcelCheck = { ticks: {}, statement: '', photos: [] }

/** The keys of what every report says beside its parameters. */
export const PIECE = 'piece'
export const IDENTITY = 'identity'
const DEFECTS = 'defects'

/** In the order in which a person unpacks: is it this piece, is it its number, then each parameter, then the defects. */
export function fieldsToCheck(
  { lines }: Pick<VerifiableReport, 'lines'>,
  facts: Pick<SignedFacts, 'item' | 'defects'>,
  words: { language: string; noDefects: string },
): CheckedField[] {
  const { number } = splitIdentity(facts.item.identity)
  const english = words.language === 'en'
  return [
    { key: PIECE, name: undefined, expected: facts.item.title },
    ...(number ? [{ key: IDENTITY, name: undefined, expected: number }] : []),
    ...lines.map(line => ({
      key: line.key,
      name: english ? line.en : line.zh,
      expected: english ? line.valueEn : line.valueZh,
    })),
    { key: DEFECTS, name: undefined, expected: facts.defects || words.noDefects },
  ]
}

export interface CheckSum {
  checked: number
  total: number
  /** What is sent; a difference without words is none yet. */
  differences: { key: string; expected: string; found: string }[]
  /** Ticked as different, but not yet said how. */
  wordless: string[]
}

const MOST_CHARACTERS = 200

export function sumUp(fields: readonly CheckedField[], { ticks }: ParcelCheck): CheckSum {
  const ticked = fields.flatMap(field => {
    const tick = ticks[field.key]
    return tick ? [{ ...field, ...tick, found: tick.found.trim().slice(0, MOST_CHARACTERS) }] : []
  })
  const different = ticked.filter(({ verdict }) => verdict === 'differs')
  return {
    checked: ticked.length,
    total: fields.length,
    differences: different
      .filter(({ found }) => found !== '')
      .map(({ key, expected, found }) => ({ key, expected: expected.slice(0, MOST_CHARACTERS), found })),
    wordless: different.filter(({ found }) => found === '').map(({ key }) => key),
  }
}

/** Everything that was not looked at yet, as the report says. */
export function tickTheRest(fields: readonly CheckedField[], check: ParcelCheck): ParcelCheck {
  const rest = fields.filter(({ key }) => !check.ticks[key])
  const same = Object.fromEntries(rest.map(({ key }) => [key, { verdict: 'same', found: '' } as const]))
  return { ...check, ticks: { ...check.ticks, ...same } }
}
