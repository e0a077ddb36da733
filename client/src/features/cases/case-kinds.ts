import type { Outputs } from '#api/api.ts'

export type PartyCase = Outputs['cases']['get']
export type DeskCase = Outputs['caseDesk']['get']
export type Clause = PartyCase['clause']
export type Decision = PartyCase['decisions'][number]
export type Said = PartyCase['said'][number]
