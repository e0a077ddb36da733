import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { type OrdersLook, sendOrders } from '#features/channels/send-orders.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FileChoice } from '#ui/file-choice.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** A file of orders of other rooms: first what is wrong with which line, then all of it. */
export function UploadDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('channel')
  const [file, setFile] = useState<File | null>(null)
  const look = useMutation({ mutationFn: (chosen: File) => sendOrders(chosen, 'look') })
  const take = useMutation({
    mutationFn: (chosen: File) => sendOrders(chosen, 'take'),
    onSuccess: async result => {
      await queryClient.invalidateQueries({ queryKey: api.channels.pathKey() })
      if (result.problems.length > 0) return
      showToast(t('upload.done', { count: result.ready, known: result.known }))
      onClose()
    },
  })
  const seen = take.data ?? look.data
  const mayTake = file !== null && seen !== undefined && seen.problems.length === 0 && seen.ready > 0
  return (
    <Dialog title={t('upload.title')} onClose={onClose} wide>
      <p className="secondary">{t('upload.lead')}</p>
      <p className="small">{t('upload.columns')}</p>
      <FileChoice
        label={t('upload.file')}
        accept=".csv,.txt,.xlsx"
        file={file}
        onChoose={chosen => {
          setFile(chosen)
          take.reset()
          look.mutate(chosen)
        }}
      />
      <MutationError error={look.error ?? take.error} />
      {seen ? <Look look={seen} /> : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('close')}</Button>
        <Button
          kind="primary"
          busy={look.isPending || take.isPending}
          disabled={!mayTake}
          onClick={() => file && take.mutate(file)}
        >
          {mayTake ? t('upload.take', { count: seen.ready }) : t('upload.open')}
        </Button>
      </div>
    </Dialog>
  )
}

function Look({ look: { ready, problems } }: { look: OrdersLook }) {
  const { t } = useTranslation('channel')
  return (
    <div className="stack-tight" role="status">
      <p className="strong">
        {t('upload.ready', { count: ready })}
        {problems.length > 0 ? ` · ${t('upload.problems', { count: problems.length })}` : ''}
      </p>
      <ul className="stack-tight">
        {problems.map(({ line, orderNo, problem, found }) => (
          <li key={line} className="stack-tight">
            <span className="strong">
              {t('upload.line', { line })} <span className="mono">{orderNo}</span> ·{' '}
              {t(`upload.problem.${problem}`)}
            </span>
            {found === '' ? null : <span className="small secondary">{t('upload.found', { found })}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
