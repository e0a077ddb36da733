import { carryOutDue } from '@haowu/server/domain/cases/carry-out-due.ts'
import { liftCaseRestrictions } from '@haowu/server/domain/cases/lift-case-restrictions.ts'
import { openLateShipping } from '@haowu/server/domain/cases/open-late-shipping.ts'
import { openRefusedSales } from '@haowu/server/domain/cases/open-refused-sales.ts'
import { openSoldElsewhere } from '@haowu/server/domain/cases/open-sold-elsewhere.ts'
import { tellOfRules } from '@haowu/server/domain/cases/tell-of-rules.ts'
import { inTurn } from '../in-turn.ts'
import type { JobDeps } from '../job-deps.ts'

export async function mindCases(deps: JobDeps): Promise<void> {
  await inTurn([
    () => carryOut(deps),
    () => liftCaseRestrictions(deps),
    () => openLateShipping(deps),
    () => openRefusedSales(deps),
    () => openSoldElsewhere(deps),
    () => tellOfRules(deps),
  ])
}

async function carryOut(deps: JobDeps): Promise<void> {
  const { done, problems } = await carryOutDue(deps)
  if (done > 0) deps.log.info({ done }, 'decisions carried out')
  if (problems.length > 0) deps.log.error({ problems }, 'decisions that cannot be carried out')
}
