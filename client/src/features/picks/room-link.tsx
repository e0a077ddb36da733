import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { QrCode } from '#ui/qr-code.tsx'

/** What the streamer shows to viewers: the room's address, to open, to copy or to scan. */
export function RoomLink({ roomCode }: { roomCode: string }) {
  const { t } = useTranslation('picks')
  const [showsQr, setShowsQr] = useState(false)
  const address = `${location.origin}/room/${roomCode}`
  return (
    <>
      <div className="row">
        <CopyText text={address} what={t('roomLink')}>
          <a href={address} target="_blank" rel="noreferrer">
            {t('openRoom')} <span className="mono">{roomCode}</span>
          </a>
        </CopyText>
        <Button
          size="small"
          kind="quiet"
          icon="qr"
          aria-expanded={showsQr}
          onClick={() => setShowsQr(!showsQr)}
        >
          {t('showQr')}
        </Button>
      </div>
      {showsQr ? <QrCode text={address} label={t('roomQr')} /> : null}
    </>
  )
}
