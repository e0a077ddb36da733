import type { ReportKind } from '@haowu/shared/catalog.ts'
import type { WordChoice } from './word-choice.ts'

/** Who inspected: the seller, on our template, or a qualified agency. */
export const REPORT_KIND_CHOICES: WordChoice<ReportKind>[] = [
  { value: 'streamer', zh: '自检', en: 'self', words: ['主播自检', '商家自检', '平台自检', '自验'] },
  {
    value: 'third_party',
    zh: '第三方',
    en: 'third party',
    words: ['第三方检测', '第三方质检', '机构鉴定', '鉴定', 'agency'],
  },
]
