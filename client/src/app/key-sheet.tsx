import { useRouteContext } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { GO_KEYS } from '#app/keys.ts'
import { placesOf } from '#app/navigation.ts'
import { Dialog } from '#ui/dialog.tsx'

export function KeySheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const { active } = useRouteContext({ from: '/workspace' })
  const rows: [string, string][] = [
    ['Ctrl K', t('keys.palette')],
    ['?', t('keys.sheet')],
    ['/', t('keys.search')],
    ['N', t('keys.notices')],
    ['J / K', t('keys.rows')],
    ['Enter', t('keys.open')],
    ...(active ? placesOf(active.role) : []).map((key): [string, string] => [
      `G ${GO_KEYS[key].toUpperCase()}`,
      t('keys.go', { place: t(`nav.${key}`) }),
    ]),
  ]
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <table className="key-sheet">
        <tbody>
          {rows.map(([keys, meaning]) => (
            <tr key={keys}>
              <th scope="row">
                <kbd>{keys}</kbd>
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="secondary small">{t('keys.note')}</p>
    </Dialog>
  )
}
