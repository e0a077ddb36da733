import { distance } from 'fastest-levenshtein'
import { CATEGORY_CHOICES } from './category-word.ts'
import { cleanCode, cleanText } from './clean-text.ts'
import { GRADE_CHOICES } from './grade-word.ts'
import { groupOfField, type ImportField, IMPORT_FIELDS } from './import-field.ts'
import { normaliseHeader } from './normalise-word.ts'
import { parseDay } from './parse-day.ts'
import { parseImei } from './parse-identity.ts'
import { createWordReader } from './word-choice.ts'

const SUGGESTED = 3
const LEAST_ALIKE = 0.6
/** So many of the cells that say something must be of a kind. */
const MOST_CELLS = 0.8

/** What a column nobody knows may be, by its cells and by its header, the likeliest first. Only ever offered, never taken. */
export function suggestFields(header: string, cells: string[]): string[] {
  return [...new Set([...fieldsLikeValues(cells), ...fieldsLikeHeader(header)])].slice(0, SUGGESTED)
}

function fieldsLikeHeader(header: string): string[] {
  const word = normaliseHeader(header)
  if (word === '') return []
  const tokens = tokensOf(header)
  return IMPORT_FIELDS.filter(({ field }) => groupOfField(field) !== 'ignore')
    .map(({ field, ...names }) => ({
      field,
      alike: Math.max(...wordsOf(names).map(name => likeness(word, tokens, name))),
    }))
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .sort((one, other) => other.alike - one.alike)
    .map(({ field }) => field)
}

function wordsOf({ zh, en, synonyms, doubtful = [] }: Omit<ImportField, 'field'>): string[] {
  return [zh, en, ...synonyms, ...doubtful]
}

/** One within the other, some words in common, or few letters apart, whichever says most; 1 is the same. */
function likeness(word: string, tokens: Set<string>, name: string): number {
  const known = normaliseHeader(name)
  const [short, long] = word.length < known.length ? [word, known] : [known, word]
  const within = short.length >= 2 && long.includes(short) ? 0.6 + (0.4 * short.length) / long.length : 0
  const letters = 1 - distance(word, known) / Math.max(long.length, 1)
  const own = tokensOf(name)
  const common = [...tokens].filter(token => own.has(token)).length
  const words = common === 0 ? 0 : common / Math.max(tokens.size, own.size)
  return Math.max(within, letters, words)
}

function tokensOf(header: string): Set<string> {
  return new Set(header.toLowerCase().match(/[a-z0-9]{2,}/g) ?? [])
}

const readGrade = createWordReader(GRADE_CHOICES)
const readCategory = createWordReader(CATEGORY_CHOICES)

/** What cells look like that cannot be mistaken: the check digit of an IMEI, the address of a picture, a percentage. */
const KINDS: { field: string; fits(text: string): boolean }[] = [
  { field: 'imei', fits: text => /^\d{15}$/.test(text) && 'identity' in parseImei(text) },
  { field: 'photos', fits: text => /^https?:\/\/\S+\.(?:jpe?g|png|webp|gif)(?:[?;,\s]|$)/i.test(text) },
  { field: 'measured.battery_pct', fits: text => /^(?:100|[1-9]?\d)\s*%$/.test(text) },
  { field: 'report.inspectedOn', fits: text => parseDay(text)?.fromSerial === false },
  { field: 'category', fits: text => Boolean(readCategory(text)) },
  { field: 'grade', fits: text => Boolean(readGrade(text)) },
  { field: 'price', fits: text => /^[¥￥]\s*[\d,.]+$/.test(text) },
]

function fieldsLikeValues(cells: string[]): string[] {
  const texts = cells.map(cell => cleanCode(cleanText(cell))).filter(text => text !== '')
  if (texts.length === 0) return []
  return KINDS.filter(({ fits }) => texts.filter(fits).length >= texts.length * MOST_CELLS).map(
    ({ field }) => field,
  )
}
