import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanError } from './clean-error.ts'

test('whatever is thrown becomes an error that PostgreSQL can store, and is short', () => {
  const text = fc.string({ unit: 'binary', maxLength: 4_000 })
  fc.assert(
    fc.property(text, message => {
      const cleaned = cleanError(new Error(message))
      expect(cleaned.message).not.toContain('\0')
      expect(cleaned.message.isWellFormed()).toBe(true)
      expect(cleaned.message.length).toBeLessThanOrEqual(2_000)
      expect(cleaned.stack).not.toContain('\0')
    }),
  )
  expect(cleanError('text\0').message).toBe('text\ufffd')
})
