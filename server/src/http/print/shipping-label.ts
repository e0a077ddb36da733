import type { BuyerContact } from '@haowu/shared/orders.ts'
import type { Sheet } from './pdf-sheet.ts'
import type { PrintWords } from './print-words.ts'

const QR_SIDE = 64

export interface LabelFacts {
  orderNo: string
  title: string
  supplierSku: string
  supplierName: string
  /** Once its carrier has a number for it. */
  trackingNo: string | null
  to: BuyerContact
}

/** What is glued on the parcel: whom it goes to in large type, who sends it, and the order's number as a code for the packing desk. */
export function drawLabel(sheet: Sheet, facts: LabelFacts, words: PrintWords): void {
  const { margin, width } = sheet
  const x = margin
  const { to } = facts
  let y = sheet.text(words.recipient, { x, y: margin, size: 9, grey: true })
  y = sheet.text(`${to.name}  ${to.phone}`, { x, y: y + 3, size: 17, strong: true, lines: 2 })
  y = sheet.text(to.region, { x, y: y + 6, size: 15, strong: true, lines: 2 })
  y = sheet.text(to.address, { x, y: y + 2, size: 15, strong: true, lines: 5 }) + 10
  sheet.rule(y)
  y = sheet.text(words.sender, { x, y: y + 8, size: 9, grey: true })
  y = sheet.text(facts.supplierName, { x, y: y + 2, size: 11, lines: 2 }) + 8
  sheet.rule(y)
  const beside = width - 2 * margin - QR_SIDE - 12
  sheet.qr(facts.orderNo, { x: width - margin - QR_SIDE, y: y + 10, side: QR_SIDE })
  y += 10
  const rows = [
    [words.orderNo, facts.orderNo],
    [words.piece, facts.title],
    [words.sku, facts.supplierSku],
    ...(facts.trackingNo === null ? [] : [[words.parcel, facts.trackingNo]]),
  ]
  for (const [name = '', value = ''] of rows) {
    y = sheet.text(name, { x, y, size: 8, width: beside, grey: true })
    y = sheet.text(value, { x, y, size: 10, width: beside, lines: 2 }) + 3
  }
}
