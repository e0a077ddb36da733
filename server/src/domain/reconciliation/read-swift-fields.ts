import type { TextLine } from './read-text-lines.ts'

/** One field of a SWIFT message: `:61:` with the lines that belong to it. */
export interface SwiftField {
  tag: string
  lines: string[]
  /** Where it begins in the file. */
  no: number
}

/** What ends a message: a dash, alone or with the trailer of its envelope or three letters behind it. */
export const MESSAGE_END = '-'

const TAG = /^:(\d{2}[A-Z]?|NS):(.*)$/
/** Envelopes: `{1:F01…}{4:`, and the `-}` that closes the text. */
const ENVELOPE = /^\{\d:/
const END = /^-(\}.*|[A-Z]{3})?$/

/**
 * The fields of all messages of a file. What stands outside of messages is an envelope or a title of the bank's own; inside of
 * one, a line without a tag continues the field above it.
 */
export async function* readSwiftFields(lines: AsyncIterable<TextLine>): AsyncGenerator<SwiftField> {
  let field: SwiftField | null = null
  for await (const { no, text } of lines) {
    const line = text.trimEnd()
    const [, tag, rest = ''] = TAG.exec(line.replace(/^\{4:(?=:)/, '')) ?? []
    const ends = END.test(line)
    if (tag === undefined && !ends && !ENVELOPE.test(line)) {
      field?.lines.push(line)
      continue
    }
    if (field) yield field
    field = tag === undefined ? null : { tag, lines: [rest], no }
    if (ends) yield { tag: MESSAGE_END, lines: [], no }
  }
  if (field) yield field
}
