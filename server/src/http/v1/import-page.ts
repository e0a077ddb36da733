import { ROW_CODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'

/** The import that a call is about. */
export const byImport = z.strictObject({ importId: z.uuid().toLowerCase() })

/** A page of rows of an import; the cursor is text from the page before, to be handed back as it is. */
export const pageOfRows = z.strictObject({
  cursor: z.string().min(1).max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

/** As many as were left out, each a line of the file. */
export const pageOfLines = z.strictObject({
  code: z.enum(ROW_CODES).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,8}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
