import { createSheet, type Sheet } from './pdf-sheet.ts'
import type { PrintedReport } from './printed-report.ts'

const PAPER_MM: [number, number] = [100, 150]
const QR_SIDE = 84
const GAP = 10

/** The slip in the parcel, on the paper of a waybill: which piece, its grade and findings, and the code that proves them. */
export function parcelSlip(report: PrintedReport, { orderNo }: { orderNo: string }): Promise<Buffer> {
  const { words, madeAt, address } = report
  const sheet = createSheet({ mm: PAPER_MM, marginMm: 5, title: `${words.slip} ${orderNo}`, madeAt })
  drawSlip(sheet, report, { orderNo })
  return sheet.finish(() => address)
}

/** The same on the page where a sheet stands. */
export function drawSlip(sheet: Sheet, report: PrintedReport, { orderNo }: { orderNo: string }): void {
  const { words, content } = report
  const { margin, width } = sheet
  const beside = width - 2 * margin - QR_SIDE - GAP
  sheet.qr(report.address, { x: width - margin - QR_SIDE, y: margin, side: QR_SIDE })
  let y = sheet.text(words.slip, { x: margin, y: margin, size: 9, width: beside, grey: true })
  y = sheet.text(content.item.title, { x: margin, y: y + 1, size: 12, width: beside, strong: true, lines: 3 })
  y = sheet.text(report.grade, { x: margin, y: y + 3, size: 20, width: beside, strong: true, lines: 1 })
  y = Math.max(y, margin + QR_SIDE) + 6
  sheet.rule(y)
  y = pairs(sheet, y + 5, [
    ...(report.identity ? [[report.identity.name, report.identity.number] as const] : []),
    [words.orderNo, orderNo],
    [words.code, `${content.code}  ${words.versionNo(content.version)}`],
    [words.key, report.keyId],
    [words.kind, [words.kinds[content.kind], content.agency, content.inspector].filter(Boolean).join('  ')],
    [words.inspectedOn, `${content.inspectedOn}  ${words.expiresOn} ${content.expiresOn}`],
  ])
  sheet.rule(y + 3)
  y = sheet.text(words.findings, { x: margin, y: y + 8, size: 9, strong: true })
  const footTop = sheet.height - margin - 12 - sheet.heightOf(words.scan, { size: 7.5 })
  const defectLines = { size: 8.5, lines: 3 }
  const defects = `${words.defects}  ${report.defects}`
  const findingsEnd = footTop - sheet.heightOf(defects, defectLines) - 8
  y = findings(sheet, report, { from: y + 2, to: findingsEnd })
  sheet.text(defects, { x: margin, y: y + 2, ...defectLines })
  sheet.rule(footTop - 4)
  sheet.text(words.scan, { x: margin, y: footTop, size: 7.5, grey: true })
}

function pairs(sheet: Sheet, top: number, rows: (readonly [string, string])[]): number {
  const label = 72
  let y = top
  for (const [name, value] of rows) {
    const below = sheet.text(name, { x: sheet.margin, y: y, size: 8.5, width: label, grey: true, lines: 1 })
    const width = sheet.width - 2 * sheet.margin - label
    y = Math.max(below, sheet.text(value, { x: sheet.margin + label, y: y, size: 8.5, width, lines: 2 }))
  }
  return y
}

/** Two columns, as many rows as there is room for; what does not fit is counted, never left out unsaid. */
function findings(sheet: Sheet, report: PrintedReport, { from, to }: { from: number; to: number }): number {
  const width = (sheet.width - 2 * sheet.margin - GAP) / 2
  const style = { size: 8, width, lines: 2 }
  const foot = { size: 8, grey: true }
  const told = report.findings.map(({ name, value }) => `${name}  ${value}`)
  let y = from
  for (let at = 0; at < told.length; at += 2) {
    const row = told.slice(at, at + 2)
    const below = y + 1 + Math.max(...row.map(words => sheet.heightOf(words, style)))
    const more = report.words.more(told.length - at)
    const isLast = at + 2 >= told.length
    // A row that is not the last leaves room for the line that counts what would be missing.
    if (below + (isLast ? 0 : sheet.heightOf(more, foot)) > to)
      return sheet.text(more, { x: sheet.margin, y, ...foot })
    for (const [index, words] of row.entries())
      sheet.text(words, { x: sheet.margin + index * (width + GAP), y, ...style })
    y = below
  }
  return y
}
