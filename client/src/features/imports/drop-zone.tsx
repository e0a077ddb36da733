import type { ImportMode } from '@haowu/shared/imports.ts'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ModeChoice } from '#features/imports/mode-choice.tsx'
import { PasteDialog } from '#features/imports/paste-dialog.tsx'
import { PhotosBatch } from '#features/imports/photos-batch.tsx'
import { isSameFile, readUpload } from '#features/imports/upload-memory.ts'
import { useUpload } from '#features/imports/use-upload.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import './drop-zone.css'

const KINDS = '.csv,.tsv,.txt,.xlsx,.zip,text/csv,text/plain'

/** Where goods come in: drop a file, choose one, or paste cells; what it is to do is chosen before. */
export function DropZone() {
  const { t } = useTranslation('import')
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [mode, setMode] = useState<ImportMode>('delta')
  const [pasted, setPasted] = useState<string | null>(null)
  const upload = useUpload()
  usePaste(setPasted)
  const take = (file: File | undefined) =>
    file && upload.start({ file, mode: modeOf(file, mode), source: 'upload' })
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <section className="stack" aria-label={t('dropTitle')}>
      <ModeChoice mode={mode} onChange={setMode} />
      <div
        className="drop-zone"
        data-over={over || undefined}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {upload.sending === null ? (
          <>
            <Icon name="upload" size={36} />
            <h2>{t('dropTitle')}</h2>
            <p className="secondary">{t('dropBody')}</p>
            <div className="row drop-ways">
              <Button kind="primary" size="large" icon="file" onClick={() => picker.current?.click()}>
                {t('chooseFile')}
              </Button>
              <Button size="large" icon="copy" onClick={() => setPasted('')}>
                {t('paste')}
              </Button>
            </div>
          </>
        ) : (
          <div className="drop-progress">
            <ProgressBar label={t('uploading', { name: upload.sending })} part={upload.part} />
            <Button onClick={upload.stop}>{t('stopUpload')}</Button>
          </div>
        )}
      </div>
      <input
        ref={picker}
        type="file"
        accept={KINDS}
        hidden
        aria-label={t('chooseFile')}
        onChange={event => {
          const file = event.target.files?.[0]
          event.target.value = ''
          take(file)
        }}
      />
      {upload.sending === null ? <LeftUpload onChoose={() => picker.current?.click()} /> : null}
      <MutationError error={upload.error} />
      {upload.photos ? <PhotosBatch batchId={upload.photos.batchId} /> : null}
      {pasted === null ? null : (
        <PasteDialog
          text={pasted}
          onClose={() => setPasted(null)}
          onTake={file => {
            setPasted(null)
            upload.start({ file, mode, source: 'paste' })
          }}
        />
      )}
    </section>
  )
}

/** The rest of an upload goes on in the mode it was begun in. */
function modeOf(file: File, mode: ImportMode): ImportMode {
  const left = readUpload()
  return left && isSameFile(left, file) ? left.mode : mode
}

/** An upload that a reload or a broken line cut off: the browser gives the file only to whoever chooses it again. */
function LeftUpload({ onChoose }: { onChoose: () => void }) {
  const { t } = useTranslation('import')
  const left = readUpload()
  if (!left) return null
  const percent = Math.floor((Object.keys(left.etags).length / left.parts) * 100)
  return (
    <Notice
      tone="info"
      title={t('leftUpload', { name: left.fileName, percent })}
      action={
        <Button size="small" onClick={onChoose}>
          {t('chooseFile')}
        </Button>
      }
    >
      {t('leftUploadNote')}
    </Notice>
  )
}

/** Ctrl+V anywhere on the page, except where somebody types. */
function usePaste(onPaste: (text: string) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest('input, textarea, dialog')) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.trim() === '') return
      // Else it would go once more into the field of the dialog that opens.
      event.preventDefault()
      onPaste(text)
    }
    document.addEventListener('paste', paste)
    return () => document.removeEventListener('paste', paste)
  }, [onPaste])
}
