/** The modules of the domain. Each may import only those before it, so that the whole can be read from the top. */
export const MODULE_ORDER = [
  'ledger',
  'parties',
  'rules',
  'outbox',
  'notices',
  'onboarding',
  'catalog',
  'inspection',
  'imports',
  'media',
  'inventory',
  'feeds',
  'commission',
  'plaza',
  'deposits',
  'receivables',
  'custody',
  'picks',
  'orders',
  'after-sales',
  'settlement',
  'reconciliation',
  'cases',
  'scores',
] as const

export type ModuleName = (typeof MODULE_ORDER)[number]
