import { accountRouter } from './account.ts'
import { accountsRouter } from './accounts.ts'
import { adjustmentsRouter } from './adjustments.ts'
import { afterSalesRouter } from './after-sales.ts'
import { agenciesRouter } from './agencies.ts'
import { apiKeysRouter } from './api-keys.ts'
import { applicationsRouter } from './applications.ts'
import { auditRouter } from './audit.ts'
import { caseDeskRouter } from './case-desk.ts'
import { casesRouter } from './cases.ts'
import { checkoutRouter } from './checkout.ts'
import { custodyRouter } from './custody.ts'
import { demoRouter } from './demo.ts'
import { depositsRouter } from './deposits.ts'
import { holdsRouter } from './holds.ts'
import { importsRouter } from './imports.ts'
import { inventoryRouter } from './inventory.ts'
import { itemsRouter } from './items.ts'
import { earningsRouter } from './earnings.ts'
import { feedsRouter } from './feeds.ts'
import { financeRouter } from './finance.ts'
import { inspectionsRouter } from './inspections.ts'
import { ledgerRouter } from './ledger.ts'
import { loansRouter } from './loans.ts'
import { meRouter } from './me.ts'
import { mediaRouter } from './media.ts'
import { noticesRouter } from './notices.ts'
import { objectionsRouter } from './objections.ts'
import { offersRouter } from './offers.ts'
import { channelsRouter } from './channels.ts'
import { ordersRouter } from './orders.ts'
import { partiesRouter } from './parties.ts'
import { bankMappingsRouter } from './bank-mappings.ts'
import { payoutBatchesRouter } from './payout-batches.ts'
import { payoutsRouter } from './payouts.ts'
import { picksRouter } from './picks.ts'
import { planRequestsRouter } from './plan-requests.ts'
import { plansRouter } from './plans.ts'
import { plazaRouter } from './plaza.ts'
import { ratingsRouter } from './ratings.ts'
import { closesRouter } from './closes.ts'
import { reconciliationRouter } from './reconciliation.ts'
import { statementAccountsRouter } from './statement-accounts.ts'
import { statementsRouter } from './statements.ts'
import { receivablesRouter } from './receivables.ts'
import { recruitingRouter } from './recruiting.ts'
import { reportDeskRouter } from './report-desk.ts'
import { reviewsRouter } from './reviews.ts'
import { agencyBondsRouter } from './agency-bonds.ts'
import { mailRouter } from './mail.ts'
import { rulesRouter } from './rules.ts'
import { savedViewsRouter } from './saved-views.ts'
import { scoresRouter } from './scores.ts'
import { sessionsRouter } from './sessions.ts'
import { sheetSharesRouter } from './sheet-shares.ts'
import { slotsRouter } from './slots.ts'
import { router } from './trpc.ts'
import { uploadsRouter } from './uploads.ts'
import { waitsRouter } from './waits.ts'
import { workRouter } from './work.ts'

/** Everything the screens can ask. Each module's router stands here once; the matrix test walks them all. */
export const appRouter = router({
  account: accountRouter,
  accounts: accountsRouter,
  adjustments: adjustmentsRouter,
  afterSales: afterSalesRouter,
  agencies: agenciesRouter,
  apiKeys: apiKeysRouter,
  applications: applicationsRouter,
  audit: auditRouter,
  caseDesk: caseDeskRouter,
  cases: casesRouter,
  channels: channelsRouter,
  checkout: checkoutRouter,
  custody: custodyRouter,
  demo: demoRouter,
  deposits: depositsRouter,
  holds: holdsRouter,
  imports: importsRouter,
  inspections: inspectionsRouter,
  inventory: inventoryRouter,
  items: itemsRouter,
  earnings: earningsRouter,
  feeds: feedsRouter,
  finance: financeRouter,
  ledger: ledgerRouter,
  loans: loansRouter,
  agencyBonds: agencyBondsRouter,
  mail: mailRouter,
  me: meRouter,
  media: mediaRouter,
  notices: noticesRouter,
  objections: objectionsRouter,
  offers: offersRouter,
  orders: ordersRouter,
  parties: partiesRouter,
  bankMappings: bankMappingsRouter,
  payoutBatches: payoutBatchesRouter,
  payouts: payoutsRouter,
  picks: picksRouter,
  planRequests: planRequestsRouter,
  plans: plansRouter,
  plaza: plazaRouter,
  ratings: ratingsRouter,
  receivables: receivablesRouter,
  statementAccounts: statementAccountsRouter,
  statements: statementsRouter,
  reconciliation: reconciliationRouter,
  closes: closesRouter,
  recruiting: recruitingRouter,
  reportDesk: reportDeskRouter,
  reviews: reviewsRouter,
  rules: rulesRouter,
  savedViews: savedViewsRouter,
  scores: scoresRouter,
  sessions: sessionsRouter,
  sheetShares: sheetSharesRouter,
  slots: slotsRouter,
  uploads: uploadsRouter,
  waits: waitsRouter,
  work: workRouter,
})

export type AppRouter = typeof appRouter
