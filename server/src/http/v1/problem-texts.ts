import type { ErrorCode, ErrorFacts } from '@haowu/shared/errors.ts'
import type { Language } from './operation.ts'

type Text = readonly [title: string, detail: string]

/**
 * What a refusal says to whoever reads a program's log: the screens' words speak of buttons and reloading. The title is
 * the same for each refusal of its code; `{name}` in the detail is filled from the facts.
 */
const PROBLEM_TEXTS = {
  unauthenticated: {
    en: ['No valid key', 'Send “Authorization: Bearer <key>” with a key that was not revoked.'],
    zh: ['密钥无效', '请在请求头带上 “Authorization: Bearer <密钥>”，并确认密钥没有被停用。'],
  },
  forbidden: {
    en: ['Not allowed', 'The owner of this key may not do this.'],
    zh: ['没有权限', '这个密钥的主人不能做这件事。'],
  },
  csrf: {
    en: ['Sent by another site', 'Call from a program, not from a page of another site.'],
    zh: ['请求来自其他网站', '请由程序发起请求，不要从其他网站的页面发起。'],
  },
  not_found: {
    en: ['Not found', 'There is no such address, or nothing of yours by that name.'],
    zh: ['没有找到', '没有这个地址，或您名下没有这个对象。'],
  },
  bad_request: {
    en: ['The call is not right', 'Mend what stands in `issues` or `facts`, and call again.'],
    zh: ['请求内容有误', '请按 issues 或 facts 里指出的地方改正后重试。'],
  },
  bad_json: {
    en: ['The body is not JSON', 'Send one whole JSON document in UTF-8.'],
    zh: ['请求体不是 JSON', '请发送一份完整的 UTF-8 JSON。'],
  },
  method_not_allowed: {
    en: ['Method not allowed', 'See openapi.json for the methods of this address.'],
    zh: ['不支持这种请求方法', '这个地址支持的方法见 openapi.json。'],
  },
  unsupported_media_type: {
    en: [
      'Media type not supported',
      'Send application/json, or a file as text/csv or XLSX where one is asked for.',
    ],
    zh: ['不支持这种内容类型', '请发送 application/json；上传文件时用 text/csv 或 XLSX。'],
  },
  payload_too_large: {
    en: ['The body is too large', 'Send fewer items at once.'],
    zh: ['请求体太大', '请减少每次发送的商品数。'],
  },
  too_many_requests: {
    en: ['Too many calls', 'Call again in {retryAfterSeconds} seconds.'],
    zh: ['请求太频繁', '请在 {retryAfterSeconds} 秒后再试。'],
  },
  unavailable: {
    en: ['Away for a moment', 'Nothing was saved. Call again shortly.'],
    zh: ['服务暂时不可用', '什么都没有保存，请稍后重试。'],
  },
  internal: {
    en: ['Our fault', 'It was recorded. Call again; if it stays, tell us the requestId.'],
    zh: ['服务出错', '我们已记录。请重试；仍不行时请把 requestId 发给我们。'],
  },
  idempotency_conflict: {
    en: ['The key names another call', 'Use a new Idempotency-Key for a call that says something else.'],
    zh: ['幂等键已用于别的请求', '内容不同的请求请换一个新的 Idempotency-Key。'],
  },
  in_progress: {
    en: ['Still at work', 'The same is being done already. Ask again in a moment.'],
    zh: ['正在处理', '同样的操作正在进行，请稍等片刻再问。'],
  },
  stale_version: {
    en: ['Changed meanwhile', 'Read it again before you change it.'],
    zh: ['内容刚被改过', '请重新读取后再改。'],
  },
  empty_file: {
    en: ['The file is empty', 'Send one with content.'],
    zh: ['文件是空的', '请发送有内容的文件。'],
  },
  no_rows: {
    en: ['No rows in it', 'There is nothing below the header. Send at least one row.'],
    zh: ['没有数据行', '表头下面没有内容，请至少填写一行。'],
  },
  not_csv: {
    en: ['Not a table', 'Send CSV or an Excel workbook (.xlsx).'],
    zh: ['不是表格文件', '请发送 CSV 或 Excel 工作簿（.xlsx）。'],
  },
  workbook_unreadable: {
    en: [
      'The workbook cannot be opened',
      'It is damaged, or no Excel workbook. Save it again as .xlsx or CSV.',
    ],
    zh: ['打不开工作簿', '文件已损坏，或不是 Excel 表格。请另存为 .xlsx 或 CSV。'],
  },
  workbook_encrypted: {
    en: ['The workbook has a password', 'Remove the password and send it again.'],
    zh: ['工作簿有密码', '请去掉打开密码后再发送。'],
  },
  archive_unreadable: {
    en: [
      'The archive cannot be opened',
      'It is damaged, has a password, is of another kind, or unpacks to too much.',
    ],
    zh: ['打不开压缩包', '已损坏、有密码、不是支持的格式，或解压后内容过多。'],
  },
  unknown_encoding: {
    en: ['Encoding not recognised', 'Send the file as UTF-8.'],
    zh: ['无法识别编码', '请以 UTF-8 编码发送。'],
  },
  missing_column: {
    en: ['Columns are missing', 'Add these columns: {columnsEn}.'],
    zh: ['缺少必需的列', '请补上这些列：{columns}。'],
  },
  duplicate_column: {
    en: ['Columns mean the same', 'Keep one of these columns: {columns}.'],
    zh: ['有几列是同一个意思', '这些列只保留一列：{columns}。'],
  },
  nameless_column: {
    en: ['A column has no header', 'Name these columns, or leave them out: {columns}.'],
    zh: ['有的列没有表头', '请给这些列写上表头，或删去：{columns}。'],
  },
  unclosed_quote: {
    en: ['A quotation mark is never closed', 'Close the one on line {line}.'],
    zh: ['引号没有闭合', '请补上第 {line} 行的引号。'],
  },
  too_many_rows: {
    en: ['Too many rows', 'At most {limit} at once.'],
    zh: ['行数太多', '一次最多 {limit} 行。'],
  },
  too_many_columns: {
    en: ['Too many columns', 'At most {limit} in a row.'],
    zh: ['列数太多', '一行最多 {limit} 列。'],
  },
  file_too_large: {
    en: ['The file is too large', 'Send it in parts of at most {limit} bytes.'],
    zh: ['文件太大', '请拆成不超过 {limit} 字节的文件。'],
  },
  import_not_ready: {
    en: ['Not in this state', 'The import stands at “{state}”, where this cannot be done.'],
    zh: ['当前状态不能这样做', '这次导入的状态是 “{state}”，不能这样做。'],
  },
  import_superseded: {
    en: ['A newer import took its place', 'Go on with the newest one.'],
    zh: ['已被新的导入取代', '请继续处理最新的一次导入。'],
  },
  import_braked: {
    en: [
      'Held for a second look',
      'It changes a lot: look at `brake`, then apply it with acceptBrake=true or cancel it.',
    ],
    zh: ['已暂停，等待确认', '这次变动很大：请查看 brake，再以 acceptBrake=true 执行，或取消。'],
  },
  feed_not_on: {
    en: ['The source is not read', 'It stands at “{state}”. Resume it, or give it new keys, and call again.'],
    zh: ['数据源没有启用', '它的状态是 “{state}”。请先恢复，或更新密钥，再重试。'],
  },
  feed_address_refused: {
    en: [
      'We do not go there',
      'Give a public http(s) address by name, without a user and without keys in it.',
    ],
    zh: ['不能访问这个地址', '请填写公网的 http(s) 域名地址，地址里不要带用户名或密钥。'],
  },
  feed_key_in_address: {
    en: ['A key stands in the address', 'Take it out and give it as the secret, sent as a query parameter.'],
    zh: ['地址里带有密钥', '请从地址中去掉，改为填在密钥里，以查询参数发送。'],
  },
  undo_expired: {
    en: ['Too late to undo', 'The {days} days are over.'],
    zh: ['已过撤销期限', '撤销期限是 {days} 天。'],
  },
  limit_reached: {
    en: ['The limit is reached', 'At most {limit}.'],
    zh: ['已达上限', '最多 {limit}。'],
  },
  item_unavailable: {
    en: ['Not in stock', 'The item stands at “{state}”, so this cannot be done.'],
    zh: ['商品不在库', '商品的状态是 “{state}”，不能这样做。'],
  },
  item_held_elsewhere: {
    en: ['Somebody holds the item', 'A session or a buyer holds it. Ask again when it is free.'],
    zh: ['商品已被锁定', '有场次或买家正锁着这件商品，请等释放后再试。'],
  },
  order_state: {
    en: ['The order is not there', 'It stands at “{state}”, so this cannot be done, or not any more.'],
    zh: ['订单状态不允许', '订单的状态是 “{state}”，现在不能或不能再这样做。'],
  },
  not_sold_elsewhere: {
    en: ['Not sold elsewhere', 'There is no sale elsewhere to take back, or the item was changed since.'],
    zh: ['没有在别处售出', '没有可以撤回的外部成交，或之后商品又有改动。'],
  },
} as const satisfies Partial<Record<ErrorCode, Record<Language, Text>>>

/** For a code that no call of this door is known to meet. */
const ANY_OTHER: Record<Language, Text> = {
  en: ['Refused', 'See `code` and `facts`.'],
  zh: ['未能完成', '原因见 code 和 facts。'],
}

export function problemText(
  { code, facts }: { code: ErrorCode; facts: ErrorFacts },
  language: Language,
): { title: string; detail: string } {
  const texts: Partial<Record<ErrorCode, Record<Language, Text>>> = PROBLEM_TEXTS
  const [title, detail] = (texts[code] ?? ANY_OTHER)[language]
  return { title, detail: detail.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? '?')) }
}
