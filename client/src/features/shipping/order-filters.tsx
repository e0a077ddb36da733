import { useNavigate, useSearch } from '@tanstack/react-router'
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { FilterBar, SearchBox } from '#ui/filter-bar.tsx'

/** Search, what is due first, and whose buyers want to cancel; all of it lives in the URL. */
export function OrderFilters() {
  const { t } = useTranslation('shipping')
  const { search, sort, cancelling } = useSearch({ from: '/workspace/orders' })
  const navigate = useNavigate({ from: '/orders' })
  return (
    <FilterBar
      active={Number(sort === 'due') + Number(cancelling === true)}
      search={
        <SearchBox
          value={search ?? ''}
          label={t('searchLabel')}
          onChange={text =>
            navigate({ search: before => ({ ...before, search: text || undefined }), replace: true })
          }
        />
      }
    >
      <Checkbox
        checked={sort === 'due'}
        onChange={event =>
          navigate({ search: before => ({ ...before, sort: event.target.checked ? 'due' : undefined }) })
        }
      >
        {t('dueFirst')}
      </Checkbox>
      <Checkbox
        checked={cancelling === true}
        onChange={event =>
          navigate({
            search: before => ({ ...before, cancelling: event.target.checked ? true : undefined }),
          })
        }
      >
        {t('onlyCancelling')}
      </Checkbox>
    </FilterBar>
  )
}
