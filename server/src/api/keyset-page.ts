import { z } from 'zod'

/** Input of a list whose cursor is opaque text from the page before. */
export const pageFields = {
  cursor: z.string().min(1).max(300).optional(),
  limit: z.int().min(1).max(100).default(50),
}

export const pageInput = z.strictObject(pageFields)
