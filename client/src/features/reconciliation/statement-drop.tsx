import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type DragEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { LoadedNotices } from '#features/reconciliation/loaded-notices.tsx'
import { type SentStatement, sendStatement } from '#features/reconciliation/send-statement.ts'
import { Button } from '#ui/button.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import './statement-drop.css'

type Account = Outputs['statements']['matrix']['accounts'][number]

/** Where statements come in by hand: any number at once, dropped or chosen; each is told by itself what became of it. */
export function StatementDrop({ accounts, day }: { accounts: Account[]; day: string | undefined }) {
  const { t } = useTranslation('statement')
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [account, setAccount] = useState('')
  const sending = useSending({ account: account || undefined, day: account ? day : undefined })
  const take = (files: FileList | null) => {
    if (files && files.length > 0 && !sending.name) sending.start([...files])
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <section className="stack" aria-label={t('upload')}>
      <div
        className="statement-drop"
        data-over={over || undefined}
        onDragOver={event => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="upload" size={28} />
        {sending.name ? (
          <ProgressBar label={t('sending', { name: sending.name })} part={sending.part} />
        ) : (
          <div className="statement-drop-words">
            <span className="strong">{t('drop')}</span>
            <span className="small secondary">{t('dropBody')}</span>
          </div>
        )}
        <div className="row">
          <select
            className="field"
            aria-label={t('whose')}
            value={account}
            onChange={event => setAccount(event.target.value)}
          >
            <option value="">{t('byItself')}</option>
            {accounts.map(({ id, accountNo, name }) => (
              <option key={id} value={accountNo}>
                {name}
              </option>
            ))}
          </select>
          <Button
            kind="primary"
            icon="file"
            busy={sending.name !== null}
            onClick={() => picker.current?.click()}
          >
            {t('choose')}
          </Button>
        </div>
      </div>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('choose')}
        onChange={event => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      <MutationError error={sending.error} />
      <LoadedNotices sent={sending.sent} />
    </section>
  )
}

/** One after the other, in the order of their names, because a balance is carried from one day to the next. */
function useSending(said: { account: string | undefined; day: string | undefined }) {
  const queries = useQueryClient()
  const [sent, setSent] = useState<SentStatement[]>([])
  const [current, setCurrent] = useState<{ name: string; part: number } | null>(null)
  const send = useMutation({
    mutationFn: async (files: File[]) => {
      setSent([])
      for (const file of files.sort((one, other) => one.name.localeCompare(other.name))) {
        setCurrent({ name: file.name, part: 0 })
        const answer = await sendStatement(file, {
          ...said,
          onProgress: part => setCurrent({ name: file.name, part }),
        })
        setSent(before => [...before, answer])
      }
    },
    onSettled: async () => {
      setCurrent(null)
      await queries.invalidateQueries({ queryKey: api.statements.pathKey() })
    },
  })
  return {
    start: send.mutate,
    name: current?.name ?? null,
    part: current?.part,
    error: send.error,
    sent,
  }
}
