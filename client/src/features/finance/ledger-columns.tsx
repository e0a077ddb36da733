import { writeYuan } from '@haowu/shared/plain-yuan.ts'
import { formatYuan } from '@haowu/shared/money.ts'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { splitAccountCode, useAccountName } from '#features/finance/account-name.ts'
import { useEventName } from '#features/finance/event-name.ts'
import type { ReadColumn } from '#ui/read-grid.tsx'

export type LedgerRow = Outputs['ledger']['list']['rows'][number]

/** What a row of the ledger shows, and what is copied of it: amounts as plain numbers to the fen. */
export function useLedgerColumns(): ReadColumn<LedgerRow>[] {
  const { t, i18n } = useTranslation('ledger')
  const accountName = useAccountName()
  const eventName = useEventName()
  return useMemo(() => {
    const account = (code: string, party: string | null) =>
      `${accountName(splitAccountCode(code).kind)}${party === null ? '' : ` · ${party}`}`
    return [
      { key: 'entry', title: t('column.entry'), width: 84, text: row => `${row.transactionId}-${row.seq}` },
      { key: 'day', title: t('column.day'), width: 98, text: row => row.effectiveOn },
      {
        key: 'posted',
        title: t('column.posted'),
        width: 112,
        text: row => postedText(row.postedAt),
        cell: row => postedText(row.postedAt).slice(5, 16),
      },
      { key: 'event', title: t('column.event'), width: 170, text: row => eventName(row.kind) },
      {
        key: 'order',
        title: t('column.order'),
        width: 168,
        text: row => row.orderNo ?? '',
        cell: row =>
          row.orderNo === null ? (
            '–'
          ) : (
            <Link
              to="/finance/orders/$orderNo"
              params={{ orderNo: row.orderNo }}
              className="mono"
              tabIndex={-1}
              preload={false}
            >
              {row.orderNo}
            </Link>
          ),
      },
      {
        key: 'debitAccount',
        title: t('column.debitAccount'),
        width: 230,
        text: row => account(row.debit, row.debitParty),
      },
      {
        key: 'creditAccount',
        title: t('column.creditAccount'),
        width: 230,
        text: row => account(row.credit, row.creditParty),
      },
      amount('debit', t('column.debit'), row => row.debitFen),
      amount('credit', t('column.credit'), row => row.creditFen),
    ]
    // oxlint-disable-next-line react/exhaustive-deps -- the language stands for the names, which are new functions at each render
  }, [i18n.language, t])
}

function amount(key: string, title: string, fenOf: (row: LedgerRow) => string | null): ReadColumn<LedgerRow> {
  const write = (row: LedgerRow, text: (fen: bigint) => string, none: string) => {
    const fen = fenOf(row)
    return fen === null ? none : text(BigInt(fen))
  }
  return {
    key,
    title,
    width: 116,
    align: 'end',
    isNumber: true,
    text: row => write(row, writeYuan, ''),
    cell: row => write(row, formatYuan, '–'),
  }
}

/** `2026-11-26 20:30:05` by the business's clock. */
export function postedText(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
