import { type ApplicationForm, CHANNELS } from '@haowu/shared/onboarding.ts'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'

type Channel = NonNullable<ApplicationForm['channels']>[number]

/** Where a streamer is live: platform, account and how many follow. */
export function ChannelFields({
  channels,
  onChange,
}: {
  channels: Channel[]
  onChange: (channels: Channel[]) => void
}) {
  const { t } = useTranslation('onboarding')
  const put = (at: number, change: Partial<Channel>) =>
    onChange(channels.map((channel, n) => (n === at ? { ...channel, ...change } : channel)))
  return (
    <div className="stack">
      {channels.map((channel, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
        <div key={at} className="channel-row">
          <label className="stack-tight">
            {t('channelPlatform')}
            <select
              className="field"
              value={channel.platform}
              onChange={event =>
                put(at, { platform: CHANNELS.find(each => each === event.target.value) ?? 'other' })
              }
            >
              {CHANNELS.map(each => (
                <option key={each} value={each}>
                  {t(`channel.${each}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="stack-tight">
            {t('channelAccount')}
            <input
              className="field"
              maxLength={60}
              value={channel.account}
              onChange={event => put(at, { account: event.target.value })}
            />
          </label>
          <label className="stack-tight">
            {t('channelFollowers')}
            <input
              className="field"
              inputMode="numeric"
              value={String(channel.followers)}
              onChange={event => put(at, { followers: wholeNumber(event.target.value, 1_000_000_000) ?? 0 })}
            />
          </label>
          <Button
            kind="quiet"
            icon="trash"
            aria-label={t('removeChannel')}
            onClick={() => onChange(channels.filter((_channel, n) => n !== at))}
          />
        </div>
      ))}
      <div>
        <Button
          icon="plus"
          onClick={() => onChange([...channels, { platform: 'kuaishou', account: '', followers: 0 }])}
        >
          {t('addChannel')}
        </Button>
      </div>
    </div>
  )
}

/** What was typed as a whole number up to a bound; undefined for nothing. */
export function wholeNumber(text: string, most: number): number | undefined {
  const digits = text.normalize('NFKC').replace(/\D/g, '').slice(0, 12)
  return digits === '' ? undefined : Math.min(most, Number(digits))
}
