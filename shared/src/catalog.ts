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

/** The tree one browses by: a branch stands for its leaves and is never stored. Every category hangs on exactly one. */
export const CATEGORY_TREE = {
  digital: ['phone', 'tablet'],
  luxury: ['luxury_bag', 'watch', 'jewellery'],
  home: ['appliance', 'furniture'],
  more: ['book', 'general'],
} as const satisfies Record<string, readonly CategoryCode[]>
export const CATEGORY_BRANCHES = [
  'digital',
  'luxury',
  'home',
  'more',
] as const satisfies readonly (keyof typeof CATEGORY_TREE)[]
export type CategoryBranch = keyof typeof CATEGORY_TREE

/** `streamer`: inspected by the seller on our template. `third_party`: by a qualified agency. */
export const REPORT_KINDS = ['streamer', 'third_party'] as const
export type ReportKind = (typeof REPORT_KINDS)[number]

/** What a buyer who opens a report is told about it. */
export const REPORT_STANDINGS = ['published', 'expired', 'superseded', 'revoked', 'unknown'] as const
export type ReportStanding = (typeof REPORT_STANDINGS)[number]
