import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { uploadFile } from '#features/imports/upload-file.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { showToast } from '#ui/toast.ts'
import './drop-zone.css'

/** Drag a file here or choose one; the upload shows how far it is, may be stopped, and opens its preview when done. */
export function DropZone() {
  const { t } = useTranslation('import')
  const navigate = useNavigate()
  const picker = useRef<HTMLInputElement>(null)
  const stop = useRef<AbortController>(null)
  const [over, setOver] = useState(false)
  const [part, setPart] = useState(0)
  const upload = useMutation({
    mutationFn: (file: File) => {
      stop.current = new AbortController()
      setPart(0)
      return uploadFile(file, setPart, stop.current.signal)
    },
    onSuccess: ({ importId, repeated }) => {
      if (repeated) showToast(t('repeatedFile'), { tone: 'info' })
      return navigate({ to: '/imports/$importId', params: { importId } })
    },
  })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file && !upload.isPending) upload.mutate(file)
  }
  const stopped = upload.error instanceof DOMException
  return (
    <section
      className="drop-zone"
      data-over={over || undefined}
      aria-label={t('dropTitle')}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {upload.isPending ? (
        <div className="drop-progress">
          <ProgressBar label={t('uploading', { name: upload.variables.name })} part={part} />
          <Button onClick={() => stop.current?.abort()}>{t('stopUpload')}</Button>
        </div>
      ) : (
        <>
          <Icon name="upload" size={36} />
          <h2>{t('dropTitle')}</h2>
          <p className="secondary">{t('dropBody')}</p>
          <Button kind="primary" size="large" icon="file" onClick={() => picker.current?.click()}>
            {t('chooseFile')}
          </Button>
        </>
      )}
      <input
        ref={picker}
        type="file"
        accept=".csv,text/csv,text/plain"
        hidden
        aria-label={t('chooseFile')}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) upload.mutate(file)
        }}
      />
      {upload.error && !stopped ? <MutationError error={upload.error} /> : null}
    </section>
  )
}
