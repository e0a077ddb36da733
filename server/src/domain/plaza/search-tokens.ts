import { pinyin } from 'pinyin-pro'

/** Beginnings of a Latin word that are tokens; a longer word is found by its first letters and compared then. */
const LONGEST_PREFIX = 8
const MOST_WORDS = 8
/** Characters of a text that are looked at; a title has no more. */
const MOST_CHARACTERS = 300

const RUNS = /\p{Script=Han}+|[\p{L}\p{N}]+/gu
const HAN = /^\p{Script=Han}/u

/** What of an item can be searched for. */
export interface Searched {
  title: string
  brand: string | null
  model: string | null
  supplierSku: string
  categoryCode: string
  grade: string
}

/** One typed word: an entry fits it when it has all tokens of one of the alternatives. */
export interface WordTokens {
  alternatives: number[][]
  /** The word itself where tokens alone would let through what only has its pairs in another order. */
  phrase: string | null
}

/** The tokens under which an item is found; see `wordsOf` for the other side. */
export function tokensOfItem({ title, brand, model, supplierSku, categoryCode, grade }: Searched): number[] {
  const tokens = new Set<number>([categoryToken(categoryCode), gradeToken(grade)])
  if (brand !== null) tokens.add(brandToken(brand))
  for (const text of [title, brand, model, supplierSku]) {
    for (const run of runsOf(text ?? '')) addRun(tokens, run)
  }
  return [...tokens]
}

function addRun(tokens: Set<number>, run: string): void {
  if (!HAN.test(run)) {
    for (const prefix of prefixesOf(run)) tokens.add(hash(`w${prefix}`))
    return
  }
  for (const token of hanTokens(run)) tokens.add(token)
  const initials = [...run].map(initialsOf)
  initials.slice(1).forEach((letters, at) => {
    for (const first of initials[at] ?? [])
      for (const second of letters) tokens.add(initialToken(first, second))
  })
}

/** The words of a query, each anywhere in title, brand, model or SKU. */
export function wordsOf(query: string): WordTokens[] {
  return query.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS).flatMap(tokensOfWord)
}

function tokensOfWord(word: string): WordTokens[] {
  return runsOf(word).map(run => {
    if (HAN.test(run)) return { alternatives: [hanTokens(run, true)], phrase: run.length > 2 ? run : null }
    const asWord = [wordToken(run)]
    if ([...run].length > LONGEST_PREFIX) return { alternatives: [asWord], phrase: run }
    const mayBeInitials = /^[a-z]{2,}$/.test(run)
    return { alternatives: mayBeInitials ? [asWord, initialTokens(run)] : [asWord], phrase: null }
  })
}

/** Facets are tokens too: their values are few, and a word and a filter are then looked up together. */
export const categoryToken = (code: string) => hash(`c${code}`)
export const gradeToken = (grade: string) => hash(`g${grade}`)
export const brandToken = (brand: string) => hash(`b${normalised(brand)}`)

/** Words of a model are tokens of its piece anyway; they narrow, and the model itself is compared then. */
export function modelTokens(model: string): number[] {
  return runsOf(model).flatMap(run => (HAN.test(run) ? hanTokens(run, true) : [wordToken(run)]))
}

function runsOf(text: string): string[] {
  return normalised(text.slice(0, MOST_CHARACTERS)).match(RUNS)?.flatMap(splitScripts) ?? []
}

/** A run of letters may mix scripts (`苹果15pro`): the Chinese part and the others are words of their own. */
function splitScripts(run: string): string[] {
  return run.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? []
}

function normalised(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** Single characters and pairs; of a query with pairs only the pairs, which say more. */
function hanTokens(run: string, asQuery = false): number[] {
  const characters = [...run]
  const pairs = characters.slice(1).map((character, at) => hash(`h${characters[at]}${character}`))
  return asQuery && pairs.length > 0 ? pairs : [...characters.map(one => hash(`h${one}`)), ...pairs]
}

const wordToken = (run: string) => hash(`w${[...run].slice(0, LONGEST_PREFIX).join('')}`)

function prefixesOf(word: string): string[] {
  const characters = [...word].slice(0, LONGEST_PREFIX)
  return characters.map((_, at) => characters.slice(0, at + 1).join(''))
}

const INITIALS = new Map<string, string[]>()

/** First letters of all ways to read a character: 行 is `h` in 国行 and `x` in 行李, and few dictionaries know which. */
function initialsOf(character: string): string[] {
  const known = INITIALS.get(character)
  if (known) return known
  const readings = pinyin(character, { pattern: 'first', toneType: 'none', type: 'array', multiple: true })
  const initials = [...new Set(readings.map(letter => letter.toLowerCase()))]
  INITIALS.set(character, initials)
  return initials
}

/** What is typed as initials: `pgsj` for 苹果手机, pair by pair. */
function initialTokens(typed: string): number[] {
  return [...typed].slice(1).map((letter, at) => initialToken(typed[at] ?? '', letter))
}

const initialToken = (first: string, second: string) => hash(`p${first}${second}`)

/** FNV-1a over UTF-16 units, as a signed 32-bit number such as an `int` column takes. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value | 0
}
