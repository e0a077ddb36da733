import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { useLiveEvents } from '#api/use-live-events.ts'
import { readLinesAgain } from '#features/waiting/use-own-waits.ts'
import { readableFacts } from '#ui/failure-text.ts'
import { showToast } from '#ui/toast.ts'

type NoticeRow = Outputs['notices']['list']['rows'][number]

/** What a streamer is told wherever he is in the workspace, because he plans a show by it. */
const TOLD = [
  'hold_revoked',
  'held_sold_elsewhere',
  'wait_served',
  'wait_passed',
  'wait_over',
  'wait_gone',
] as const
const isTold = (kind: string): kind is (typeof TOLD)[number] => TOLD.some(each => each === kind)
const LOOKED_AT = 5

/** Hears the streamer's own events: a line that moved, a hold that came or went; shows the sentence of its notice at once. */
export function ToldAtOnce() {
  const { t, i18n } = useTranslation('notice')
  const known = useRef<Set<string>>(undefined)
  const look = async (isFirst: boolean) => {
    const { rows } = await server.notices.list.query({ limit: LOOKED_AT })
    const told = (known.current ??= new Set(isFirst ? rows.map(row => row.id) : []))
    for (const row of rows.toReversed()) {
      if (told.has(row.id)) continue
      told.add(row.id)
      if (row.readAt === null && isTold(row.kind)) say(row)
    }
    await queryClient.invalidateQueries({ queryKey: api.notices.pathKey() })
  }
  const say = ({ kind, facts }: NoticeRow) =>
    showToast(t(`kind.${kind}`, { replace: readableFacts(facts, i18n.language) }), {
      tone: kind === 'wait_served' ? 'success' : 'warning',
    })
  const quietly = (looking: Promise<unknown>) => void looking.catch(() => undefined)
  useLiveEvents('me', {
    onEvent: ({ kind }) => {
      if (kind === 'notice_told') quietly(look(false))
      if (kind === 'line_changed' || kind === 'sheet_changed') quietly(readLinesAgain())
    },
    onReread: () => {
      quietly(look(known.current === undefined))
      quietly(readLinesAgain())
    },
  })
  return null
}
