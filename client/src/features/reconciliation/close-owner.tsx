import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import type { CloseItem } from '#features/reconciliation/close-checklist.tsx'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type OwnerProps = { item: CloseItem; month: string; isSigned: boolean }

/** Who answers for a point, and who has said that it is done; both stand as they are once the month is signed. */
export function CloseOwner({ item, month, isSigned }: OwnerProps) {
  const { t } = useTranslation('reconcile')
  const owners = useQuery({ ...api.closes.owners.queryOptions(), enabled: !isSigned })
  const reload = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: api.closes.checklist.pathKey() }),
  }
  const setOwner = useMutation(api.closes.setOwner.mutationOptions(reload))
  const confirm = useMutation(api.closes.confirmItem.mutationOptions(reload))
  const { check, ownerId, ownerName, doneBy, isDone } = item
  const point = t(`checks.${check}`)
  const people = owners.data ?? []
  // Who has left finance stays named until somebody else is.
  const isGone = ownerId !== null && !people.some(({ memberId }) => memberId === ownerId)
  return (
    <div className="close-owner">
      {isSigned ? (
        <span className="small secondary">{t('close.owner', { name: ownerName ?? t('nobody') })}</span>
      ) : (
        <select
          className="field"
          aria-label={t('close.ownerOf', { point })}
          value={ownerId ?? ''}
          disabled={setOwner.isPending}
          onChange={event => setOwner.mutate({ month, item: check, memberId: event.target.value || null })}
        >
          <option value="">{t('nobody')}</option>
          {isGone ? <option value={ownerId}>{ownerName}</option> : null}
          {people.map(({ memberId, name }) => (
            <option key={memberId} value={memberId}>
              {name}
            </option>
          ))}
        </select>
      )}
      {doneBy ? (
        <span className="small secondary">
          {t('close.doneBy', { name: doneBy.name })} <DateText at={doneBy.at} />
        </span>
      ) : isDone && !isSigned ? (
        <Button
          size="small"
          busy={confirm.isPending}
          aria-label={t('close.confirmPoint', { point })}
          onClick={() => confirm.mutate({ month, item: check })}
        >
          {t('close.confirmDone')}
        </Button>
      ) : null}
      <MutationError error={setOwner.error ?? confirm.error} />
    </div>
  )
}
