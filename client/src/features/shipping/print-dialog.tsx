import { useMutation } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PAPERS, type Papers, type Printed, printParcels } from '#features/shipping/print-parcels.ts'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'

/** Labels and slips of the picked orders as one file, which opens in a tab of its own. */
export function PrintDialog({ orderIds, onClose }: { orderIds: string[]; onClose: () => void }) {
  const { t, i18n } = useTranslation('shipping')
  const [papers, setPapers] = useState<Papers>('both')
  const [part, setPart] = useState(0)
  const print = useMutation({
    mutationFn: () => {
      setPart(0)
      return printParcels({ orderIds, papers, lang: i18n.language === 'en' ? 'en' : 'zh' }, setPart)
    },
  })
  return (
    <Dialog title={t('print.title', { count: orderIds.length })} onClose={onClose}>
      <Choice
        label={t('print.papers')}
        value={papers}
        options={PAPERS.map(value => ({ value, label: t(`print.paper.${value}`) }))}
        onChange={value => {
          setPapers(value)
          print.reset()
        }}
      />
      <p className="small secondary">{t(papers === 'slips' ? 'print.slipNote' : 'print.labelNote')}</p>
      {print.isPending ? <ProgressBar label={t('print.running')} part={part} /> : null}
      <MutationError error={print.error} />
      {print.data ? <Result printed={print.data} /> : null}
      <div className="dialog-foot">
        <Button onClick={onClose}>{t(print.data ? 'print.close' : 'cancel')}</Button>
        {print.data?.pdf ? (
          <OpenFile file={print.data.pdf} />
        ) : (
          <Button kind="primary" busy={print.isPending} onClick={() => print.mutate()}>
            {t('print.make')}
          </Button>
        )}
      </div>
    </Dialog>
  )
}

function Result({ printed: { pdf, missing } }: { printed: Printed }) {
  const { t } = useTranslation('shipping')
  return (
    <div className="stack-tight" role="status">
      <p className="strong">{t(pdf ? 'print.ready' : 'print.none')}</p>
      {missing.length > 0 ? (
        <>
          <p>{t('print.missing', { count: missing.length })}</p>
          <ul className="stack-tight">
            {missing.map(({ orderNo, reason }) => (
              <li key={orderNo}>
                <span className="mono">{orderNo}</span>{' '}
                {t(reason === 'report_invalid' ? 'print.noReport' : 'print.closed')}
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  )
}

function OpenFile({ file }: { file: Blob }) {
  const { t } = useTranslation('shipping')
  const address = useMemo(() => URL.createObjectURL(file), [file])
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  return (
    <a className="button" data-kind="primary" href={address} target="_blank" rel="noreferrer">
      <Icon name="file" size={18} />
      {t('print.open')}
    </a>
  )
}
