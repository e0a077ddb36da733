import { FEED_LIMITS } from '@haowu/shared/feeds.ts'
import { FeedError } from '#domain/feed-error.ts'
import type { FeedAnswer } from '#gateways/feed-http.ts'

/** An answer as JSON. Throws `answer_not_json`, `answer_is_page`, `answer_too_deep`, `cut_off`. */
export async function readJson({ body }: Pick<FeedAnswer, 'body'>): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk as Buffer)
  return parseJson(decode(Buffer.concat(chunks)))
}

/** The same of a text; whole numbers that JavaScript would round stay what was written, as text. */
export function parseJson(text: string): unknown {
  const first = text.trimStart()[0]
  if (first === '<') throw new FeedError('answer_is_page')
  refuseDepth(text)
  try {
    return /\d{16}/.test(text) ? JSON.parse(text, keepLongNumber) : JSON.parse(text)
  } catch (error) {
    if (isCutOff(error)) throw new FeedError('cut_off')
    throw new FeedError('answer_not_json')
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new FeedError('answer_not_json')
  }
}

function keepLongNumber(_: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? '')
    ? source
    : value
}

function isCutOff(error: unknown): boolean {
  return error instanceof SyntaxError && /end of JSON input|Unterminated string/.test(error.message)
}

/** Deep nesting breaks whoever walks it; counted before anything is built. */
function refuseDepth(text: string): void {
  let depth = 0
  const marks = /["[\]{}]/g
  for (let match = marks.exec(text); match; match = marks.exec(text)) {
    if (match[0] === '"') marks.lastIndex = endOfString(text, marks.lastIndex)
    else if (match[0] === '[' || match[0] === '{') depth++
    else depth--
    if (depth > FEED_LIMITS.jsonDepth)
      throw new FeedError('answer_too_deep', { limit: FEED_LIMITS.jsonDepth })
  }
}

function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}
