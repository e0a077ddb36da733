import { CATEGORY_CODES } from '@haowu/shared/catalog.ts'
import {
  APPLICANT_KINDS,
  categoryRefusal,
  publishContractInput,
  REVIEW_VIEWS,
  type ReviewCheck,
  reviewChecks,
  reviewFindings,
} from '@haowu/shared/onboarding.ts'
import { z } from 'zod'
import { claimApplication, releaseApplication } from '#domain/onboarding/claim-application.ts'
import { approveApplication, askForInfo, rejectApplication } from '#domain/onboarding/decide-application.ts'
import { listContracts } from '#domain/onboarding/list-contracts.ts'
import { countReviews, listReviews } from '#domain/onboarding/list-reviews.ts'
import { openDocument, revealIdentity } from '#domain/onboarding/open-document.ts'
import { publishContract } from '#domain/onboarding/publish-contract.ts'
import { readReview } from '#domain/onboarding/read-review.ts'
import { readClock } from '#domain/demo-clock.ts'
import { readNotice } from '#domain/rules/refuse-short-notice.ts'
import { applicationToWire, documentToWire } from './application-to-wire.ts'
import { pageFields } from './keyset-page.ts'
import { procedure, router } from './trpc.ts'

const byOperator = procedure({ roles: ['operator'], tenant: 'platform' })
const one = z.strictObject({ applicationId: z.uuid().toLowerCase() })

/** The review of applications, for the platform's operators. */
export const reviewsRouter = router({
  list: byOperator
    .input(
      z.strictObject({
        view: z.enum(REVIEW_VIEWS).default('waiting'),
        kind: z.enum(APPLICANT_KINDS).optional(),
        ...pageFields,
      }),
    )
    .query(({ ctx, input }) => listReviews(ctx.db, { ...input, reviewerId: ctx.actor.memberId })),

  counts: byOperator.query(({ ctx }) => countReviews(ctx.db)),

  get: byOperator.input(one).query(async ({ ctx, input }) => {
    const review = await readReview(ctx.db, { ...input, reviewerId: ctx.actor.memberId })
    return {
      ...review,
      application: applicationToWire(review.application),
      documents: review.documents.map(documentToWire),
    }
  }),

  claim: byOperator
    .input(one)
    .mutation(({ ctx, input }) => claimApplication(ctx, { ...input, reviewerId: ctx.actor.memberId })),

  release: byOperator.input(one).mutation(async ({ ctx, input }) => {
    await releaseApplication(ctx, { ...input, reviewerId: ctx.actor.memberId })
    return input
  }),

  askForInfo: byOperator
    .input(one.extend({ findings: reviewFindings }))
    .mutation(({ ctx, input }) => askForInfo(ctx, { ...input, reviewerId: ctx.actor.memberId })),

  reject: byOperator.input(one.extend({ findings: reviewFindings })).mutation(async ({ ctx, input }) => {
    await rejectApplication(ctx, { ...input, reviewerId: ctx.actor.memberId })
    return { applicationId: input.applicationId }
  }),

  approve: byOperator
    .input(
      one.extend({
        checks: z.array(z.enum(reviewChecks as [ReviewCheck, ...ReviewCheck[]])).max(20),
        categories: z.array(z.enum(CATEGORY_CODES)).max(CATEGORY_CODES.length),
        refusal: categoryRefusal.optional(),
      }),
    )
    .mutation(async ({ ctx, input }) => {
      await approveApplication(ctx, { ...input, reviewerId: ctx.actor.memberId })
      return { applicationId: input.applicationId }
    }),

  openDocument: byOperator
    .input(z.strictObject({ documentId: z.uuid().toLowerCase() }))
    .mutation(({ ctx, input }) =>
      openDocument(ctx, { ...input, partyId: null, memberId: ctx.actor.memberId }),
    ),

  revealIdentity: byOperator
    .input(one)
    .mutation(({ ctx, input }) => revealIdentity(ctx, { ...input, memberId: ctx.actor.memberId })),

  /** Contracts by kind of party and version; `now` is the clock that decides on the notice of the next one. */
  contracts: byOperator.query(async ({ ctx }) => {
    const [contracts, { now }, notice] = await Promise.all([
      listContracts(ctx.db),
      readClock(ctx.db),
      readNotice(ctx.db),
    ])
    return { now, noticeDays: notice.days, contracts }
  }),

  publishContract: byOperator.input(publishContractInput).mutation(({ ctx, input }) =>
    publishContract(ctx, {
      ...input,
      effectiveFrom: new Date(input.effectiveFrom),
      memberId: ctx.actor.memberId,
    }),
  ),
})
