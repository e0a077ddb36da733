import { randomBytes } from 'node:crypto'
import type { CategoryCode } from '@haowu/shared/catalog.ts'
import type { ApplicantKind, ApplicationForm, DocumentKind } from '@haowu/shared/onboarding.ts'
import type { Db } from '#db/database.ts'
import { acceptContract } from '#domain/onboarding/accept-contract.ts'
import { readContract } from '#domain/onboarding/read-contract.ts'
import { saveApplication } from '#domain/onboarding/save-application.ts'
import { type SignedUp, signUp } from '#domain/onboarding/sign-up.ts'
import { vouchForEmail } from '#domain/parties/verified-email.ts'
import { TEST_PASSWORD } from './build-person.ts'
import { TEST_SECRETS } from './build-sale.ts'

export const GOOD_ID_NUMBER = '11010519491231002X'
export const GOOD_CREDIT_CODE = '91330100799655058B'

export const FULL_FORMS: Record<ApplicantKind, ApplicationForm> = {
  supplier: {
    companyName: '常州拍拍二手科技有限公司',
    creditCode: GOOD_CREDIT_CODE,
    legalPerson: '王建国',
    contactName: '李敏',
    contactPhone: '13812345678',
    inspectionMode: 'own',
    inspectionPlace: '常州市 武进区 检测中心',
    inspectors: 6,
    goodsSource: '以旧换新回收',
    categories: ['phone', 'book'],
  },
  streamer: {
    realName: '赵小雨',
    contactPhone: '13912345678',
    taxKind: 'individual',
    channels: [{ platform: 'kuaishou', account: '小雨好物', followers: 320_000 }],
    history: '两年二手数码直播',
  },
  agency: {
    companyName: '星云文化传播有限公司',
    creditCode: GOOD_CREDIT_CODE,
    legalPerson: '陈星',
    contactName: '周云',
    contactPhone: '021-61234567',
    streamers: 24,
    history: '数码与奢品主播为主',
  },
}

export const FULL_PAPERS: Record<ApplicantKind, DocumentKind[]> = {
  supplier: [
    'business_licence',
    'legal_person_id',
    'inspection_ability',
    'data_erasure',
    'publication_permit',
  ],
  streamer: ['id_front', 'id_back', 'channel_proof'],
  agency: ['business_licence', 'legal_person_id', 'agency_qualification'],
}

/** Somebody who has just signed up and verified his address; nothing is filled in. */
export async function buildSignedUp(db: Db, kind: ApplicantKind = 'supplier'): Promise<SignedUp> {
  const email = `${kind}-${randomBytes(5).toString('hex')}@test.haowu.example`
  const signedUp = await signUp(
    { db },
    { email, name: '李敏', password: TEST_PASSWORD, kind, partyName: `${kind} of a test` },
  )
  await vouchForEmail(db, signedUp.userId)
  return signedUp
}

/** A paper without bytes behind it, for whom only its being there counts. */
export async function buildPaper(
  db: Db,
  { applicationId, memberId }: SignedUp,
  kind: DocumentKind,
): Promise<string> {
  const { id } = await db
    .insertInto('applicationDocument')
    .values({
      applicationId,
      memberId,
      kind,
      fileKey: `applications/${applicationId}/${randomBytes(8).toString('hex')}`,
      fileName: `${kind}.jpg`,
      type: 'jpg',
      bytes: 10n,
      sha256: randomBytes(32),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Fills in everything, so that it only remains to be handed in; answers with the version it has. */
export async function fillApplication(
  db: Db,
  applicant: SignedUp,
  {
    kind = 'supplier',
    categories,
    version = 1,
  }: { kind?: ApplicantKind; categories?: CategoryCode[]; version?: number } = {},
): Promise<{ version: number }> {
  for (const paper of FULL_PAPERS[kind]) await buildPaper(db, applicant, paper)
  const contract = await readContract(db, applicant.partyId)
  await acceptContract({ db }, { ...applicant, contractId: contract.id })
  const form = { ...FULL_FORMS[kind], ...(categories ? { categories } : {}) }
  return saveApplication(
    { db, secrets: TEST_SECRETS },
    { ...applicant, version, form, identityNo: GOOD_ID_NUMBER },
  )
}
