import sax from 'sax'
import { refuse } from './statement-refusal.ts'

export interface XmlElement {
  /** Without its namespace's prefix. */
  name: string
  attributes: Record<string, string>
  text: string
  children: XmlElement[]
  /** The line of the file it ends on. */
  line: number
}

const DEEPEST = 64
const MOST_ELEMENTS = 500_000

/**
 * The elements directly under each `<within>` of an XML text, one after the other, so that no more than one is in memory; each
 * `<within>` itself comes behind its parts, without them. Entities of the file's own are refused with its DOCTYPE.
 */
export async function* readXmlParts(
  pieces: AsyncIterable<string>,
  within: string,
): AsyncGenerator<XmlElement> {
  const parser = sax.parser(true, { position: true })
  const ready: XmlElement[] = []
  const open: XmlElement[] = []
  let held = 0
  const here = () => parser.line + 1
  parser.ondoctype = () => refuse('xml', { line: here(), expected: '', found: 'DOCTYPE' })
  parser.onerror = error =>
    refuse('xml', { line: here(), expected: '', found: error.message.split('\n')[0] ?? '' })
  parser.onopentag = ({ name, attributes }) => {
    if (open.length >= DEEPEST || ++held > MOST_ELEMENTS)
      refuse('xml', { line: here(), expected: `≤ ${DEEPEST}, ≤ ${MOST_ELEMENTS}`, found: name })
    const told = attributes as Record<string, string>
    open.push({ name: localName(name), attributes: told, text: '', children: [], line: 0 })
  }
  parser.ontext = text => addText(open.at(-1), text)
  parser.oncdata = text => addText(open.at(-1), text)
  parser.onclosetag = () => {
    const element = open.pop()
    if (!element) return
    element.line = here()
    const isPart = open.at(-1)?.name === within
    if (isPart || element.name === within) {
      ready.push(element)
      held = open.length
    } else if (open.some(({ name }) => name === within)) open.at(-1)?.children.push(element)
    else held = open.length
  }
  for await (const piece of pieces) {
    parser.write(piece)
    yield* ready.splice(0)
  }
  parser.close()
  yield* ready.splice(0)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function addText(element: XmlElement | undefined, text: string): void {
  if (element) element.text += text
}

/** All elements at the end of a path like `Refs/EndToEndId`. */
export function findAll(element: XmlElement, path: string): XmlElement[] {
  return path
    .split('/')
    .reduce<XmlElement[]>(
      (from, name) => from.flatMap(({ children }) => children.filter(child => child.name === name)),
      [element],
    )
}

/** The text at the first of several paths that says something. */
export function findText(element: XmlElement, ...paths: string[]): string | null {
  for (const path of paths) {
    const text = findAll(element, path)[0]?.text.trim()
    if (text) return text
  }
  return null
}

export function writeXml({ name, attributes, text, children }: XmlElement): string {
  const told = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
  const inner = escapeXml(text.trim()) + children.map(writeXml).join('')
  return `<${name}${told.join('')}>${inner}</${name}>`
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
