import { useMutation } from '@tanstack/react-query'
import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { type ParcelsLook, sendParcels } from '#features/shipping/send-parcels.ts'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { FileChoice } from '#ui/file-choice.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** Many tracking numbers at once, pasted or from a file: first what each line would do, then all of it. */
export function ParcelsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shipping')
  const [text, setText] = useState('')
  const [file, setFile] = useState<File | null>(null)
  const sent = file ?? new File([text], 'paste.txt', { type: 'text/plain' })
  const look = useMutation({ mutationFn: () => sendParcels(sent, 'look') })
  const ship = useMutation({
    mutationFn: () => sendParcels(sent, 'ship'),
    onSuccess: async result => {
      await queryClient.invalidateQueries({ queryKey: api.orders.pathKey() })
      if (result.problems.length > 0) return
      showToast(t('many.done', { count: result.ready }))
      onClose()
    },
  })
  const change = () => {
    look.reset()
    ship.reset()
  }
  const seen = ship.data ?? look.data
  const mayShip = seen !== undefined && seen.problems.length === 0 && seen.ready > 0
  return (
    <Dialog title={t('many.title')} onClose={onClose} wide>
      <p className="secondary">{t('many.lead')}</p>
      <Input.TextArea
        aria-label={t('many.paste')}
        className="mono"
        rows={6}
        value={text}
        disabled={file !== null}
        placeholder={t('many.example')}
        onChange={event => {
          setText(event.target.value)
          change()
        }}
      />
      <div className="row">
        <FileChoice
          label={t('many.file')}
          accept=".csv,.txt,.xlsx"
          file={file}
          onChoose={chosen => {
            setFile(chosen)
            change()
          }}
        />
        {file ? (
          <Button
            kind="quiet"
            onClick={() => {
              setFile(null)
              change()
            }}
          >
            {t('many.noFile')}
          </Button>
        ) : null}
      </div>
      <MutationError error={look.error ?? ship.error} />
      {seen ? <Look look={seen} /> : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>{t('cancel')}</Button>
        {mayShip ? (
          <Button kind="primary" busy={ship.isPending} onClick={() => ship.mutate()}>
            {t('many.ship', { count: seen.ready })}
          </Button>
        ) : (
          <Button
            kind="primary"
            busy={look.isPending}
            disabled={file === null && text.trim() === ''}
            onClick={() => look.mutate()}
          >
            {t('many.look')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

function Look({ look: { ready, known, problems } }: { look: ParcelsLook }) {
  const { t } = useTranslation('shipping')
  return (
    <div className="stack-tight" role="status">
      <p className="strong">
        {t('many.ready', { count: ready })}
        {known > 0 ? ` · ${t('many.known', { count: known })}` : ''}
        {problems.length > 0 ? ` · ${t('many.problems', { count: problems.length })}` : ''}
      </p>
      {problems.length > 0 ? (
        <ul className="stack-tight">
          {problems.map(({ line, orderNo, trackingNo, problem }) => (
            <li key={line} className="parcel-problem">
              <span className="strong">
                {t('many.line', { line })} · {t(`many.problem.${problem}`)}
              </span>
              <span className="mono small secondary">{`${orderNo} ${trackingNo}`}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
