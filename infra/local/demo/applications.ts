import { crc32, deflateSync } from 'node:zlib'
import { acceptContract } from '@haowu/server/domain/onboarding/accept-contract.ts'
import { claimApplication } from '@haowu/server/domain/onboarding/claim-application.ts'
import { askForInfo } from '@haowu/server/domain/onboarding/decide-application.ts'
import { readContract } from '@haowu/server/domain/onboarding/read-contract.ts'
import { receiveDocument } from '@haowu/server/domain/onboarding/receive-document.ts'
import { saveApplication } from '@haowu/server/domain/onboarding/save-application.ts'
import { type SignedUp, signUp } from '@haowu/server/domain/onboarding/sign-up.ts'
import { vouchForEmail } from '@haowu/server/domain/parties/verified-email.ts'
import { submitApplication } from '@haowu/server/domain/onboarding/submit-application.ts'
import { DEMO_EMAIL_DOMAIN, DEMO_PASSWORD } from '@haowu/server/domain/parties/demo-accounts.ts'
import type { ApplicantKind, ApplicationForm, DocumentKind } from '@haowu/shared/onboarding.ts'
import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

/** Two newcomers: a supplier who waits for review, and a streamer of whom one paper is asked for again. */
export async function takeInNewcomers(stage: Stage, { operator }: Cast): Promise<void> {
  await apply(stage, {
    login: 'newcomer',
    name: '许文博',
    kind: 'supplier',
    partyName: '苏州拾光旧书与数码',
    identityNo: '320506198507123111',
    form: {
      companyName: '苏州拾光再生科技有限公司',
      creditCode: '91330100799655058B',
      legalPerson: '许文博',
      contactName: '许文博',
      contactPhone: '13962110086',
      inspectionMode: 'own',
      inspectionPlace: '苏州市 姑苏区 平江路 88 号',
      inspectors: 3,
      goodsSource: '门店回收与高校毕业季旧书',
      categories: ['phone', 'book'],
    },
    papers: [
      'business_licence',
      'legal_person_id',
      'inspection_ability',
      'data_erasure',
      'publication_permit',
    ],
  })
  const streamer = await apply(stage, {
    login: 'newcomer2',
    name: '江月',
    kind: 'streamer',
    partyName: '江月慢慢淘',
    identityNo: '320502199203150427',
    form: {
      realName: '江月',
      contactPhone: '13700137000',
      taxKind: 'individual',
      channels: [{ platform: 'kuaishou', account: '江月慢慢淘', followers: 86_000 }],
      history: '直播两年，以二手书与小家电为主，近 30 天退货率 4%',
    },
    papers: ['id_front', 'id_back', 'channel_proof'],
  })
  const review = { applicationId: streamer.applicationId, reviewerId: operator.memberId }
  await claimApplication(stage, review)
  await askForInfo(stage, {
    ...review,
    findings: [
      {
        subject: 'document.channel_proof',
        reason: 'incomplete',
        words: '截图里看不到近 30 天的退货率，请补一张完整的后台页面。',
      },
    ],
  })
}

interface Newcomer {
  login: string
  name: string
  kind: ApplicantKind
  partyName: string
  identityNo: string
  form: ApplicationForm
  papers: DocumentKind[]
}

async function apply(stage: Stage, newcomer: Newcomer): Promise<SignedUp> {
  const { login, name, kind, partyName, form, identityNo, papers } = newcomer
  const applicant = await signUp(stage, {
    email: `${login}@${DEMO_EMAIL_DOMAIN}`,
    name,
    password: DEMO_PASSWORD,
    kind,
    partyName,
  })
  const contract = await readContract(stage.db, applicant.partyId)
  await acceptContract(stage, { ...applicant, contractId: contract.id })
  for (const [n, paper] of papers.entries()) {
    await receiveDocument(stage, {
      ...applicant,
      kind: paper,
      fileName: `${partyName}-${n + 1}.png`,
      body: inOnePiece(drawPaper(n)),
    })
  }
  const { version } = await saveApplication(stage, { ...applicant, version: 1, form, identityNo })
  await vouchForEmail(stage.db, applicant.userId)
  await submitApplication(stage, { ...applicant, version })
  return applicant
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

const WIDTH = 420
const HEIGHT = 280

/** A picture that stands for a scanned paper: a sheet with a border, lines of grey and a seal. */
function drawPaper(variant: number): Buffer {
  const rows = Buffer.alloc((WIDTH * 3 + 1) * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const at = y * (WIDTH * 3 + 1) + 1 + x * 3
      rows.set(colourAt(x, y, variant), at)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(WIDTH, 0)
  head.writeUInt32BE(HEIGHT, 4)
  head.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', head),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function colourAt(x: number, y: number, variant: number): [number, number, number] {
  const edge = Math.min(x, y, WIDTH - 1 - x, HEIGHT - 1 - y)
  if (edge > 8 && edge < 12) return [150, 120, 70]
  const fromSeal = Math.hypot(x - 320, y - 205)
  if (fromSeal > 38 && fromSeal < 43) return [200, 40, 40]
  const isLine = y % 28 > 20 && y > 60 && x > 40 && x < 180 + ((y * 7 + variant * 53) % 150)
  if (y > 24 && y < 40 && x > 130 && x < 290) return [70, 70, 90]
  return isLine ? [150, 155, 165] : [250, 246, 236]
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
