import { normaliseWord } from './normalise-word.ts'

/** One value a cell may mean, its names in both languages, and how else suppliers write it. */
export interface WordChoice<Value extends string = string> {
  value: Value
  zh: string
  en: string
  words: string[]
}

/** The value a cell's text means; '' for "nothing of yours", as the supplier said; undefined for a word nobody knows. */
export type ReadWord<Value extends string> = (text: string) => Value | '' | undefined

/** Most rows say one of a few words, so so many are remembered as they stand, before they are normalised. */
const WORDS_KEPT = 1000

/** `own` are the supplier's words for this field. They come first: she has said what she means. */
export function createWordReader<Value extends string>(
  choices: readonly WordChoice<Value>[],
  own: ReadonlyMap<string, string> = new Map(),
): ReadWord<Value> {
  const byWord = new Map<string, Value | ''>(
    choices.flatMap(({ value, zh, en, words }) =>
      [value, zh, en, ...words].map(word => [normaliseWord(word), value] as const),
    ),
  )
  for (const [word, meaning] of own) {
    const choice = choices.find(({ value }) => value === meaning)
    if (choice) byWord.set(word, choice.value)
    else if (meaning === '') byWord.set(word, '')
  }
  const exact = new Map<string, Value | ''>()
  return text => {
    const kept = exact.get(text)
    if (kept !== undefined) return kept
    const word = normaliseWord(text)
    const value = byWord.get(word) ?? answerOf(word, byWord)
    if (value !== undefined && exact.size < WORDS_KEPT) exact.set(text, value)
    return value
  }
}

const YES = new Set(['是', '有', '对', '√', '✓', '✔', '☑', 'y', 'yes', 't', 'true', '1'])
const NO = new Set(['否', '无', '没有', '没', '×', '✗', '✘', 'x', 'n', 'no', 'none', 'f', 'false', '0'])

/** A tick or a cross means what yes or no means there; where neither means anything, neither does the tick. */
function answerOf<Value>(word: string, byWord: ReadonlyMap<string, Value>): Value | undefined {
  const alike = YES.has(word) ? YES : NO.has(word) ? NO : []
  for (const answer of alike) {
    const value = byWord.get(answer)
    if (value !== undefined) return value
  }
  return undefined
}
