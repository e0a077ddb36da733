import type { ObjectedLine } from '@haowu/shared/adjustments.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { WordsDialog } from '#features/objections/words-dialog.tsx'
import { Button } from '#ui/button.tsx'
import { Money } from '#ui/money.tsx'
import { showToast } from '#ui/toast.ts'

type ObjectProps = {
  line: ObjectedLine
  /** The line's name, by which an open objection to it is found. */
  lineKey: string
  facts: { subject: string | null; orderNo: string | null; amountFen: string }
}

/** Objects to the line it stands on; while that is open, its number stands there instead. */
export function ObjectButton({ line, lineKey, facts }: ObjectProps) {
  const { t } = useTranslation('objection')
  const opened = useQuery(api.objections.mine.queryOptions({ state: 'open', limit: 100 }))
  const [isOpen, setOpen] = useState(false)
  const open = useMutation(
    api.objections.open.mutationOptions({
      onSuccess: async () => {
        showToast(t('dialog.done'))
        setOpen(false)
        await queryClient.invalidateQueries({ queryKey: api.objections.pathKey() })
      },
    }),
  )
  const known = opened.data?.rows.find(row => row.line === lineKey)
  if (known)
    return (
      <span className="small secondary">
        {t('opened')} <span className="mono">{known.no}</span>
      </span>
    )
  return (
    <>
      <Button size="small" kind="quiet" onClick={() => setOpen(true)}>
        {t('act')}
      </Button>
      {isOpen ? (
        <WordsDialog
          title={t('dialog.title')}
          texts={{
            label: t('dialog.words'),
            hint: t('dialog.hint'),
            needed: t('dialog.needed'),
            send: t('dialog.send'),
            cancel: t('dialog.cancel'),
          }}
          busy={open.isPending}
          error={open.error}
          onClose={() => setOpen(false)}
          onSubmit={words => open.mutate({ line, words })}
        >
          <p className="stack-tight">
            <span className="strong">
              {facts.subject ?? '–'} · <Money fen={facts.amountFen} />
            </span>
            {facts.orderNo === null ? null : <span className="small secondary mono">{facts.orderNo}</span>}
          </p>
          <p className="secondary">{t('dialog.lead')}</p>
        </WordsDialog>
      ) : null}
    </>
  )
}
