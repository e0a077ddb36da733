import type { RowCode } from './imports.ts'

export interface RowMessage {
  /** What is wrong, and what to do about it; `{name}` is filled from the finding's facts. */
  zh: [problem: string, repair: string]
  en: [problem: string, repair: string]
}

/** What is said of a row's inspection, and of whether its supplier may offer it. */
export const REPORT_ROW_MESSAGES = {
  REPORT_INCOMPLETE: {
    zh: ['质检缺少：{field}', '补填这一项'],
    en: ['The inspection lacks: {fieldEn}', 'Fill it in'],
  },
  REPORT_VALUE_UNKNOWN: {
    zh: ['看不懂这个质检结果', '改成：{choices}'],
    en: ['Unknown inspection result', 'Use: {choicesEn}'],
  },
  REPORT_KIND_UNKNOWN: {
    zh: ['质检类型不对', '填：自检 或 第三方'],
    en: ['Unknown kind of inspection', 'Use: self or third party'],
  },
  REPORT_DATE_MISSING: {
    zh: ['缺少质检日期', '填写如 2026-11-02'],
    en: ['No inspection date', 'Enter it like 2026-11-02'],
  },
  REPORT_DATE_INVALID: {
    zh: ['质检日期不对', '写成 2026-11-02，要有年份'],
    en: ['Not a date', 'Write it like 2026-11-02, with the year'],
  },
  REPORT_DATE_SERIAL: {
    zh: ['日期是 Excel 序号，已读作 {read}', '请核对'],
    en: ['An Excel date number, read as {read}', 'Please check'],
  },
  REPORT_FUTURE: {
    zh: ['质检日期在将来', '核对年份和日期'],
    en: ['The inspection is dated in the future', 'Check the year and the day'],
  },
  REPORT_EXPIRED: {
    zh: ['质检报告已过有效期', '重新质检后填写新的日期'],
    en: ['The report is too old', 'Inspect the piece again'],
  },
  REPORT_INSPECTOR_MISSING: {
    zh: ['缺少质检员', '填写质检员姓名或工号'],
    en: ['No inspector', 'Enter a name or staff number'],
  },
  REPORT_AGENCY_MISSING: {
    zh: ['第三方报告缺少质检机构', '填写机构名称'],
    en: ['A third-party report needs its agency', 'Enter the agency'],
  },
  REPORT_AGENCY_UNKNOWN: {
    zh: ['这家质检机构没有在平台登记', '核对机构全称；确实没有登记的，请联系运营登记后再导入'],
    en: [
      'This agency is not registered with the platform',
      'Check its full name; if it is new, ask the operators to register it, then import again',
    ],
  },
  REPORT_AGENCY_INVALID: {
    zh: [
      '这家质检机构的登记对这份报告无效',
      '机构已停用、检测日资质已过期，或未登记该类目；换一家机构，或请运营核实',
    ],
    en: [
      'The registration of this agency does not cover the report',
      'It is suspended, had lapsed on that day, or lacks this category; use another agency or ask the operators',
    ],
  },
  REPORT_INSPECTOR_SUSPENDED: {
    zh: ['该质检员已被停用，未上架', '由其他质检员重新检测'],
    en: ['This inspector is suspended; not offered', 'Have another inspector examine the piece'],
  },
  REPORT_THIRD_PARTY_REQUIRED: {
    zh: ['该类目或价格须由第三方质检', '送检后填写机构和报告编号'],
    en: [
      'This category or price needs a third-party report',
      'Have it inspected and enter agency and number',
    ],
  },
  REPORT_REFUSED: {
    zh: ['质检结果不允许上架：{field}', '有账号锁或鉴定未通过的商品不能上架'],
    en: [
      'May not be offered: {fieldEn}',
      'Locked devices and pieces that failed authentication cannot be listed',
    ],
  },
  REPORT_NUMBER_TAKEN: {
    zh: ['报告编号已用于另一件商品，未上架', '核对报告编号'],
    en: ['The report number belongs to another piece; not offered', 'Check the number'],
  },
  CATEGORY_NOT_ADMITTED: {
    zh: [
      '有 {count} 行属于您尚未获准经营的类目，只会存为草稿',
      '在“入驻”页申请该类目；获准后再导入一次即可上架',
    ],
    en: [
      '{count} rows are of a category you are not admitted to; they will be kept as drafts',
      'Apply for the category on the page “Onboarding”, then import again',
    ],
  },
  NOT_ADMITTED: {
    zh: ['未获准经营该类目，已存为草稿，未上架', '在“入驻”页申请该类目；获准后再导入一次即可上架'],
    en: [
      'Not admitted to this category; kept as a draft, not offered',
      'Apply for the category on the page “Onboarding”, then import again',
    ],
  },
  CONTRACT_UNSIGNED: {
    zh: ['新版合同尚未接受，已存为草稿，未上架', '在“入驻”页接受新版合同，再导入一次'],
    en: [
      'The new contract is not accepted; kept as a draft, not offered',
      'Accept it on the page “Onboarding”, then import again',
    ],
  },
} as const satisfies Partial<Record<RowCode, RowMessage>>
