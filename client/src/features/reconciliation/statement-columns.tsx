import type { StatementState } from '@haowu/shared/statement-files.ts'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Outputs } from '#api/api.ts'
import { useRefusalText } from '#features/reconciliation/use-refusal-text.ts'
import type { Column } from '#ui/data-table.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Money } from '#ui/money.tsx'
import { type Shape, StatusTag } from '#ui/status-tag.tsx'
import type { Tone } from '#ui/tokens.ts'

type StatementFile = Outputs['statements']['list']['rows'][number]

const LOOKS: Record<StatementState, { tone: Tone; shape: Shape }> = {
  loaded: { tone: 'success', shape: 'live' },
  refused: { tone: 'danger', shape: 'refused' },
  asking: { tone: 'warning', shape: 'waiting' },
}

export function StatementStateTag({ state }: { state: StatementState }) {
  const { t } = useTranslation('statement')
  return <StatusTag {...LOOKS[state]}>{t(`state.${state}`)}</StatusTag>
}

/** Who brought it in: a person by name, or the pull and the drop folder in words. */
export function useBringer() {
  const { t } = useTranslation('statement')
  return (by: string) => (by === 'pull' || by === 'drop' ? t(`by.${by}`) : by)
}

export function useStatementColumns(): Column<StatementFile>[] {
  const { t } = useTranslation('statement')
  const bringer = useBringer()
  return [
    {
      key: 'file',
      title: t('file'),
      heading: true,
      cell: row => (
        <div className="stack-tight">
          <FileLink file={row} />
          <span className="small secondary">{t(`kind.${row.kind}`)}</span>
        </div>
      ),
    },
    {
      key: 'account',
      title: t('account'),
      cell: row =>
        row.accountName === null ? (
          '–'
        ) : (
          <div className="stack-tight">
            <span>{row.accountName}</span>
            <span className="small secondary mono">{row.accountNo}</span>
          </div>
        ),
    },
    {
      key: 'days',
      title: t('days'),
      cell: row => <Days from={row.dayFrom} to={row.dayTo} />,
    },
    { key: 'state', title: t('stateOf'), cell: row => <StateAndReason file={row} /> },
    { key: 'lines', title: t('lineCount'), align: 'end', cell: row => row.lineCount.toLocaleString('en') },
    { key: 'in', title: t('in'), align: 'end', cell: row => <Money fen={row.inFen} /> },
    { key: 'out', title: t('out'), align: 'end', cell: row => <Money fen={row.outFen} /> },
    {
      key: 'loaded',
      title: t('broughtBy'),
      cell: row => (
        <div className="stack-tight">
          <span>{bringer(row.loadedBy)}</span>
          <span className="small secondary">
            <DateText at={row.loadedAt} />
          </span>
        </div>
      ),
    },
  ]
}

function FileLink({ file }: { file: StatementFile }) {
  const params = { fileId: file.id }
  return (
    <Link
      to={file.state === 'asking' ? '/finance/statements/$fileId/columns' : '/finance/statements/$fileId'}
      params={params}
      className="row-link"
    >
      {file.fileName}
    </Link>
  )
}

function StateAndReason({ file: { state, refusal } }: { file: StatementFile }) {
  const refusalText = useRefusalText()
  return (
    <div className="stack-tight">
      <StatementStateTag state={state} />
      {refusal ? <span className="small secondary">{refusalText(refusal)}</span> : null}
    </div>
  )
}

export function Days({ from, to }: { from: string | null; to: string | null }) {
  if (from === null) return '–'
  return <span className="nowrap numeric">{from === to ? from : `${from} – ${to}`}</span>
}
