import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import { fenText } from '@haowu/shared/money.ts'
import type { PlanKind, PriceModel } from '@haowu/shared/plan-states.ts'
import { type RateForm, toBps } from '#features/commission/rate-fields.tsx'

/** What the editor's fields hold: percents, yuan and points as people write them. */
export type PlanForm = RateForm & {
  name: string
  kind: PlanKind
  priceModel: PriceModel
  categoryCode: string
  itemIds?: string[]
  streamerIds?: string[]
  needsApproval?: boolean
  minTier?: 'A' | 'B' | 'C' | undefined
  minOrders?: number | null
  minGmvYuan?: number | null
  minPoints?: number | null
  endsOn?: { format: (pattern: string) => string } | null
  supplyPercent?: number | null
  markupPercent?: number | null
  floorPercent?: number | null
  ceilingPercent?: number | null
}

const optional = (percent: number | null | undefined) => (percent == null ? null : toBps(percent))

export function formRates(form: Partial<PlanForm>) {
  const supply = form.priceModel === 'supply_price'
  return {
    rateBps: supply ? 0 : toBps(form.ratePercent),
    serviceRateBps: toBps(form.servicePercent),
    supplyRateBps: supply ? toBps(form.supplyPercent) : null,
  }
}

/** The plan as the server takes it. Fields that the chosen kind does not show count for nothing. */
export function toPlan(form: PlanForm) {
  const open = form.kind === 'open'
  const itemIds = form.itemIds ?? []
  const asks = open || form.needsApproval === true
  const supply = form.priceModel === 'supply_price'
  const category = CATEGORY_CODES.find(code => code === form.categoryCode) ?? null
  return {
    kind: form.kind,
    name: form.name.trim(),
    priceModel: form.priceModel,
    categoryCode: itemIds.length > 0 ? null : category,
    itemIds,
    streamerIds: open ? [] : (form.streamerIds ?? []),
    needsApproval: form.needsApproval ?? false,
    minTier: asks ? (form.minTier ?? null) : null,
    minOrders: asks ? (form.minOrders ?? null) : null,
    minGmvFen: asks && form.minGmvYuan ? fenText.parse(`${form.minGmvYuan}00`) : null,
    minScore: asks && form.minPoints ? form.minPoints * 100 : null,
    endsOn: form.endsOn?.format('YYYY-MM-DD') ?? null,
    markupBps: supply ? optional(form.markupPercent) : null,
    floorBps: optional(form.floorPercent),
    ceilingBps: optional(form.ceilingPercent),
    ...formRates(form),
  }
}
