/** Where an item stands. The row in the database is the only truth; `item.ts` of the catalog says which moves exist. */
export const ITEM_STATES = [
  'draft',
  'available',
  'live_held',
  'checkout_held',
  'sold',
  'withdrawn',
  'external_sold',
  'quarantined',
  'on_loan',
  'returning',
  'lost',
] as const
export type ItemState = (typeof ITEM_STATES)[number]

/** Best first. A grade is derived from measured axes by the rubric, never typed. */
export const GRADES = ['new', '99', '95', '90', '85', 'fair'] as const
export type Grade = (typeof GRADES)[number]

export const CATEGORY_CODES = [
  'phone',
  'tablet',
  'luxury_bag',
  'watch',
  'jewellery',
  'appliance',
  'book',
  'furniture',
  'general',
] as const
export type CategoryCode = (typeof CATEGORY_CODES)[number]

/** `streamer`: inspected by the seller on our template. `third_party`: by a qualified agency. */
export const REPORT_KINDS = ['streamer', 'third_party'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

/** What a buyer who opens a report is told about it. */
export const REPORT_STANDINGS = ['published', 'expired', 'superseded', 'revoked', 'unknown'] as const
export type ReportStanding = (typeof REPORT_STANDINGS)[number]
