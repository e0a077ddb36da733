import { enterInspector } from '@haowu/server/domain/inspection/enter-inspector.ts'
import { registerAgency } from '@haowu/server/domain/inspection/register-agency.ts'
import type { AgencyFacts } from '@haowu/shared/inspection.ts'
import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

type Agency = AgencyFacts & { inspectors: [name: string, certificateNo: string][] }

/** Names, marks and numbers are made up for the story; only their shape is that of the real ones. */
const AGENCIES: Agency[] = [
  {
    name: '拍机堂检测中心（常州）',
    licenceNo: '91320400MA1DEMO01X',
    cnasNo: 'CNAS L90001',
    cmaNo: '231000090001',
    validUntil: '2028-06-30',
    categories: ['phone', 'tablet', 'appliance', 'general'],
    inspectors: [['孙工', 'JD-3204-0117']],
  },
  {
    name: '中检集团奢侈品鉴定中心',
    licenceNo: '91310106MA1DEMO02Y',
    cnasNo: 'CNAS L90002',
    cmaNo: null,
    validUntil: '2027-12-31',
    categories: ['luxury_bag', 'watch', 'jewellery'],
    inspectors: [['方鉴定师', 'LX-3101-0042']],
  },
  {
    name: '沪江珠宝检验所',
    licenceNo: '91310101MA1DEMO03Z',
    cnasNo: null,
    cmaNo: '231000090003',
    validUntil: '2026-12-15',
    categories: ['jewellery'],
    inspectors: [],
  },
]

/** The operator has checked these agencies before the first report comes in. */
export async function enterAgencies(stage: Stage, { operator }: Cast): Promise<void> {
  const actor = `user:${operator.userId}`
  for (const { inspectors, ...facts } of AGENCIES) {
    const { inspectionAgencyId } = await registerAgency(stage, { ...facts, actor })
    for (const [name, certificateNo] of inspectors)
      await enterInspector(stage, { actor, inspectionAgencyId, name, certificateNo })
  }
}
