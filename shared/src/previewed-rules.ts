/** Rules whose effect can be reckoned from what was traded, before they are published. */
export const PREVIEWED_RULES = [
  'platform_fee',
  'settlement_delay',
  'deposit_base',
  'deposit_floating',
  'deposit_tier_factor',
  'hold_exposure',
] as const
export type PreviewedRule = (typeof PREVIEWED_RULES)[number]
