/** `trade`: payments and refunds of a day; `fund`: the movements of the merchant's account on that day. */
export type RailBillKind = 'trade' | 'fund'

export type RailBillAnswer =
  | { outcome: 'ready'; link: string; sha1: string }
  /** Nothing happened on that day (`NO_STATEMENT_EXIST`), or the merchant is none of the rail's. */
  | { outcome: 'none' }
  /** Bills of a day are made from ten in the morning of the next. */
  | { outcome: 'not_ready' }

/**
 * The bills of the payment institution behind our verbs, after the documents of WeChat Pay: asking gives a link that lives for half a
 * minute, and the SHA-1 of what it leads to.
 */
export interface RailBills {
  askBill(wanted: { merchantNo: string; kind: RailBillKind; day: string }): Promise<RailBillAnswer>
  /** Null for a link that is too old or none of the rail's. */
  downloadBill(link: string): Promise<{ fileName: string; bytes: Buffer } | null>
}
