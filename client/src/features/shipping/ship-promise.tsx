import { PLAZA_SHIP_HOURS } from '@haowu/shared/plaza.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { Choice } from '#ui/choice.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { showToast } from '#ui/toast.ts'

/** How soon the supplier's parcels leave, as streamers read it and may filter by; a press changes it. */
export function ShipPromise() {
  const { t } = useTranslation('shipping')
  const { data } = useQuery(api.orders.shipPromise.queryOptions())
  const [isOpen, setOpen] = useState(false)
  if (!data) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        {t('promise.button', { hours: data.hours ?? data.ruleHours })}
      </Button>
      {isOpen ? <PromiseDialog promise={data} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

function PromiseDialog({
  promise: { hours, ruleHours },
  onClose,
}: {
  promise: Outputs['orders']['shipPromise']
  onClose: () => void
}) {
  const { t } = useTranslation('shipping')
  const [chosen, setChosen] = useState(String(hours ?? ruleHours))
  const sooner = [...new Set([...PLAZA_SHIP_HOURS, hours ?? ruleHours])].filter(each => each < ruleHours)
  const save = useMutation(
    api.orders.promiseShipping.mutationOptions({
      onSuccess: async () => {
        showToast(t('promise.saved', { hours: chosen }))
        onClose()
        await queryClient.invalidateQueries({ queryKey: api.orders.pathKey() })
      },
    }),
  )
  return (
    <Dialog title={t('promise.title')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={event => {
          event.preventDefault()
          save.mutate({ hours: Number(chosen) < ruleHours ? Number(chosen) : null })
        }}
      >
        <Choice
          label={t('promise.label')}
          value={chosen}
          options={[...sooner.toSorted((a, b) => a - b), ruleHours].map(each => ({
            value: String(each),
            label: t(each === ruleHours ? 'promise.rule' : 'promise.hours', { hours: each }),
          }))}
          onChange={setChosen}
        />
        <p className="small secondary">{t('promise.note')}</p>
        <MutationError error={save.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('promise.cancel')}</Button>
          <Button type="submit" kind="primary" busy={save.isPending}>
            {t('promise.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
