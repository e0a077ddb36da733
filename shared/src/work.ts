import { z } from 'zod'

/** What can wait for an operator; each kind has its own desk. */
export const WORK_KINDS = [
  'application',
  'case',
  'report',
  'reinspection',
  'deposit',
  'loan',
  'quarantine',
] as const
export type WorkKind = (typeof WORK_KINDS)[number]

export const workFilters = z.strictObject({
  kind: z.enum(WORK_KINDS).optional(),
  /** Only what is past its deadline. */
  late: z.boolean().optional(),
})
