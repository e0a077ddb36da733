import { createHash } from 'node:crypto'

/** Bytes that are ready to be sent, and the entity tag that names exactly them. */
export interface PrebuiltAnswer {
  body: Buffer
  etag: string
}

export interface PrebuiltAnswers {
  /** What is kept and fresh; null for what is known not to exist, undefined when it has to be built. */
  fresh(key: string): PrebuiltAnswer | null | undefined
  /** Builds what is not fresh. Rejects when that fails, and remembers nothing of it. */
  get(key: string): Promise<PrebuiltAnswer | null>
}

interface Kept {
  answer: PrebuiltAnswer | null
  freshUntil: number
}

/**
 * Answers that many ask for and that seldom change, kept as bytes in this process. Within `freshMs` nobody is asked; after
 * that one caller asks for all who wait. `most` bounds the memory: what was built longest ago goes first.
 */
export function createPrebuiltAnswers({
  build,
  freshMs,
  most,
  now = () => performance.now(),
}: {
  build(key: string): Promise<object | null>
  freshMs: number
  most: number
  now?: () => number
}): PrebuiltAnswers {
  const kept = new Map<string, Kept>()
  const underway = new Map<string, Promise<PrebuiltAnswer | null>>()

  async function rebuild(key: string): Promise<PrebuiltAnswer | null> {
    // Counted from before the look, so that what is told is never older than the bound.
    const freshUntil = now() + freshMs
    const value = await build(key)
    const answer = value && toAnswer(value)
    kept.delete(key)
    kept.set(key, { answer, freshUntil })
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return answer
  }

  function fresh(key: string): PrebuiltAnswer | null | undefined {
    const known = kept.get(key)
    return known && known.freshUntil > now() ? known.answer : undefined
  }

  return {
    fresh,
    async get(key) {
      const known = fresh(key)
      if (known !== undefined) return known
      const asked = underway.get(key)
      if (asked) return asked
      const asking = rebuild(key).finally(() => underway.delete(key))
      underway.set(key, asking)
      return asking
    },
  }
}

function toAnswer(value: object): PrebuiltAnswer {
  return answerOf(Buffer.from(JSON.stringify(value)))
}

/** The bytes with the tag that names exactly them. */
export function answerOf(body: Buffer): PrebuiltAnswer {
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
}

/** Whether the caller already has exactly these bytes (If-None-Match, RFC 9110 §13.1.2: compared weakly). */
export function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return ifNoneMatch.split(',').some(tag => tag.trim() === '*' || tag.trim().replace(/^W\//, '') === etag)
}
