import type { BookAccount } from '@haowu/shared/reconciliation.ts'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { CandidatesPane, type Candidate } from '#features/reconciliation/candidates-pane.tsx'
import { DifferenceBar } from '#features/reconciliation/difference-bar.tsx'
import { LinesFilter } from '#features/reconciliation/lines-filter.tsx'
import { LinePane, type OpenLine, type Side } from '#features/reconciliation/line-pane.tsx'
import { PaneTabs } from '#features/reconciliation/pane-tabs.tsx'
import { useDrill } from '#features/reconciliation/use-drill.tsx'
import { useSettle } from '#features/reconciliation/use-settle.tsx'
import { useChoice } from '#features/reconciliation/use-choice.ts'
import { useMatching } from '#features/reconciliation/use-matching.ts'
import { useSideInHand } from '#features/reconciliation/use-side-in-hand.ts'
import { useWorkbenchKeys } from '#features/reconciliation/use-workbench-keys.ts'
import { Loading } from '#ui/loading.tsx'
import { useIsPhone } from '#ui/media.ts'
import { ErrorState } from '#ui/error-state.tsx'

const NONE: OpenLine[] = []

/** Three panes: theirs, ours, and in the middle what may belong to the line in hand. The difference of what is chosen stays in sight. */
export function LinesView({ account }: { account: BookAccount }) {
  const { t } = useTranslation('reconcile')
  const isPhone = useIsPhone()
  const { search, from, to } = useSearch({ from: '/workspace/finance/reconciliation' })
  const filter = { account, search, dayFrom: from, dayTo: to }
  const theirs = useQuery(api.reconciliation.lines.queryOptions({ ...filter, side: 'statement' }))
  const ours = useQuery(api.reconciliation.lines.queryOptions({ ...filter, side: 'book' }))
  const rows = { statement: theirs.data?.rows ?? NONE, book: ours.data?.rows ?? NONE }
  const totals = { statement: theirs.data?.total ?? 0, book: ours.data?.total ?? 0 }
  const { pane, focused, focus, show } = useSideInHand(totals)
  const [active, setActive] = useState<Record<Side, number>>({ statement: 0, book: 0 })
  const choice = useChoice(rows)
  const drill = useDrill()
  const settle = useSettle()
  const matching = useMatching({ account, onMatched: choice.clear })
  const line = rows[focused][active[focused]]
  const move = (by: number) =>
    setActive(now => ({ ...now, [focused]: clamp(now[focused] + by, rows[focused].length) }))
  const matchWith = (candidate: Candidate) => {
    if (!line) return
    const pair = sidesOf(line, [candidate.id])
    if (candidate.sameAmount) matching.match(pair)
    else choice.choose(pair)
  }
  useWorkbenchKeys({
    onMove: move,
    onToggle: () => line && choice.toggle(line.side, line.id),
    onSide: focus,
    onMatch: () => matching.match(choice.ids),
    onUndo: matching.undoLast,
    onSettle: () => settle.open(line),
    onDrill: () => drill.open(line),
    onWait: () => line?.breakId && matching.wait(line.breakId),
  })
  if (theirs.isError) return <ErrorState error={theirs.error} onRetry={() => theirs.refetch()} />
  if (ours.isError) return <ErrorState error={ours.error} onRetry={() => ours.refetch()} />
  if (!theirs.data || !ours.data) return <Loading lines={10} />
  const sides = { statement: theirs.data, book: ours.data }
  const sideOf = (side: Side) => (
    <LinePane
      side={side}
      rows={rows[side]}
      total={totals[side]}
      sumFen={sides[side].sumFen}
      chosen={choice.chosen[side]}
      active={active[side]}
      isFocused={focused === side}
      onToggle={id => choice.toggle(side, id)}
      onEnter={() => focus(side)}
      onActive={index => {
        focus(side)
        setActive(now => ({ ...now, [side]: index }))
      }}
    />
  )
  return (
    <>
      <LinesFilter account={account} side={focused} />
      {isPhone ? <PaneTabs pane={pane} totals={totals} onChange={show} /> : null}
      <div className="panes">
        {!isPhone || pane === 'statement' ? sideOf('statement') : null}
        {!isPhone || pane === 'candidates' ? (
          <CandidatesPane
            line={line}
            onMatch={matchWith}
            onChoose={ids => line && choice.choose(sidesOf(line, ids))}
            onDrill={() => drill.open(line)}
          />
        ) : null}
        {!isPhone || pane === 'book' ? sideOf('book') : null}
      </div>
      <DifferenceBar
        choice={choice}
        isBusy={matching.isBusy}
        error={matching.error}
        onMatch={() => matching.match(choice.ids)}
      />
      {drill.dialog}
      {settle.dialog}
      <p className="small secondary workbench-keys">{t('keys')}</p>
    </>
  )
}

/** A line and what belongs to it, by the side on which each stands. */
function sidesOf(line: OpenLine, others: string[]): Record<Side, string[]> {
  return line.side === 'statement'
    ? { statement: [line.id], book: others }
    : { statement: others, book: [line.id] }
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(index, length - 1))
}
