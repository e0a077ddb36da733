/** Whose turn it is, as a list of after-sales shows it: this side's, another's, nobody's any more, or whoever's. */
export const AFTER_SALE_VIEWS = ['answer', 'waiting', 'ended', 'all'] as const
export type AfterSaleView = (typeof AFTER_SALE_VIEWS)[number]
