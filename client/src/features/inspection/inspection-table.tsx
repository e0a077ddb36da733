import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { api, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { FindingFields } from '#features/inspection/finding-fields.tsx'
import { GradePanel } from '#features/inspection/grade-panel.tsx'
import { PhotoShelf } from '#features/inspection/photo-shelf.tsx'
import { type OpenDesk, useInspection } from '#features/inspection/use-inspection.ts'
import { WhoFields } from '#features/inspection/who-fields.tsx'
import { Button } from '#ui/button.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'
import { showToast } from '#ui/toast.ts'

/** The form beside the grade it makes; saved with every touch, signed once. */
export function InspectionTable({ desk }: { desk: OpenDesk }) {
  const { t } = useTranslation(['inspection', 'common'])
  const navigate = useNavigate()
  const { itemId } = desk.item
  const { inspection, assessment, setAssessment, state, change, flush } = useInspection(desk)
  const { inspectionId } = inspection
  const reload = async () => {
    await flush()
    const fresh = await queryClient.fetchQuery({
      ...api.inspections.desk.queryOptions({ itemId }),
      staleTime: 0,
    })
    if (fresh.assessment) setAssessment(fresh.assessment)
  }
  const leave = async (words: string) => {
    showToast(words)
    await queryClient.invalidateQueries()
    await navigate({ to: '/items/$itemId', params: { itemId } })
  }
  const publish = useMutation({
    mutationFn: async () => {
      const version = await flush()
      if (version === null) throw new Error('not saved')
      return server.inspections.publish.mutate({ inspectionId, version })
    },
    onSuccess: ({ code }) => leave(t('inspection:signed', { code })),
  })
  const abandon = useMutation(
    api.inspections.abandon.mutationOptions({ onSuccess: () => leave(t('inspection:abandoned')) }),
  )
  if (state.at === 'stale') {
    return (
      <Notice
        tone="warning"
        title={t('inspection:stale')}
        action={<Button onClick={() => location.reload()}>{t('inspection:reload')}</Button>}
      >
        {t('inspection:staleNote')}
      </Notice>
    )
  }
  return (
    <div className="inspection">
      <div className="stack">
        <FindingFields fields={desk.template.fields} inspection={inspection} onChange={change} />
        <PhotoShelf desk={desk} inspection={inspection} onChange={change} onMedia={reload} />
        <WhoFields desk={desk} inspection={inspection} onChange={change} />
      </div>
      <GradePanel desk={desk} assessment={assessment} state={state}>
        <MutationError
          error={publish.error ?? abandon.error ?? (state.at === 'failed' ? state.error : null)}
        />
        <Button
          kind="primary"
          size="large"
          disabled={assessment.gaps.length > 0}
          busy={publish.isPending}
          onClick={() => publish.mutate()}
        >
          {t('inspection:sign')}
        </Button>
        <Button kind="quiet" busy={abandon.isPending} onClick={() => abandon.mutate({ inspectionId })}>
          {t('inspection:abandon')}
        </Button>
      </GradePanel>
    </div>
  )
}
