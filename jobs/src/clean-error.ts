const LONGEST = 2_000

/**
 * An error the queue's store can hold. PostgreSQL refuses NUL and lone surrogates in text, and a job whose failure cannot be
 * written down stays "active" until its lease ends and then runs again, past every limit.
 */
export function cleanError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error)
  const cleaned = new Error(cleanText(message), { cause: error })
  cleaned.name = error instanceof Error ? cleanText(error.name) : 'Error'
  cleaned.stack = `${cleaned.name}: ${cleaned.message}`
  return cleaned
}

function cleanText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').slice(0, LONGEST).toWellFormed()
}
