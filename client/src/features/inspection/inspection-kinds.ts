import type { Inputs, Outputs } from '#api/api.ts'

export type Desk = Outputs['inspections']['desk']
export type Inspection = NonNullable<Desk['inspection']>
export type Assessment = NonNullable<Desk['assessment']>
export type Change = Inputs['inspections']['save']['change']
export type Mark = Inspection['marks'][number]
export type Medium = Desk['media'][number]
