/** What a party may not do for now: take new live holds (or have its goods held), offer goods, be paid out. */
export const RESTRICTION_KINDS = ['no_holds', 'no_listing', 'payouts_frozen'] as const
export type RestrictionKind = (typeof RESTRICTION_KINDS)[number]

export const RESTRICTION_CAUSES = ['deposit_short', 'case', 'onboarding', 'exit', 'loan_overdue'] as const
export type RestrictionCause = (typeof RESTRICTION_CAUSES)[number]
