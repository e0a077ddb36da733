import { z } from 'zod'

/** What a column of a bank's table can mean. */
export const BANK_FIELDS = [
  'day',
  'time',
  'in',
  'out',
  'amount',
  'direction',
  'balance',
  'counterparty',
  'description',
  'bankNo',
  'ownNo',
  'currency',
] as const
export type BankField = (typeof BANK_FIELDS)[number]

const header = z.string().trim().min(1).max(100)

const columns = z.strictObject({
  day: header,
  time: header.optional(),
  in: header.optional(),
  out: header.optional(),
  amount: header.optional(),
  direction: header.optional(),
  balance: header.optional(),
  counterparty: header.optional(),
  description: header.optional(),
  bankNo: header.optional(),
  ownNo: header.optional(),
  currency: header.optional(),
})

/**
 * How one bank writes its tables: which header stands above what. Asked once per account, and from then on each of its files is
 * read by it. Amounts stand in two columns, or in one with a sign or with a word beside it.
 */
export const bankMapping = z
  .object({
    columns,
    /** In the one column of amounts, what has no sign went out. */
    positiveIsOut: z.boolean().default(false),
  })
  .refine(mapping => bankMappingGaps(mapping.columns).length === 0, { error: 'incomplete' })
export type BankMapping = z.infer<typeof bankMapping>

export type BankColumns = Partial<Record<BankField, string | undefined>>

/** What is missing before a table can be read; each entry is a choice of fields, of which one is enough. */
export function bankMappingGaps(mapped: BankColumns): BankField[][] {
  const has = (field: BankField) => mapped[field] !== undefined
  const gaps: BankField[][] = []
  if (!has('day')) gaps.push(['day'])
  if (!has('amount') && !has('in')) gaps.push(['in', 'amount'])
  if (!has('amount') && !has('out')) gaps.push(['out', 'amount'])
  return gaps
}

/** A column as the person who maps it sees it. */
export interface ProposedColumn {
  header: string
  samples: string[]
  field: BankField | null
  /** `sure` by its name, `likely` by a part of it, `guess` by what stands in it. */
  confidence: 'sure' | 'likely' | 'guess' | null
}

export interface BankProposal {
  /** As the table says above its header; null where it does not, or hides a part of it. */
  accountNo: string | null
  /** Of the file, from 1. */
  headerLine: number
  columns: ProposedColumn[]
  positiveIsOut: boolean
  /** Of the lines looked at, how many have the balance that the one before and the amount make. */
  balances: { checked: number; right: number }
}
