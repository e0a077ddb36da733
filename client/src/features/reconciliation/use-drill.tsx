import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { EntryDialog } from '#features/finance/entry-dialog.tsx'
import type { OpenLine } from '#features/reconciliation/line-pane.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Loading } from '#ui/loading.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Drilled = Pick<OpenLine, 'side' | 'id'>

/** Opens what stands behind a line: the words of the file, or the legs of the entry. */
export function useDrill() {
  const [line, setLine] = useState<Drilled | undefined>()
  const close = () => setLine(undefined)
  return {
    open: setLine,
    dialog: line ? <LineSource key={`${line.side} ${line.id}`} line={line} onClose={close} /> : null,
  }
}

function LineSource({ line, onClose }: { line: Drilled; onClose: () => void }) {
  const { t } = useTranslation('reconcile')
  const query = useQuery(api.reconciliation.line.queryOptions({ side: line.side, lineId: line.id }))
  if (query.data?.side === 'book')
    return <EntryDialog transactionId={query.data.transactionId} onClose={onClose} />
  return (
    <Dialog title={t(`drill.${line.side}`)} onClose={onClose} wide>
      <QueryView query={query} lines={4}>
        {source =>
          source.side === 'book' ? (
            <Loading lines={4} />
          ) : (
            <div className="stack">
              <p>
                <Link to="/finance/statements/$fileId" params={{ fileId: source.fileId }}>
                  {source.fileName}
                </Link>{' '}
                <span className="secondary">{t('drill.lineNo', { no: source.lineNo })}</span>
              </p>
              <CopyText text={source.raw} what={t('drill.statement')}>
                <span className="mono small raw-line">{source.raw}</span>
              </CopyText>
            </div>
          )
        }
      </QueryView>
    </Dialog>
  )
}
