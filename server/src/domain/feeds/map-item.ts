import jmespath from 'jmespath'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedRow } from './feed-adapter.ts'
import type { FeedConfig, FieldRule } from './feed-config.ts'

type JsonConfig = FeedConfig<'json'>

/** Reads one thing out of an answer. */
export type ReadPath = (from: unknown) => unknown

const PLAIN_PATH = /^[A-Za-z_][\w]*(\.[A-Za-z_][\w]*)*$/
const OUR_CURRENCY = new Set(['', 'CNY', 'RMB', 'CNH', '人民币', '¥', '￥'])

/**
 * A JMESPath expression as a function; it can compute nothing but what stands in the answer. The plain paths that most
 * are, are walked without it. Throws `mapping_failed` for one that cannot be read.
 */
export function compilePath(expression: string): ReadPath {
  if (expression === '@') return from => from
  if (PLAIN_PATH.test(expression)) return walkPath(expression.split('.'))
  const failed = () => new FeedError('mapping_failed', { expression: expression.slice(0, 100) })
  if (!isReadable(expression)) throw failed()
  return from => {
    try {
      return jmespath.search(from, expression)
    } catch {
      throw failed()
    }
  }
}

/** The library tells a wrong expression only when it is used: `ParserError`, or `LexerError`; anything else is about the value. */
function isReadable(expression: string): boolean {
  try {
    jmespath.search(null, expression)
  } catch (error) {
    return !(error instanceof Error && /^(Parser|Lexer)Error$/.test(error.name))
  }
  return true
}

function walkPath(names: string[]): ReadPath {
  return from => {
    let value = from
    for (const name of names) {
      if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
        return null
      value = (value as Record<string, unknown>)[name]
    }
    return value
  }
}

/** Builds what makes a row of an item. Throws `mapping_failed`, and of an item in another currency `other_currency`. */
export function compileMapping({ fields, currencyPath }: JsonConfig): (item: unknown) => FeedRow {
  const currencyOf = currencyPath === undefined ? null : compilePath(currencyPath)
  const readers = Object.entries(fields).map(([field, rule]) => [field, compileRule(rule)] as const)
  return item => {
    const currency = currencyOf ? toText(currencyOf(item)).trim().toUpperCase() : ''
    if (!OUR_CURRENCY.has(currency))
      throw new FeedError('other_currency', { currency: currency.slice(0, 20) })
    return new Map(readers.map(([field, read]) => [field, read(item)]))
  }
}

function compileRule(rule: FieldRule): (item: unknown) => string {
  if ('constant' in rule) return () => rule.constant
  const { words, unit } = rule
  const read = compilePath(rule.path)
  return item => {
    const said = read(item)
    const text = wordFor(said, words) ?? toText(said)
    return unit === 'fen' ? fenToYuan(text) : text
  }
}

/** What the supplier says that a value means; true and false may be named as the source writes them. */
function wordFor(value: unknown, words: Record<string, string> = {}): string | undefined {
  return [toText(value), String(value)]
    .map(text => (Object.hasOwn(words, text) ? words[text] : undefined))
    .find(Boolean)
}

/** Fen stay exact. What is not a whole number keeps its unit, so that the row check says what is wrong with it. */
export function fenToYuan(text: string): string {
  if (text === '') return ''
  const digits = /^-?\d{1,18}$/.exec(text)
  if (!digits) return `${text}分`
  const sign = text.startsWith('-') ? '-' : ''
  const fen = text.replace('-', '').padStart(3, '0')
  return `${sign}${fen.slice(0, -2)}.${fen.slice(-2)}`
}

/** A value as a supplier would write it into a cell; what is not there is a blank cell. */
export function toText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(Number.isInteger(value) ? value : withoutNoise(value))
  if (Array.isArray(value)) return value.map(toText).join(' ')
  return JSON.stringify(value)
}

/** 30.299999999999997 was 30.3 before somebody added it up; no double holds more than fifteen digits for sure. */
function withoutNoise(value: number): number {
  return Number(value.toPrecision(15))
}
