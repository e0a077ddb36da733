import type { RowCode } from './imports.ts'
import { REPORT_ROW_MESSAGES, type RowMessage } from './report-row-messages.ts'

/** What each finding says to the supplier: the same words on the screen and in the error file. */
export const ROW_MESSAGES: Record<RowCode, RowMessage> = {
  COLUMNS_MISMATCH: {
    zh: ['列数不对：应有 {expected} 列，实有 {found} 列', '检查这一行是否多了或少了分隔符、引号'],
    en: ['{found} cells instead of {expected}', 'Look for a missing or extra delimiter or quote in this row'],
  },
  RECORD_TOO_LONG: {
    zh: ['一行数据跨了 {lines} 行', '可能有引号没有闭合；补上引号，或缩短内容'],
    en: ['One record spans {lines} lines', 'A quote is probably not closed; close it or shorten the text'],
  },
  CHARACTERS_REMOVED: {
    zh: ['含有全角或看不见的字符，已读作 {read}', '请核对'],
    en: ['Full-width or invisible characters, read as {read}', 'Please check'],
  },
  EXAMPLE_ROW: {
    zh: ['模板里的示例行', '无需处理'],
    en: ['An example row of the template', 'Nothing to do'],
  },
  SKU_MISSING: {
    zh: ['缺少商家编码', '填写您自己的编码，一件一码'],
    en: ['No SKU', 'Give each piece a code of your own'],
  },
  SKU_TOO_LONG: {
    zh: ['商家编码太长', '最多 {limit} 个字符'],
    en: ['The SKU is too long', 'At most {limit} characters'],
  },
  SKU_EXCEL_DAMAGED: {
    zh: ['商家编码被 Excel 变成了科学计数', '把该列设为文本格式，重新填写后再导出'],
    en: [
      'Excel turned the SKU into scientific notation',
      'Format the column as text, enter it again, and export',
    ],
  },
  DUPLICATE_SKU: {
    zh: ['商家编码与第 {otherLine} 行重复，内容却不同', '保留正确的一行，或改其中一个编码'],
    en: ['Same SKU as line {otherLine}, with other values', 'Keep the right row, or change one of the codes'],
  },
  TITLE_MISSING: { zh: ['缺少标题', '填写标题'], en: ['No title', 'Enter a title'] },
  TITLE_TOO_LONG: {
    zh: ['标题太长', '最多 {limit} 个字'],
    en: ['The title is too long', 'At most {limit} characters'],
  },
  CATEGORY_MISSING: {
    zh: ['缺少类目', '填写类目，如：手机、奢侈品箱包'],
    en: ['No category', 'Enter one, for example: phone, luxury bag'],
  },
  CATEGORY_UNKNOWN: {
    zh: ['没有这个类目', '改成：手机、平板、奢侈品箱包、腕表、珠宝玉石、家电、图书、家具、综合'],
    en: [
      'Unknown category',
      'Use: phone, tablet, luxury bag, watch, jewellery, appliance, book, furniture, general',
    ],
  },
  PRICE_MISSING: { zh: ['缺少价格', '填写价格，单位元'], en: ['No price', 'Enter the price in yuan'] },
  PRICE_NOT_NUMBER: {
    zh: ['价格不是数字', '只写数字，单位元，最多两位小数，如 1299.00'],
    en: ['The price is not a number', 'Digits only, in yuan, at most two decimals, for example 1299.00'],
  },
  PRICE_RANGE: {
    zh: ['价格超出范围', '须大于 0，且不超过 1 亿元'],
    en: ['The price is out of range', 'Above 0 and at most 100 million yuan'],
  },
  QTY_NOT_INTEGER: {
    zh: ['库存不是整数', '填 1，没有货填 0'],
    en: ['The quantity is no whole number', 'Enter 1, or 0 when it is gone'],
  },
  QTY_UNIQUE: {
    zh: ['孤品的库存只能是 1', '每一件单独一行，各有编码'],
    en: ['A one-of-a-kind piece has quantity 1', 'Give every piece its own row and code'],
  },
  IMEI_MISSING: {
    zh: ['缺少 IMEI', '填写 15 位 IMEI，或序列号'],
    en: ['No IMEI', 'Enter the 15 digits, or the serial number'],
  },
  IMEI_INVALID: {
    zh: ['IMEI 不对', '在手机上拨 *#06# 核对 15 位数字'],
    en: ['The IMEI is not valid', 'Dial *#06# on the phone and check the 15 digits'],
  },
  IMEI_LENGTH: {
    zh: ['IMEI 不是 15 位，已按 {read} 处理', '请核对'],
    en: ['Not 15 digits; read as {read}', 'Please check'],
  },
  IMEI_EXCEL_DAMAGED: {
    zh: ['IMEI 被 Excel 损坏了', '把该列设为文本格式，重新填写后再导出'],
    en: ['Excel damaged the IMEI', 'Format the column as text, enter it again, and export'],
  },
  SERIAL_MISSING: {
    zh: ['缺少序列号', '填写机身、表身或身份卡上的编号'],
    en: ['No serial number', 'Enter the number on the piece or its card'],
  },
  SERIAL_INVALID: {
    zh: ['序列号不对', '只用字母和数字，4 到 40 位'],
    en: ['The serial number is not valid', 'Letters and digits, 4 to 40 of them'],
  },
  SERIAL_EXCEL_DAMAGED: {
    zh: ['序列号被 Excel 损坏了', '把该列设为文本格式，重新填写后再导出'],
    en: ['Excel damaged the serial number', 'Format the column as text, enter it again, and export'],
  },
  NUMBER_EXCEL_DAMAGED: {
    zh: ['长数字被 Excel 损坏了', '把该列设为文本格式，重新填写后再导出'],
    en: ['Excel damaged this long number', 'Format the column as text, enter it again, and export'],
  },
  DUPLICATE_IDENTITY: {
    zh: ['与第 {otherLine} 行是同一件（编号相同）', '一件商品只保留一行'],
    en: ['The same piece as line {otherLine}', 'Keep one row for one piece'],
  },
  IDENTITY_CHANGED: {
    zh: ['该编码已属于另一件商品', '换一个新的商家编码'],
    en: ['This SKU already belongs to another piece', 'Use a new SKU'],
  },
  IDENTITY_TAKEN: {
    zh: ['这一件已在平台在售，已暂扣待核', '平台会与您联系；如有误请申诉'],
    en: [
      'This piece is already on offer; held back for a check',
      'We will contact you; appeal if this is wrong',
    ],
  },
  PHOTO_UNREACHABLE: {
    zh: ['图片链接打不开，没有取到图片', '换成能公开访问的 https 图片链接，或把图片打成 ZIP 上传'],
    en: [
      'No picture could be fetched from the link',
      'Use a public https link, or send the pictures as a ZIP',
    ],
  },
  PHOTO_INVALID: {
    zh: ['图片链接无效，已略过', '用 http 或 https 开头的完整链接'],
    en: ['Not a link to a photo; left out', 'Use full http or https links'],
  },
  GRADE_DIFFERS: {
    zh: ['成色以质检为准：{computed}', '成色由质检项目得出，不能填写'],
    en: [
      'The inspection makes it grade {computed}',
      'The grade follows from the inspection and cannot be typed',
    ],
  },
  ...REPORT_ROW_MESSAGES,
  ITEM_HELD: {
    zh: ['已被直播间锁定，保持原样', '下播后再导入'],
    en: ['Held by a live session; left as it was', 'Import again after the show'],
  },
  SKU_UNKNOWN: {
    zh: ['您的商品库里没有这个编码', '核对编码；新商品请用“增量更新”上传'],
    en: ['No item of yours has this SKU', 'Check the code; new items go in with “add and change”'],
  },
  CELL_CANNOT_CLEAR: {
    zh: ['这一项不能清空', '填写新值，或留空表示不改'],
    en: ['This field cannot be emptied', 'Give a new value, or leave the cell blank to keep it'],
  },
  PRICE_PLACEHOLDER: {
    zh: ['价格像是占位数字', '请核对是不是真实售价'],
    en: ['The price looks like a placeholder', 'Check that it is what you sell for'],
  },
  PRICE_JUMP: {
    zh: ['价格由 {before} 元变为 {after} 元，变动太大', '请核对；正确则无需处理'],
    en: ['The price moves from ¥{before} to ¥{after}', 'Check it; nothing to do if it is right'],
  },
  PRICE_BELOW_SUPPLY: {
    zh: ['售价低于供货价', '请核对两列是否填反'],
    en: ['The price is below the supply price', 'Check whether the two columns were swapped'],
  },
  KIND_UNKNOWN: {
    zh: ['没有这种类型', '填 孤品 或 现货'],
    en: ['Unknown kind', 'Enter unique or stocked'],
  },
  WORD_UNKNOWN: {
    zh: ['不认识这个说法', '告诉我们它对应哪一项，同样的词一次解决'],
    en: ['We do not know this word', 'Say what it stands for; all equal words are settled at once'],
  },
  TEXT_BROKEN: {
    zh: ['文字在上传之前就已经乱码', '回到原系统重新导出，另存为 UTF-8'],
    en: ['The text was already broken before the upload', 'Export it again, as UTF-8'],
  },
  ITEM_SOLD: {
    zh: ['已售出，保持原样', '从表中删去这一行'],
    en: ['Sold; left as it was', 'Take the row out of your file'],
  },
}

/** The message of a finding with its blanks filled; `repair` says what to do. */
export function rowMessage(
  { code, facts }: { code: RowCode; facts: Record<string, string | number> },
  language: 'zh' | 'en',
): { problem: string; repair: string } {
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''))
  const [problem, repair] = ROW_MESSAGES[code][language]
  return { problem: fill(problem) + byRule(facts, language), repair: fill(repair) }
}

/** The dated rules by which a row may be refused, as they are called where they are published. */
const RULE_NAMES: Record<string, Record<'zh' | 'en', string>> = {
  report_validity: { zh: '报告有效期', en: 'rule “validity of reports”' },
  third_party_required: { zh: '第三方检测规则', en: 'rule “third-party reports”' },
  grading_rubric: { zh: '成色评级标准', en: 'rule “grading rubric”' },
  template: { zh: '检测模板', en: 'the inspection template' },
  category_admission: { zh: '类目准入规则', en: 'rule “admission to a category”' },
  contract: { zh: '合同', en: 'the contract' },
}

function byRule({ rule = '', ruleVersion }: Record<string, string | number>, language: 'zh' | 'en'): string {
  const name = RULE_NAMES[rule]?.[language]
  if (name === undefined || ruleVersion === undefined) return ''
  return language === 'zh'
    ? `（依据：${name}，第 ${ruleVersion} 版）`
    : ` (by: ${name}, version ${ruleVersion})`
}
