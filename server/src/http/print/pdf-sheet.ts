import PDFDocument from 'pdfkit'
import { encode } from 'uqr'
import { chineseFont } from './chinese-font.ts'
import { type Run, setText } from './set-text.ts'

/** In points from the upper left corner of the page. */
interface Place {
  x: number
  y: number
}

export interface TextStyle {
  size: number
  /** Points; to the right margin when left out. */
  width?: number
  /** Drawn with a line around, since there is one weight only. */
  strong?: boolean
  grey?: boolean
  /** At most so many lines; the rest is cut, and the last line ends with an ellipsis. */
  lines?: number
}

export interface Sheet {
  readonly width: number
  readonly height: number
  readonly margin: number
  /** Sets text with its upper left corner there; answers the y below it. */
  text(words: string, at: Place & TextStyle): number
  /** The height that the text would take. */
  heightOf(words: string, style: TextStyle): number
  rule(y: number): void
  qr(text: string, at: Place & { side: number }): void
  newPage(): void
  /** Ends the document; `foot` is written at the bottom of each page, with its number. */
  finish(foot: (page: number, pages: number) => string): Promise<Buffer>
}

interface Paper {
  mm: [number, number]
  marginMm: number
  title: string
  madeAt: Date
}

const LINE_HEIGHT = 1.38
/** From the top of a line to where its letters stand, in ems. */
const ASCENT = 1.04
const POINTS_PER_MM = 72 / 25.4

/**
 * A document whose text can be searched, Chinese too, with only the characters it shows embedded. The same calls give the
 * same bytes: nothing in it depends on when or where it was made but `madeAt`.
 */
export function createSheet(paper: Paper): Sheet {
  const [width = 0, height = 0] = paper.mm.map(side => side * POINTS_PER_MM)
  const margin = paper.marginMm * POINTS_PER_MM
  const document = newDocument(paper, [width, height])
  const ended = collect(document)
  const chinese = chineseFont()
  document.registerFont(FONTS.chinese, chinese.bytes)
  const measure = { chinese, latinWidth: latinWidths(document) }

  const linesOf = (words: string, { size, width: wanted = width - 2 * margin, lines: most }: TextStyle) => {
    const all = setText(words, { size, width: wanted, measure })
    if (most === undefined || all.length <= most) return all
    const shortened = `${words.slice(0, charactersIn(all.slice(0, most)) - 1)}…`
    return setText(shortened, { size, width: wanted, measure }).slice(0, most)
  }

  return {
    width,
    height,
    margin,
    text(words, { x, y, ...style }) {
      const lines = linesOf(words, style)
      drawLines(document, lines, { x, y, ...style })
      return y + lines.length * style.size * LINE_HEIGHT
    },
    heightOf: (words, style) => linesOf(words, style).length * style.size * LINE_HEIGHT,
    rule(y) {
      document
        .lineWidth(0.5)
        .strokeColor('#8c8c8c')
        .moveTo(margin, y)
        .lineTo(width - margin, y)
        .stroke()
    },
    qr: (text, at) => drawQr(document, text, at),
    newPage: () => void document.addPage(),
    finish(foot) {
      const { count } = document.bufferedPageRange()
      for (let page = 0; page < count; page++) {
        document.switchToPage(page)
        this.text(foot(page + 1, count), { x: margin, y: height - margin - 8, size: 7, grey: true })
      }
      document.end()
      return ended
    },
  }
}

function newDocument({ title, madeAt }: Paper, size: [number, number]): PDFKit.PDFDocument {
  return new PDFDocument({
    size,
    margin: 0,
    bufferPages: true,
    displayTitle: true,
    info: {
      Title: title,
      Producer: 'Haowu Alliance',
      Creator: 'Haowu Alliance',
      CreationDate: madeAt,
      ModDate: madeAt,
    },
  })
}

function drawLines(
  document: PDFKit.PDFDocument,
  lines: Run[][],
  { x, y, size, strong = false, grey = false }: Place & TextStyle,
): void {
  const colour = grey ? '#595959' : '#000000'
  document
    .fillColor(colour)
    .strokeColor(colour)
    .lineWidth(strong ? size / 36 : 0)
  for (const [index, runs] of lines.entries()) {
    const baseline = y + index * size * LINE_HEIGHT + size * ASCENT
    for (const run of runs) {
      document
        .font(FONTS[run.font])
        .fontSize(size)
        .text(run.text, x + run.x, baseline, {
          lineBreak: false,
          baseline: 'alphabetic',
          fill: true,
          stroke: strong,
        })
    }
  }
}

/** By the names under which the library keeps them; under an alias it would read its own font anew each time. */
const FONTS = { latin: 'Helvetica', chinese: 'chinese' } as const
const widths = new Map<string, number>()

/** Of single characters, in ems; measured once, because measuring costs more than drawing. */
function latinWidths(document: PDFKit.PDFDocument): (character: string) => number {
  return character => {
    const known = widths.get(character)
    if (known !== undefined) return known
    const width = document.font(FONTS.latin).fontSize(1).widthOfString(character)
    widths.set(character, width)
    return width
  }
}

function drawQr(document: PDFKit.PDFDocument, text: string, { x, y, side }: Place & { side: number }): void {
  const { data, size: modules } = encode(text, { border: 0, ecc: 'M' })
  const unit = side / modules
  document.fillColor('#000000')
  for (const [row, cells] of data.entries()) {
    for (const [column, dark] of cells.entries()) {
      if (dark) document.rect(x + column * unit, y + row * unit, unit, unit)
    }
  }
  document.fill()
}

function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = []
  document.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise(resolve => document.on('end', () => resolve(Buffer.concat(chunks))))
}

function charactersIn(lines: ReturnType<typeof setText>): number {
  return lines.flat().reduce((sum, run) => sum + run.text.length, 0)
}
