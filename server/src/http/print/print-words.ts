import type { Grade, ReportKind } from '@haowu/shared/catalog.ts'
import type { MarkKind, MediaShows } from '@haowu/shared/inspection.ts'

export type PrintLanguage = 'zh' | 'en'

export interface PrintWords {
  slip: string
  label: string
  recipient: string
  sender: string
  sku: string
  parcel: string
  labelNote: string
  report: string
  grade: string
  grades: Record<Grade, string>
  because(reasons: string): string
  rubric(version: number): string
  atBest(grade: string): string
  kinds: Record<ReportKind, string>
  piece: string
  title: string
  brand: string
  model: string
  serial: string
  orderNo: string
  code: string
  version: string
  versionNo(version: number): string
  findings: string
  defects: string
  noDefects: string
  more(count: number): string
  marks: Record<MarkKind, string>
  inspection: string
  kind: string
  agency: string
  inspector: string
  externalNo: string
  place: string
  tools: string
  inspectedOn: string
  expiresOn: string
  photos: string
  shows: Record<MediaShows, string>
  signature: string
  key: string
  digest: string
  comma: string
  scan: string
  paper: string
  page(page: number, pages: number): string
}

export const PRINT_WORDS: Record<PrintLanguage, PrintWords> = {
  zh: {
    slip: '随货检测单',
    label: '发货面单',
    recipient: '收件人',
    sender: '寄件人',
    sku: '商家编码',
    parcel: '快递单号',
    labelNote: '收件信息仅供本次配送使用，请勿留存或外传。',
    report: '检测报告',
    grade: '成色',
    grades: { new: '全新', '99': '99 新', '95': '95 新', '90': '9 成新', '85': '85 新', fair: '有明显瑕疵' },
    because: reasons => `由检测结果算出，最差的一项说了算：${reasons}`,
    rubric: version => `按成色评级标准第 ${version} 版`,
    atBest: grade => `最高 ${grade}`,
    kinds: { streamer: '主播自检', third_party: '第三方检测' },
    piece: '商品',
    title: '名称',
    brand: '品牌',
    model: '型号',
    serial: '序列号',
    orderNo: '订单号',
    code: '验证编号',
    version: '版本',
    versionNo: version => `第 ${version} 版`,
    findings: '检测结果',
    defects: '瑕疵',
    noDefects: '未发现其他瑕疵',
    more: count => `另有 ${count} 项，见完整报告`,
    marks: {
      scratch: '划痕',
      dent: '磕碰',
      crack: '裂纹',
      stain: '污渍',
      wear: '磨损',
      missing: '缺失',
      repair: '修补',
      other: '其他',
    },
    inspection: '检测信息',
    kind: '报告类型',
    agency: '检测机构',
    inspector: '检测人',
    externalNo: '机构报告编号',
    place: '检测地点',
    tools: '检测工具',
    inspectedOn: '检测日期',
    expiresOn: '有效期至',
    photos: '照片与文件的指纹（SHA-256）',
    shows: {
      front: '正面',
      back: '背面',
      side: '侧面',
      number: '编号',
      defect: '瑕疵',
      accessories: '附件',
      other: '其他',
      document: '机构报告',
    },
    signature: '签名（Ed25519）',
    key: '密钥编号',
    digest: '内容摘要（SHA-256）',
    comma: '、',
    scan: '扫码查看这份报告现在是否有效，您的手机会自己校验签名。收到后请逐项核对，不符可在订单页报给平台。',
    paper: '纸上是签发时的内容；报告之后是否被撤销或取代，请扫码查询。',
    page: (page, pages) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    slip: 'Inspection slip',
    label: 'Shipping label',
    recipient: 'To',
    sender: 'From',
    sku: 'SKU',
    parcel: 'Tracking number',
    labelNote: 'The address is for this delivery only; do not keep it or pass it on.',
    report: 'Inspection report',
    grade: 'Grade',
    grades: {
      new: 'New',
      '99': '99 % new',
      '95': '95 % new',
      '90': '90 % new',
      '85': '85 % new',
      fair: 'Visible damage',
    },
    because: reasons => `Computed from the findings; the worst of them counts: ${reasons}`,
    rubric: version => `Graded by rubric version ${version}`,
    atBest: grade => `at best ${grade}`,
    kinds: { streamer: 'By the streamer', third_party: 'By a third party' },
    piece: 'Piece',
    title: 'Title',
    brand: 'Brand',
    model: 'Model',
    serial: 'Serial number',
    orderNo: 'Order number',
    code: 'Verification code',
    version: 'Version',
    versionNo: version => `Version ${version}`,
    findings: 'Findings',
    defects: 'Defects',
    noDefects: 'No other defects found',
    more: count => `${count} more: see the full report`,
    marks: {
      scratch: 'Scratch',
      dent: 'Dent',
      crack: 'Crack',
      stain: 'Stain',
      wear: 'Wear',
      missing: 'Missing part',
      repair: 'Repair',
      other: 'Other',
    },
    inspection: 'Inspection',
    kind: 'Kind of report',
    agency: 'Agency',
    inspector: 'Inspector',
    externalNo: 'Agency’s report number',
    place: 'Place',
    tools: 'Tools',
    inspectedOn: 'Inspected on',
    expiresOn: 'Valid until',
    photos: 'Fingerprints of photos and papers (SHA-256)',
    shows: {
      front: 'Front',
      back: 'Back',
      side: 'Side',
      number: 'Number',
      defect: 'Defect',
      accessories: 'Accessories',
      other: 'Other',
      document: 'Agency’s report',
    },
    signature: 'Signature (Ed25519)',
    key: 'Key',
    digest: 'Digest of the content (SHA-256)',
    comma: ', ',
    scan: 'Scan to see whether this report is in force today; your phone checks the signature by itself. Compare each point when the parcel arrives, and report what differs on your order’s page.',
    paper: 'This paper says what was signed. Scan the code to see whether it was revoked or replaced since.',
    page: (page, pages) => `Page ${page} of ${pages}`,
  },
}
