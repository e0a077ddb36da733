import { IMPORT_SOURCES, IMPORT_STATES, ROW_CODES } from '@haowu/shared/imports.ts'
import { z } from 'zod'

/** The history's filters as its address. */
export const historySearch = z.object({
  state: z.enum(IMPORT_STATES).optional().catch(undefined),
  source: z.enum(IMPORT_SOURCES).optional().catch(undefined),
})

export const ROW_VIEWS = ['open', 'fixed', 'skipped'] as const

/** Which failing rows are in the grid: of one cause, in one state, from one place on. */
export const rowsSearch = z.object({
  code: z.enum(ROW_CODES).optional().catch(undefined),
  column: z.string().max(200).optional().catch(undefined),
  view: z.enum(ROW_VIEWS).optional().catch(undefined),
  after: z.string().max(200).optional().catch(undefined),
})

export const CHANGE_KINDS = ['priceUp', 'priceDown', 'changed', 'new', 'returned'] as const

/** Which of the changes are listed under the preview's counts. */
export const previewSearch = z.object({ kind: z.enum(CHANGE_KINDS).optional().catch(undefined) })
