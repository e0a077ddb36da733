/** Classes of days since a debt arose, in which finance looks at them; where each ends is the domain's. */
export const RECEIVABLE_AGES = ['week', 'month', 'quarter', 'older'] as const
export type ReceivableAge = (typeof RECEIVABLE_AGES)[number]
