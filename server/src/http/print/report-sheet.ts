import { canonicalJson } from '#domain/inspection/canonical-json.ts'
import { createHash } from 'node:crypto'
import { createSheet, type Sheet } from './pdf-sheet.ts'
import type { PrintedReport } from './printed-report.ts'

const PAPER_MM: [number, number] = [210, 297]
const QR_SIDE = 100
const LABEL = 110
const FOOT = 34

/** The whole report on A4, page after page: everything that was signed, and the signature itself. */
export function reportSheet(report: PrintedReport): Promise<Buffer> {
  const { words, content } = report
  const sheet = createSheet({
    mm: PAPER_MM,
    marginMm: 18,
    title: `${words.report} ${content.code}`,
    madeAt: report.madeAt,
  })
  const writer = createWriter(sheet)
  head(sheet, writer, report)
  writer.section(words.piece)
  writer.pair(words.title, content.item.title)
  writer.pair(words.brand, content.item.brand)
  writer.pair(words.model, content.item.model)
  if (report.identity) writer.pair(report.identity.name, report.identity.number)
  writer.section(words.findings)
  for (const { name, value } of report.findings) writer.pair(name, value)
  writer.pair(words.defects, report.defects)
  writer.section(words.inspection)
  writer.pair(words.kind, words.kinds[content.kind])
  writer.pair(words.agency, content.agency)
  writer.pair(words.inspector, content.inspector)
  writer.pair(words.externalNo, content.externalNo)
  writer.pair(words.place, content.place)
  writer.pair(words.tools, content.tools?.join(words.comma))
  writer.pair(words.inspectedOn, content.inspectedOn)
  writer.pair(words.expiresOn, content.expiresOn)
  if (content.media?.length) {
    writer.section(words.photos)
    for (const { shows, sha256 } of content.media) writer.pair(words.shows[shows], sha256, { size: 8 })
  }
  writer.section(words.signature)
  writer.pair(words.key, report.keyId)
  writer.pair(words.digest, createHash('sha256').update(canonicalJson(content)).digest('hex'), { size: 8 })
  writer.pair(words.signature, report.signature, { size: 8 })
  return sheet.finish(
    (page, pages) => `${content.code}  ${words.versionNo(content.version)}  ${words.page(page, pages)}`,
  )
}

type Writer = ReturnType<typeof createWriter>

function head(sheet: Sheet, writer: Writer, report: PrintedReport): void {
  const { words, content } = report
  const { margin } = sheet
  const beside = sheet.width - 2 * margin - QR_SIDE - 16
  sheet.qr(report.address, { x: sheet.width - margin - QR_SIDE, y: margin, side: QR_SIDE })
  let y = sheet.text(words.report, { x: margin, y: margin, size: 18, width: beside, strong: true })
  y = sheet.text(content.item.title, { x: margin, y: y + 2, size: 12, width: beside })
  y = sheet.text(`${words.code} ${content.code}  ${words.versionNo(content.version)}`, {
    x: margin,
    y: y + 2,
    size: 10,
    width: beside,
    grey: true,
  })
  y = sheet.text(`${words.grade} ${report.grade}`, {
    x: margin,
    y: y + 6,
    size: 16,
    width: beside,
    strong: true,
  })
  if (report.reasons)
    y = sheet.text(words.because(report.reasons), { x: margin, y: y + 2, size: 9.5, width: beside })
  y = sheet.text(words.rubric(content.rubricVersion), {
    x: margin,
    y: y + 2,
    size: 9.5,
    width: beside,
    grey: true,
  })
  y = sheet.text(report.address, { x: margin, y: Math.max(y, margin + QR_SIDE) + 8, size: 9, grey: true })
  writer.moveTo(sheet.text(words.paper, { x: margin, y: y, size: 9, grey: true }))
}

/** Writes downwards and goes on with a new page where the old one ends. */
function createWriter(sheet: Sheet) {
  const { margin, width, height } = sheet
  let y = margin
  const makeRoom = (needed: number) => {
    if (y + needed <= height - margin - FOOT) return
    sheet.newPage()
    y = margin
  }
  return {
    moveTo(below: number) {
      y = below
    },
    section(name: string) {
      // A heading never stands alone at the foot of a page.
      makeRoom(60)
      sheet.rule(y + 10)
      y = sheet.text(name, { x: margin, y: y + 16, size: 12, strong: true }) + 2
    },
    pair(name: string, value: string | null | undefined, { size = 10 }: { size?: number } = {}) {
      if (!value) return
      const style = { size, width: width - 2 * margin - LABEL }
      makeRoom(sheet.heightOf(value, style) + 3)
      const below = sheet.text(name, { x: margin, y: y, size: 10, width: LABEL - 8, grey: true })
      y = Math.max(below, sheet.text(value, { x: margin + LABEL, y: y, ...style })) + 3
    },
  }
}
