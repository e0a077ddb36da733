import { loanCode } from '@haowu/shared/custody.ts'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'
import { canScan, watchCodes } from '#features/custody/watch-codes.ts'
import './custody.css'

/** The code of the slip: read by the camera where the browser can, typed everywhere. Hands over only what can be a code. */
export function ScanCode({
  onCode,
  busy,
  label,
}: {
  onCode: (code: string) => void
  busy: boolean
  label: string
}) {
  const { t } = useTranslation('loan')
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [camera, setCamera] = useState<'off' | 'on' | 'refused'>('off')
  const submit = (text: string) => {
    const code = loanCode.safeParse(text)
    setWrong(!code.success)
    if (code.success) onCode(code.data)
  }
  return (
    <div className="stack">
      {camera === 'on' ? (
        <Camera
          onText={text => {
            if (!loanCode.safeParse(text).success) return
            setCamera('off')
            setTyped(text)
            submit(text)
          }}
          onRefused={() => setCamera('refused')}
        />
      ) : canScan() ? (
        <Button size="large" block icon="qr" onClick={() => setCamera('on')}>
          {t('scan.camera')}
        </Button>
      ) : null}
      {camera === 'refused' ? (
        <p className="secondary" role="status">
          {t('scan.refused')}
        </p>
      ) : null}
      <form
        className="stack-tight"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          submit(typed)
        }}
      >
        <label className="stack-tight">
          <span>{t('scan.type')}</span>
          <input
            className="field loan-code-field mono"
            value={typed}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            maxLength={40}
            placeholder="XXXXX-XXXXX"
            aria-invalid={wrong || undefined}
            onChange={event => setTyped(event.target.value)}
          />
        </label>
        {wrong ? (
          <p className="field-error" role="alert">
            {t('scan.wrong')}
          </p>
        ) : null}
        <Button type="submit" kind="primary" size="large" block busy={busy}>
          {label}
        </Button>
      </form>
    </div>
  )
}

function Camera({ onText, onRefused }: { onText: (text: string) => void; onRefused: () => void }) {
  const { t } = useTranslation('loan')
  const video = useRef<HTMLVideoElement>(null)
  const sayText = useEffectEvent(onText)
  const sayRefused = useEffectEvent(onRefused)
  useEffect(() => {
    const element = video.current
    if (!element) return
    return watchCodes(element, { onText: text => sayText(text), onRefused: () => sayRefused() })
  }, [])
  return <video ref={video} className="loan-camera" muted playsInline aria-label={t('scan.camera')} />
}
