import { useTranslation } from 'react-i18next'
import { CopyText } from '#ui/copy-text.tsx'
import { QrCode } from '#ui/qr-code.tsx'

/** What the streamer shows to viewers: the room's address, to copy or to scan. */
export function RoomLink({ roomCode }: { roomCode: string }) {
  const { t } = useTranslation('picks')
  const address = `${location.origin}/room/${roomCode}`
  return (
    <div className="stack-tight">
      <CopyText text={address} what={t('roomLink')}>
        <a href={address} target="_blank" rel="noreferrer">
          {t('openRoom')} {roomCode}
        </a>
      </CopyText>
      <details>
        <summary>{t('showQr')}</summary>
        <QrCode text={address} label={t('roomQr')} />
      </details>
    </div>
  )
}
