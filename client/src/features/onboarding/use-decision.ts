import type { CategoryCode } from '@haowu/shared/catalog.ts'
import {
  type CategoryRefusal,
  REVIEW_CHECKS,
  type ReviewCheck,
  type ReviewFinding,
} from '@haowu/shared/onboarding.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Outputs, server } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { showToast } from '#ui/toast.ts'

type Review = Outputs['reviews']['get']
export type Asking = 'needs_info' | 'rejected' | null

const reread = () => queryClient.invalidateQueries({ queryKey: api.reviews.pathKey() })

/** What a reviewer has ticked, and what he may do with it, by button or by key; a decision leads on to the next one waiting. */
export function useDecision(review: Review) {
  const { t } = useTranslation('review')
  const { application } = review
  const { id: applicationId, partyName: party, partyKind } = application
  const [checks, setChecks] = useState<ReviewCheck[]>([])
  const [granted, setGranted] = useState<CategoryCode[]>(application.form.categories ?? [])
  const [refusal, setRefusal] = useState<CategoryRefusal>({ reason: 'category_not_covered', words: '' })
  const [asking, setAsking] = useState<Asking>(null)
  const go = useNeighbours(applicationId)
  const settle = async (text: string) => {
    showToast(text)
    await reread()
    go('after')
  }
  const claim = useMutation(api.reviews.claim.mutationOptions({ onSettled: reread }))
  const approve = useMutation(
    api.reviews.approve.mutationOptions({ onSuccess: () => settle(t('approved', { party })) }),
  )
  const send = useMutation({
    mutationFn: async (findings: ReviewFinding[]) => {
      if (asking === 'rejected') await server.reviews.reject.mutate({ applicationId, findings })
      else await server.reviews.askForInfo.mutate({ applicationId, findings })
    },
    onSuccess: () => {
      setAsking(null)
      return settle(asking === 'rejected' ? t('rejected', { party }) : t('asked', { party }))
    },
  })
  const allChecked = REVIEW_CHECKS[partyKind].every(check => checks.includes(check))
  const mayTake =
    application.state === 'submitted' || (application.state === 'in_review' && review.claimLapsed)
  const ready = review.isMine && allChecked && (partyKind !== 'supplier' || granted.length > 0)
  const refusesSome = partyKind === 'supplier' && granted.length < (application.form.categories ?? []).length
  const doApprove = () =>
    approve.mutate({
      applicationId,
      checks,
      categories: partyKind === 'supplier' ? granted : [],
      ...(refusesSome && { refusal }),
    })
  useReviewKeys({
    c: () => mayTake && claim.mutate({ applicationId }),
    a: () => ready && doApprove(),
    i: () => review.isMine && setAsking('needs_info'),
    r: () => review.isMine && setAsking('rejected'),
    j: () => go('next'),
    k: () => go('before'),
  })
  return {
    checks,
    setChecks,
    granted,
    setGranted,
    refusal,
    setRefusal,
    refusesSome,
    asking,
    setAsking,
    claim,
    approve,
    send,
    allChecked,
    mayTake,
    ready,
    doApprove,
  }
}

/** Goes to the neighbour in the waiting queue; after a decision to whoever is next, or back to the queue. */
function useNeighbours(applicationId: string): (where: 'next' | 'before' | 'after') => void {
  const { t } = useTranslation('review')
  const navigate = useNavigate()
  const { data } = useQuery(api.reviews.list.queryOptions({ view: 'waiting' }))
  return where => {
    const ids = (data?.rows ?? []).map(({ id }) => id)
    const at = ids.indexOf(applicationId)
    const found = where === 'before' ? ids[at - 1] : ids[at + 1]
    if (found) void navigate({ to: '/operator/reviews/$applicationId', params: { applicationId: found } })
    else if (where === 'after') void navigate({ to: '/operator/reviews' })
    else showToast(t('noFollower'), { tone: 'info' })
  }
}

/** Single letters, silent while somebody types and in dialogs. */
function useReviewKeys(acts: Record<string, () => unknown>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const { target } = event
      if (target instanceof Element && target.closest('input:not([type=checkbox]), textarea, select, dialog'))
        return
      const act = acts[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [acts])
}
