import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { useDebounced } from '#ui/use-debounced.ts'

type PartyPickerProps = {
  label: string
  value?: string | undefined
  onChange?: (partyId: string | undefined) => void
}

/** One party, found by words of its name; as an item of a form, the form gives its value. */
export function PartyPicker({ label, value, onChange }: PartyPickerProps) {
  const { t } = useTranslation('shell')
  const [typed, setTyped] = useState('')
  const search = useDebounced(typed, 250)
  const found = useQuery(api.ledger.parties.queryOptions({ search }))
  const chosen = useQuery({
    ...api.ledger.parties.queryOptions({ partyId: value ?? '' }),
    enabled: value !== undefined,
  })
  const options = [...(found.data ?? []), ...(value && search === '' ? (chosen.data ?? []) : [])]
  const byId = new Map(options.map(party => [party.id, party]))
  return (
    <Select
      className="filter-party"
      aria-label={label}
      placeholder={label}
      allowClear
      value={value ?? null}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      options={[...byId.values()].map(({ id, name, kind }) => ({
        value: id,
        label: `${name} · ${t(`role.${kind as 'supplier'}`)}`,
      }))}
      {...(onChange && { onChange })}
    />
  )
}
