import type { Inputs } from '#api/api.ts'

/** What somebody tries instead of the rates in force. */
export type DraftRates = Inputs['rules']['whatIf']['drafts']

const SPLIT_CODES = ['platform_fee', 'tech_fee', 'agency_rate'] as const

/** The rule as one of those that divide a sale, or undefined for any other. */
export const splitCode = (code: string) => SPLIT_CODES.find(each => each === code)
