import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useGlance } from '#app/use-glance.ts'
import { Dialog } from '#ui/dialog.tsx'
import { Icon } from '#ui/icon.tsx'
import { Loading } from '#ui/loading.tsx'
import './notice-bell.css'

const MOST_SHOWN = 99

/** The bell of the shell: how much is unread. What it opens is fetched when it is opened. */
export function NoticeBell({ onOpen }: { onOpen: () => void }) {
  const { t } = useTranslation('shell')
  const unread = useGlance(true).data?.unread ?? 0
  const count = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread)
  return (
    <button
      type="button"
      className="notice-bell"
      onClick={onOpen}
      aria-label={unread > 0 ? t('notices.openUnread', { count: unread }) : t('notices.open')}
    >
      <Icon name="bell" />
      {unread > 0 ? (
        <span className="notice-count numeric" aria-hidden="true">
          {count}
        </span>
      ) : null}
    </button>
  )
}

const NoticeList = lazy(async () => ({ default: (await import('#app/notice-list.tsx')).NoticeList }))

export function NoticeDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  return (
    <Dialog title={t('notices.title')} onClose={onClose}>
      <Suspense fallback={<Loading lines={5} />}>
        <NoticeList onLeave={onClose} />
      </Suspense>
    </Dialog>
  )
}
