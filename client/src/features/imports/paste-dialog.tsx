import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SampleTable } from '#features/imports/sample-table.tsx'
import { Button } from '#ui/button.tsx'
import { readCells } from '#ui/clipboard-cells.ts'
import { Dialog } from '#ui/dialog.tsx'

const SHOWN = 5

type PasteDialogProps = { text: string; onClose: () => void; onTake: (file: File) => void }

/** Cells from a spreadsheet or a chat, without a file: how they were understood is shown before anything is sent. */
export function PasteDialog({ text: pasted, onClose, onTake }: PasteDialogProps) {
  const { t } = useTranslation('import')
  const [text, setText] = useState(pasted)
  const rows = text.trim() === '' ? [] : readCells(text)
  return (
    <Dialog title={t('paste')} onClose={onClose} wide>
      <div className="stack">
        <p className="secondary">{t('pasteLead')}</p>
        <textarea
          className="field paste-text mono"
          aria-label={t('pasteHere')}
          placeholder={t('pasteHere')}
          value={text}
          spellCheck={false}
          onChange={event => setText(event.target.value)}
        />
        {rows.length > 0 ? (
          <div className="stack-tight">
            <p className="secondary numeric" role="status">
              {t('pasteFound', { count: rows.length, columns: rows[0]?.length ?? 0 })}
            </p>
            <SampleTable caption={t('pasteFirst')} rows={rows.slice(0, SHOWN)} head />
          </div>
        ) : null}
      </div>
      <div className="dialog-foot">
        <Button
          kind="primary"
          disabled={rows.length < 2}
          onClick={() => onTake(new File([text], t('pasteName'), { type: 'text/tab-separated-values' }))}
        >
          {rows.length < 2 ? t('pasteNeedsRows') : t('pasteTake', { count: rows.length - 1 })}
        </Button>
      </div>
    </Dialog>
  )
}
